using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.Demo;
using Antenna.Data.Demo;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Antenna.Dashboard.Components.Start;

/// <summary>Shows what removing the demo removes, and removes it.</summary>
public sealed partial class RemoveDemoDialog(DemoProject demo) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _disposed = new();
    private DemoExtent? _extent;
    private string? _error;
    private bool _removing;

    [Parameter, EditorRequired]
    public long ProjectId { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private string OwnIdentificationsText => _extent!.OwnIdentifications == 0
        ? ""
        : $", {Figures.Count(_extent.OwnIdentifications, "identification or comment", "identifications and comments")} of people outside of the demo among it";

    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _extent = await demo.DescribeAsync(ProjectId, _disposed.Token);
        if (_extent is null)
            _error = "The demo is gone already. Load the page again.";
    }

    private async Task RemoveAsync()
    {
        (_removing, _error) = (true, null);
        try
        {
            // Once begun it is finished, even when the page is left.
            await demo.RemoveAsync(ProjectId, CancellationToken.None);
            Dialog.Close();
        }
        catch (DemoInUseException refused)
        {
            _error = refused.Message;
        }
        finally
        {
            _removing = false;
        }
    }
}
