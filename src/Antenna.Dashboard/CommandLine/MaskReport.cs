using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;

namespace Antenna.Dashboard.CommandLine;

/// <summary>What <c>mask</c> answers, for people and for programs.</summary>
internal static class MaskReport
{
    /// <summary>A set without logits would warn once a batch.</summary>
    private const int WarningsShown = 10;

    /// <summary>Reports how each run ended.</summary>
    public static async Task<int> ShowAsync(
        IReadOnlyList<LaunchedRun> launched,
        IReadOnlyList<RunSnapshot> ended,
        RunHistory history,
        CommandOutput output,
        CancellationToken cancellationToken)
    {
        var warnings = new Dictionary<long, IReadOnlyList<string>>();
        foreach (var run in launched)
            warnings.Add(run.RunId, await WarningsAsync(history, run.RunId, cancellationToken));

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
                warnings = warnings[run.RunId],
            }));
        }
        else
        {
            foreach (var (run, snapshot) in launched.Zip(ended))
            {
                output.WriteLine($"Run {run.RunId}, {run.Classifier}: {snapshot.State}.");
                output.WriteLine($"  {RunSummary.Rows(snapshot.Counters, snapshot.Total)}");
                output.WriteLine($"  {RunSummary.Occurrences(snapshot.Counters, snapshot.OccurrencesUpdated)}");
                if (snapshot.Failure is { } failure)
                    output.WriteLine($"  {failure}");
                Warn(warnings[run.RunId], output);
            }
        }

        return ended.All(snapshot => snapshot.State is RunState.Succeeded) ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Counts what the plans would do.</summary>
    public static async Task<int> DryRunAsync(
        IReadOnlyList<MaskPlan> plans, MaskDryRun dryRun, TimeProvider time, CommandOutput output, CancellationToken cancellationToken)
    {
        var counted = await new ProgressDisplay(output, time).ShowAsync(async show =>
        {
            var counts = new List<(MaskPlan Plan, DryRunCounts Counts)>();
            foreach (var plan in plans)
                counts.Add((plan, await dryRun.CountAsync(plan, new Counted(show(plan.Classifier.Name)), cancellationToken)));
            return counts;
        });

        if (output.AsJson)
        {
            output.Json(counted.Select(each => new
            {
                classifier = each.Plan.Classifier.Name,
                taxaList = each.Plan.TaxaList.Name,
                version = each.Plan.Version.Number,
                counters = Counters(each.Counts.Counters),
                occurrencesUpdated = each.Counts.OccurrencesUpdated,
                warnings = each.Plan.Warnings,
            }));
            return ExitCode.Done;
        }

        foreach (var (plan, counts) in counted)
        {
            output.WriteLine($"A dry run, {plan.Identity.Name}: nothing was written.");
            output.WriteLine($"  {RunSummary.Rows(counts.Counters, counts.Counters.Checked)}");
            output.WriteLine($"  {RunSummary.Occurrences(counts.Counters, counts.OccurrencesUpdated, conditional: true)}");
            Warn(plan.Warnings, output);
        }

        return ExitCode.Done;
    }

    private static async Task<IReadOnlyList<string>> WarningsAsync(RunHistory history, long runId, CancellationToken cancellationToken) =>
        await history.FindAsync(runId, cancellationToken) is { } details
            ? [.. details.Log.Where(line => line.Level is not RunLogLevel.Information).Select(line => line.Message)]
            : [];

    private static void Warn(IReadOnlyList<string> warnings, CommandOutput output)
    {
        foreach (var warning in warnings.Take(WarningsShown))
            output.WriteLine($"  Warning: {warning}");
        if (warnings.Count > WarningsShown)
            output.WriteLine($"  Warning: {CommandOutput.Count(warnings.Count - WarningsShown)} more like these; --json has them.");
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

    /// <summary>Shown as it is reported: <see cref="Progress{T}"/> would report from other threads, and after the end.</summary>
    private sealed class Counted(IProgressLine line) : IProgress<DryRunCounts>
    {
        public void Report(DryRunCounts value) => line.Show(null, $"{CommandOutput.Count(value.Counters.Checked)} rows");
    }
}
