using Antenna.Dashboard.Runs;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.CommandLine;

/// <summary>What a command that runs a task answers, for people and for programs.</summary>
internal static class RunReport
{
    /// <summary>Writes how each run ended.</summary>
    public static async Task<int> ShowAsync(
        IReadOnlyList<LaunchedRun> launched,
        IReadOnlyList<RunSnapshot> ended,
        CommandSession session,
        CommandOutput output,
        CancellationToken cancellationToken)
    {
        var reports = new List<Report>();
        foreach (var (run, snapshot) in launched.Zip(ended))
            reports.Add(await ReadAsync(run, snapshot, session, cancellationToken));

        if (output.AsJson)
        {
            output.Json(reports.Select(report => new
            {
                runId = report.Launched.RunId,
                task = report.Task.Key,
                label = report.Launched.Label,
                alreadyUnderWay = report.Launched.AlreadyUnderWay,
                state = report.Snapshot.State,
                total = report.Snapshot.Total,
                counters = Counters(report.Task, report.Snapshot.Counters),
                occurrencesUpdated = report.Snapshot.OccurrencesUpdated,
                failure = report.Snapshot.Failure,
                warnings = report.Warnings,
            }));
        }
        else
        {
            foreach (var report in reports)
                Write(report, output);
        }

        return ended.All(snapshot => snapshot.State is RunState.Succeeded) ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Counts what the plans would do.</summary>
    public static async Task<int> DryRunAsync(
        IReadOnlyList<RunPlan> plans, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var tasks = session.Get<PostProcessingTasks>();
        var dryRun = session.Get<RunDryRun>();
        var counted = await new ProgressDisplay(output, session.Get<TimeProvider>()).ShowAsync(async show =>
        {
            var counts = new List<(RunPlan Plan, DryRunCounts Counts)>();
            foreach (var plan in plans)
                counts.Add((plan, await dryRun.CountAsync(plan, new Counted(show(plan.Label), tasks.Get(plan.Task)), cancellationToken)));
            return counts;
        });

        if (output.AsJson)
        {
            output.Json(counted.Select(each => new
            {
                task = each.Plan.Task,
                label = each.Plan.Label,
                title = each.Plan.Title,
                counters = Counters(tasks.Get(each.Plan.Task), each.Counts.Counters),
                occurrencesUpdated = each.Counts.OccurrencesUpdated,
                warnings = each.Plan.Warnings,
            }));
            return ExitCode.Done;
        }

        foreach (var (plan, counts) in counted)
        {
            var task = tasks.Get(plan.Task);
            output.WriteLine($"A dry run, {plan.Title}: nothing was written.");
            output.WriteLine($"  {RunSummary.Rows(task, counts.Counters, counts.Counters.Checked)}");
            output.WriteLine($"  {RunSummary.Occurrences(task, counts.Counters, counts.OccurrencesUpdated, conditional: true)}");
            Warn(plan.Warnings, output);
        }

        return ExitCode.Done;
    }

    private static async Task<Report> ReadAsync(LaunchedRun run, RunSnapshot snapshot, CommandSession session, CancellationToken cancellationToken)
    {
        var details = await session.Get<RunHistory>().FindAsync(run.RunId, cancellationToken)
            ?? throw new CommandRefusedException($"Run {run.RunId} is gone: its project was removed.");
        var task = session.Get<PostProcessingTasks>().Get(details.Run.Task);
        return new(
            run,
            snapshot,
            task,
            [
                .. details.Log.Reverse().Where(line => line.Level is RunLogLevel.Warning).Select(line => line.Message),
                .. task.Outcomes.Where(outcome => details.Listed.ContainsKey(outcome.Key))
                    .Select(outcome => RunSummary.Listed(task, outcome, snapshot.Counters[outcome.Key], details.Listed[outcome.Key])),
            ]);
    }

    private static void Write(Report report, CommandOutput output)
    {
        var snapshot = report.Snapshot;
        output.WriteLine($"Run {report.Launched.RunId}, {report.Launched.Label}: {snapshot.State}.");
        output.WriteLine($"  {RunSummary.Rows(report.Task, snapshot.Counters, snapshot.Total)}");
        output.WriteLine($"  {RunSummary.Occurrences(report.Task, snapshot.Counters, snapshot.OccurrencesUpdated)}");
        if (snapshot.Failure is { } failure)
            output.WriteLine($"  {failure}");
        Warn(report.Warnings, output);
    }

    private static void Warn(IReadOnlyList<string> warnings, CommandOutput output)
    {
        foreach (var warning in warnings)
            output.WriteLine($"  Warning: {warning}");
    }

    /// <summary>Every outcome of the task, those of no row too: a program need not know which there may be.</summary>
    private static Dictionary<string, long> Counters(IRunTask task, OutcomeCounts counters)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal) { ["checked"] = counters.Checked };
        foreach (var outcome in task.Outcomes)
            counts.Add(outcome.Key, counters[outcome.Key]);
        return counts;
    }

    private sealed record Report(LaunchedRun Launched, RunSnapshot Snapshot, IRunTask Task, IReadOnlyList<string> Warnings);

    /// <summary>Shown as it is reported: <see cref="Progress{T}"/> would report from other threads, and after the end.</summary>
    private sealed class Counted(IProgressLine line, IRunTask task) : IProgress<DryRunCounts>
    {
        public void Report(DryRunCounts value) => line.Show(null, RunSummary.Count(value.Counters.Checked, task.Rows));
    }
}
