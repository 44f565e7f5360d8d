using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.Runs;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>What an action would change, for a person to confirm.</summary>
/// <param name="Confirm">The button that does it; null where it is not possible, which the text explains.</param>
internal sealed record RunConfirmation(string Text, string? Confirm)
{
    public bool IsPossible => Confirm is not null;

    /// <summary>The later runs that an undo undoes first.</summary>
    public IReadOnlyList<long> Standing { get; init; } = [];
}

/// <summary>Counts what an action on a run would change, and changes nothing.</summary>
internal sealed class RunConfirmations(
    RunControl control, RunUndo undo, RunRetry retry, PostProcessingTasks tasks, ICurrentPerson currentPerson)
{
    public async Task<RunConfirmation> OfAsync(RunRow run, RunAction action, CancellationToken cancellationToken) => action switch
    {
        RunAction.Cancel => Cancel(run),
        RunAction.Resume => await ResumeAsync(run, cancellationToken),
        RunAction.Retry => await RetryAsync(run, cancellationToken),
        _ => await UndoAsync(run, run.UndoneId(action), cancellationToken),
    };

    private IRunTask TaskOf(RunRow run) => tasks.Get(run.Task);

    private RunConfirmation Cancel(RunRow run) => new(
        run.Progress.Counters.Checked == 0
            ? "It has changed nothing yet."
            : $"It stops within one batch. What it did to {RunSummary.Count(RunSummary.Changed(TaskOf(run), run.Progress.Counters), TaskOf(run).Rows)} stays, and can be undone or gone on with.",
        "Cancel the run");

    private async Task<RunConfirmation> ResumeAsync(RunRow run, CancellationToken cancellationToken)
    {
        if (await control.WhyNotResumeAsync(run.Id, cancellationToken) is { } reason)
            return new(reason, null);
        var left = run.Progress.Total is { } total ? Math.Max(0, total - run.Progress.Counters.Checked) : (long?)null;
        return new(
            left is { } rows
                ? $"It goes on where it stopped: {RunSummary.Count(rows, TaskOf(run).Rows)} {(rows == 1 ? "is" : "are")} left."
                : "It goes on where it stopped.",
            "Resume the run");
    }

    private async Task<RunConfirmation> RetryAsync(RunRow run, CancellationToken cancellationToken)
    {
        var plan = await retry.PlanAsync(run.Id, await currentPerson.FindAsync(cancellationToken), cancellationToken);
        if (plan is not { WhyNot: null })
            return new(plan?.WhyNot ?? $"There is no run {run.Id}.", null);
        return new(
            $"A new run with the same settings looks at {RunSummary.Count(plan.Rows, TaskOf(run).Rows)}: all that {(plan.Rows == 1 ? "is" : "are")} in its scope now. "
            + $"What run {run.Id} did and was not undone stays, and is found unchanged.",
            "Launch the new run");
    }

    private async Task<RunConfirmation> UndoAsync(RunRow run, long undoneId, CancellationToken cancellationToken)
    {
        if (await undo.PlanAsync(undoneId, cancellationToken) is not { } plan)
            return new($"There is no run {undoneId}.", null);
        if (plan.WhyNot is { } reason)
            return new(reason, null);
        if (plan.IsRedo)
        {
            return plan.Standing.Count > 0
                ? new($"Run {plan.Standing[0]} has changed the same predictions since, so run {run.RedoneId()} cannot be done again as it was. Launch it again.", null)
                : new($"What run {run.RedoneId()} had done to {Figures.Count(plan.Occurrences, "occurrence", "occurrences")} comes back as it was.", "Redo the run");
        }

        var own = $"{Figures.Count(plan.Occurrences, "occurrence goes", "occurrences go")} back to what counted before; "
            + $"{Figures.Count(plan.Written, "prediction that it wrote goes", "predictions that it wrote go")}, and "
            + $"{Figures.Count(plan.TaxonChanged, "determined taxon changes", "determined taxa change")} back, save where a person has named the animal since. Identifications stay.";
        return plan.Standing.Count == 0
            ? new(own, "Undo the run")
            : new(
                $"{(plan.Standing.Count == 1 ? "A later run stands" : $"{plan.Standing.Count} later runs stand")} on what it did: {string.Join(", ", plan.Standing)}. "
                + $"{(plan.Standing.Count == 1 ? "It is" : "They are")} undone first, newest first. Of this run, {own}",
                $"Undo {plan.Standing.Count + 1} runs")
            {
                Standing = plan.Standing,
            };
    }
}
