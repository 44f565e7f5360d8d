using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;

namespace Antenna.Dashboard.CommandLine;

/// <summary>What <c>mask</c> answers, for people and for programs.</summary>
internal static class MaskReport
{
    /// <summary>Says how each run ended.</summary>
    public static int Show(IReadOnlyList<LaunchedRun> launched, IReadOnlyList<RunSnapshot> ended, CommandOutput output)
    {
        if (output.AsJson)
        {
            output.Json(launched.Zip(ended, (run, snapshot) => new
            {
                runId = run.RunId,
                classifier = run.Classifier,
                alreadyUnderWay = run.AlreadyUnderWay,
                state = snapshot.State,
                total = snapshot.Total,
                counters = Counters(snapshot.Counters),
                occurrencesUpdated = snapshot.OccurrencesUpdated,
                failure = snapshot.Failure,
            }));
        }
        else
        {
            foreach (var (run, snapshot) in launched.Zip(ended))
            {
                output.Say($"Run {run.RunId}, {run.Classifier}: {snapshot.State}.");
                output.Say($"  {RunSummary.Rows(snapshot.Counters)}");
                output.Say($"  {RunSummary.Occurrences(snapshot.Counters, snapshot.OccurrencesUpdated)}");
                if (snapshot.Failure is { } failure)
                    output.Say($"  {failure}");
            }
        }

        return ended.All(snapshot => snapshot.State is RunState.Succeeded) ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Counts what the plans would do.</summary>
    public static async Task<int> DryRunAsync(
        IReadOnlyList<MaskPlan> plans, MaskingDryRun dryRun, CommandOutput output, CancellationToken cancellationToken)
    {
        var counted = new List<(MaskPlan Plan, DryRunCounts Counts)>();
        foreach (var plan in plans)
            counted.Add((plan, await dryRun.CountAsync(plan, progress: null, cancellationToken)));

        if (output.AsJson)
        {
            output.Json(counted.Select(each => new
            {
                classifier = each.Plan.Classifier.Name,
                taxaList = each.Plan.TaxaList.Name,
                version = each.Plan.Version.Number,
                counters = Counters(each.Counts.Counters),
                occurrencesUpdated = each.Counts.OccurrencesUpdated,
            }));
            return ExitCode.Done;
        }

        foreach (var (plan, counts) in counted)
        {
            output.Say($"A dry run, {plan.Identity.Name}: nothing was written.");
            output.Say($"  {RunSummary.Rows(counts.Counters)}");
            output.Say($"  {RunSummary.Occurrences(counts.Counters, counts.OccurrencesUpdated, conditional: true)}");
        }

        return ExitCode.Done;
    }

    private static object Counters(RunCounters counters) => new
    {
        @checked = counters.Checked,
        masked = counters.Masked,
        unchanged = counters.Unchanged,
        restored = counters.Restored,
        held = counters.Held,
        skipped = new
        {
            noLogits = counters.SkippedNoLogits,
            wrongLength = counters.SkippedWrongLength,
            notFinite = counters.SkippedNotFinite,
            outOfScope = counters.SkippedOutOfScope,
        },
    };
}
