using Antenna.Dashboard.Components.Live;
using Antenna.Data.Pictures;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Pictures;

/// <summary>Shows which hosts the pictures of a project lie on that are not allowed yet, and lets a person allow them.</summary>
public sealed partial class BlockedHosts(PictureHosts hosts, NavigationManager navigation) : LiveComponent
{
    /// <summary>As many as leave room for the page; the next ones follow when these are decided on.</summary>
    private const int Most = 3;

    private IReadOnlyList<BlockedHost> _blocked = [];
    private (bool IsRead, long? ProjectId) _shown;

    /// <summary>The project in view; null for all of them.</summary>
    [Parameter]
    public long? ProjectId { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (true, ProjectId))
            return;
        _shown = (true, ProjectId);
        await LoadAsync(async token => _blocked = await hosts.ListBlockedAsync(ProjectId, Most, token));
    }

    private async Task AllowAsync(BlockedHost blocked)
    {
        await LoadAsync(token => hosts.AllowAsync(blocked.ProjectId, blocked.Host, token));

        // A browser keeps to the policy that came with the page, which does not know the host yet.
        navigation.Refresh(forceReload: true);
    }
}
