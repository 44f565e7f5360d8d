using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>What can be done with a run. Each says first what it would change, and is done once however often it is asked for.</summary>
public sealed partial class RunActions(
    RunControl control, RunUndo undo, RunRetry retry, PostProcessingTasks tasks, ICurrentPerson currentPerson, NavigationManager navigation) : LiveComponent
{
    private readonly RunConfirmations _confirmations = new(control, undo, retry, tasks, currentPerson);
    private RunAction? _chosen;
    private RunConfirmation? _confirmation;
    private RunState _shownState;
    private bool _isBusy;
    private string? _refusal;

    [Parameter, EditorRequired]
    public RunRow Run { get; set; } = null!;

    /// <summary>Undo, redo or a new try was launched; where nobody asks to be told, its page is opened.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<LaunchedRun>> OnLaunched { get; set; }

    private IEnumerable<RunAction> Offered => Run.Progress.State switch
    {
        RunState.Queued or RunState.Running => [RunAction.Cancel],
        RunState.Canceled or RunState.Failed => [RunAction.Resume, .. IsUndo ? Array.Empty<RunAction>() : [RunAction.Retry, RunAction.Undo]],
        RunState.Succeeded => [IsUndo ? RunAction.Redo : RunAction.Undo],
        RunState.Reverted when Run.UndoneByRunId is not null => [RunAction.Redo, .. IsUndo ? Array.Empty<RunAction>() : [RunAction.Retry]],
        _ => [],
    };

    private bool IsUndo => Run.UndoesRunId is not null;

    protected override void OnParametersSet()
    {
        // What was to be confirmed of a run in another state no longer is.
        if (_shownState == Run.Progress.State)
            return;
        _shownState = Run.Progress.State;
        Close();
    }

    private static string NameOf(RunAction action) => action switch
    {
        RunAction.Cancel => "Cancel",
        RunAction.Resume => "Resume",
        RunAction.Retry => "Retry",
        RunAction.Undo => "Undo",
        _ => "Redo",
    };

    private string TitleOf(RunAction action) => action switch
    {
        RunAction.Cancel => $"Cancel run {Run.Id}?",
        RunAction.Resume => $"Resume run {Run.Id}?",
        RunAction.Retry => $"Retry run {Run.Id} as a new run?",
        RunAction.Undo => $"Undo run {Run.Id}?",
        _ => $"Redo run {Run.RedoneId()}?",
    };

    private void Close() => (_chosen, _confirmation, _refusal) = (null, null, null);

    private async Task ChooseAsync(RunAction action)
    {
        (_chosen, _confirmation, _refusal) = (action, null, null);
        await LoadAsync(
            async cancellationToken => _confirmation = await _confirmations.OfAsync(Run, action, cancellationToken),
            "What this would change could not be counted");
        if (LoadError is { } error)
            (_chosen, _refusal) = (null, error.Message);
    }

    private async Task ConfirmAsync(RunAction action)
    {
        if (_isBusy)
            return;
        _isBusy = true;
        await LoadAsync(cancellationToken => DoAsync(action, cancellationToken), "This could not be done");
        _isBusy = false;
        _refusal = LoadError?.Message;
        if (LoadError is null)
            Close();
        else
            (_chosen, _confirmation) = (null, null);
    }

    private async Task DoAsync(RunAction action, CancellationToken cancellationToken)
    {
        var person = await currentPerson.GetAsync(cancellationToken);
        switch (action)
        {
            case RunAction.Cancel:
                await control.CancelAsync(Run.Id, person, cancellationToken);
                break;
            case RunAction.Resume:
                await control.ResumeAsync(Run.Id, person, cancellationToken);
                break;
            case RunAction.Retry:
                await ShowAsync(await retry.LaunchAsync(Run.Id, person, cancellationToken));
                break;
            default:
                await ShowAsync(await undo.LaunchAsync(Run.UndoneId(action), _confirmation?.Standing ?? [], person, cancellationToken));
                break;
        }
    }

    private async Task ShowAsync(IReadOnlyList<LaunchedRun> launched)
    {
        if (OnLaunched.HasDelegate)
            await OnLaunched.InvokeAsync(launched);
        else
            navigation.NavigateTo(DashboardUrls.Run(launched[^1].RunId));
    }
}
