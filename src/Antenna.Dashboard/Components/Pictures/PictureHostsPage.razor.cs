using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Pictures;

namespace Antenna.Dashboard.Components.Pictures;

/// <summary>The hosts of the web that pictures lie on, where people allow each for a project, and withdraw that again.</summary>
public sealed partial class PictureHostsPage(PictureHosts hosts) : AddressedPage<PictureHostsAddress>
{
    /// <summary>Results come from a few services; a file that names more hosts than these is no result of one.</summary>
    private const int Most = 200;

    private IReadOnlyList<KnownHost>? _hosts;

    protected override Task OnNavigatedAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(async cancellationToken => _hosts = await hosts.ListAsync(Address.ProjectId, Most, cancellationToken));

    private Task AllowAsync(KnownHost host) => ChangeAsync(cancellationToken => hosts.AllowAsync(host.ProjectId, host.Host, cancellationToken));

    private Task WithdrawAsync(KnownHost host) => ChangeAsync(cancellationToken => hosts.WithdrawAsync(host.ProjectId, host.Host, cancellationToken));

    private async Task ChangeAsync(Func<CancellationToken, Task> change)
    {
        await LoadAsync(change, "This could not be changed");

        // A browser keeps to the policy that came with the page, which names other hosts than are allowed now.
        if (LoadError is null)
            Navigation.Refresh(forceReload: true);
    }
}
