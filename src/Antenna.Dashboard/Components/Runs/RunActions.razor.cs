using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.Runs;
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
    private RunAction? _chosen;
    private Confirmation? _confirmation;
    private IReadOnlyList<long> _standing = [];
    private RunState _shownState;
    private bool _isBusy;
    private string? _refusal;

    [Parameter, EditorRequired]
    public RunRow Run { get; set; } = null!;

    /// <summary>Undo, redo or a new try was launched; where nobody asks to be told, its page is opened.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<LaunchedRun>> OnLaunched { get; set; }

    private enum RunAction
    {
        Cancel,
        Resume,
        Retry,
        Undo,
        Redo,
    }

    private IEnumerable<RunAction> Offered => Run.Progress.State switch
    {
        RunState.Queued or RunState.Running => [RunAction.Cancel],
        RunState.Canceled or RunState.Failed => [RunAction.Resume, .. IsUndo ? Array.Empty<RunAction>() : [RunAction.Retry, RunAction.Undo]],
        RunState.Succeeded => [IsUndo ? RunAction.Redo : RunAction.Undo],
        RunState.Reverted when Run.UndoneByRunId is not null => [RunAction.Redo, .. IsUndo ? Array.Empty<RunAction>() : [RunAction.Retry]],
        _ => [],
    };

    private bool IsUndo => Run.UndoesRunId is not null;

    private IRunTask Task => tasks.Get(Run.Task);

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
        _ => $"Redo run {Redone}?",
    };

    /// <summary>The run that would be as before its undo.</summary>
    private long Redone => Run.UndoesRunId ?? Run.Id;

    /// <summary>The undo that a redo undoes.</summary>
    private long Undone => IsUndo ? Run.Id : Run.UndoneByRunId!.Value;

    private void Close() => (_chosen, _confirmation, _refusal, _standing) = (null, null, null, []);

    private async Task ChooseAsync(RunAction action)
    {
        (_chosen, _confirmation, _refusal) = (action, null, null);
        await LoadAsync(
            async cancellationToken => _confirmation = action switch
            {
                RunAction.Cancel => CancelConfirmation(),
                RunAction.Resume => await ResumeConfirmationAsync(cancellationToken),
                RunAction.Retry => await RetryConfirmationAsync(cancellationToken),
                RunAction.Undo => await UndoConfirmationAsync(Run.Id, cancellationToken),
                _ => await UndoConfirmationAsync(Undone, cancellationToken),
            },
            "What this would change could not be counted");
        if (LoadError is { } error)
            (_chosen, _refusal) = (null, error.Message);
    }

    private Confirmation CancelConfirmation() => new(
        Run.Progress.Counters.Checked == 0
            ? "It has changed nothing yet."
            : $"It stops within one batch. What it did to {RunSummary.Count(RunSummary.Changed(Task, Run.Progress.Counters), Task.Rows)} stays, and can be undone or gone on with.",
        "Cancel the run");

    private async Task<Confirmation> ResumeConfirmationAsync(CancellationToken cancellationToken)
    {
        if (await control.WhyNotResumeAsync(Run.Id, cancellationToken) is { } reason)
            return new(reason, null);
        var left = Run.Progress.Total is { } total ? Math.Max(0, total - Run.Progress.Counters.Checked) : (long?)null;
        return new(
            left is { } rows
                ? $"It goes on where it stopped: {RunSummary.Count(rows, Task.Rows)} {(rows == 1 ? "is" : "are")} left."
                : "It goes on where it stopped.",
            "Resume the run");
    }

    private async Task<Confirmation> RetryConfirmationAsync(CancellationToken cancellationToken)
    {
        var plan = await retry.PlanAsync(Run.Id, await currentPerson.FindAsync(cancellationToken), cancellationToken);
        if (plan is not { WhyNot: null })
            return new(plan?.WhyNot ?? $"There is no run {Run.Id}.", null);
        return new(
            $"A new run with the same settings looks at {RunSummary.Count(plan.Rows, Task.Rows)}: all that {(plan.Rows == 1 ? "is" : "are")} in its scope now. "
            + $"What run {Run.Id} did and was not undone stays, and is found unchanged.",
            "Launch the new run");
    }

    private async Task<Confirmation> UndoConfirmationAsync(long runId, CancellationToken cancellationToken)
    {
        if (await undo.PlanAsync(runId, cancellationToken) is not { } plan)
            return new($"There is no run {runId}.", null);
        if (plan.WhyNot is { } reason)
            return new(reason, null);
        if (plan.IsRedo)
        {
            return plan.Standing.Count > 0
                ? new($"Run {plan.Standing[0]} has changed the same predictions since, so run {Redone} cannot be done again as it was. Launch it again.", null)
                : new($"What run {Redone} had done to {Figures.Count(plan.Occurrences, "occurrence", "occurrences")} comes back as it was.", "Redo the run");
        }

        _standing = plan.Standing;
        var own = $"{Figures.Count(plan.Occurrences, "occurrence goes", "occurrences go")} back to what counted before; "
            + $"{Figures.Count(plan.Written, "prediction that it wrote goes", "predictions that it wrote go")}, and "
            + $"{Figures.Count(plan.TaxonChanged, "determined taxon changes", "determined taxa change")} back, save where a person has named the animal since. Identifications stay.";
        return plan.Standing.Count == 0
            ? new(own, "Undo the run")
            : new(
                $"{(plan.Standing.Count == 1 ? "A later run stands" : $"{plan.Standing.Count} later runs stand")} on what it did: {string.Join(", ", plan.Standing)}. "
                + $"{(plan.Standing.Count == 1 ? "It is" : "They are")} undone first, newest first. Of this run, {own}",
                $"Undo {plan.Standing.Count + 1} runs");
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
                await ShowAsync(await undo.LaunchAsync(action is RunAction.Undo ? Run.Id : Undone, _standing, person, cancellationToken));
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

    /// <summary>What an action would change, for a person to confirm.</summary>
    /// <param name="Confirm">The button that does it; null where it is not possible, which the text explains.</param>
    private sealed record Confirmation(string Text, string? Confirm)
    {
        public bool IsPossible => Confirm is not null;
    }
}
