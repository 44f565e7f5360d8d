using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.CaptureSets;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>Renames a capture set, or deletes it after it said what refers to it.</summary>
public sealed partial class CaptureSetTools(CaptureSetEditing editing, NavigationManager navigation) : LiveComponent
{
    private Form _open;
    private bool _isBusy;
    private string? _name;
    private CaptureSetDependents? _dependents;

    private enum Form
    {
        None,
        Rename,
        Delete,
    }

    [Parameter, EditorRequired]
    public long CaptureSetId { get; set; }

    [Parameter, EditorRequired]
    public long ProjectId { get; set; }

    /// <summary>The name that it has.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    /// <summary>It was renamed.</summary>
    [Parameter]
    public EventCallback OnRenamed { get; set; }

    private string DeletionText => _dependents switch
    {
        null => "Reading what refers to it…",
        { Runs: > 0 and var runs } =>
            $"{Figures.Count(runs, "run has", "runs have")} this set as {(runs == 1 ? "its" : "their")} scope, and it is needed to tell what was done; so it cannot be deleted.",
        { Launches: > 0 and var launches } =>
            $"{CapturesStay} The record of {Figures.Count(launches, "launch", "launches")} by standing masks goes with the set.",
        _ => $"{CapturesStay} No run has it as its scope.",
    };

    private string CapturesStay => _dependents?.Captures switch
    {
        null or 0 => "It holds no capture.",
        1 => "Its capture stays, with all that is known of it.",
        { } captures => $"Its {Figures.Count(captures, "capture", "captures")} stay, with all that is known of them.",
    };

    private void BeginRenaming() => (_open, _name) = (Form.Rename, Name);

    private Task BeginDeletingAsync()
    {
        (_open, _dependents) = (Form.Delete, null);
        return LoadAsync(
            async cancellationToken =>
            {
                _dependents = await editing.DependentsAsync(CaptureSetId, cancellationToken);
                if (_dependents is null)
                    _open = Form.None;
            },
            "What refers to it could not be read");
    }

    private void Close() => _open = Form.None;

    private async Task RenameAsync()
    {
        var renamed = false;
        await ActAsync(
            async cancellationToken =>
            {
                await editing.RenameAsync(CaptureSetId, _name!, cancellationToken);
                renamed = true;
            },
            "It could not be renamed");
        if (!renamed)
            return;
        Close();
        await OnRenamed.InvokeAsync();
    }

    private async Task DeleteAsync()
    {
        var deleted = false;
        await ActAsync(
            async cancellationToken =>
            {
                await editing.DeleteAsync(CaptureSetId, cancellationToken);
                deleted = true;
            },
            "It could not be deleted");
        if (deleted)
            navigation.NavigateTo(DashboardUrls.CaptureSets(ProjectId));
    }

    private async Task ActAsync(Func<CancellationToken, Task> act, string failed)
    {
        _isBusy = true;
        await LoadAsync(act, failed);
        _isBusy = false;
    }
}
