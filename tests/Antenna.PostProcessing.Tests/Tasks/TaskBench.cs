using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.Data.Verification;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.Tasks;

/// <summary>Runs of any task on a bench, launched as pages and commands launch them.</summary>
internal static class TaskBench
{
    public static RunScope Everything(this Scenario scenario) => RunScope.OfCaptureSet(scenario.Set.Id);

    /// <summary>Launches one run and executes it to its end, which is to be a good one.</summary>
    public static async Task<RunSnapshot> RunAsync(this RunBench bench, string task, RunScope scope, TaskValues values, Person person)
    {
        var launched = Assert.Single(await bench.Service<RunLauncher>().LaunchAsync(task, new(scope, values), person, Token));
        return await SucceedAsync(bench, launched.RunId);
    }

    /// <summary>Counts what a run would do, and sees to it that nothing is written.</summary>
    public static async Task<DryRunCounts> DryRunAsync(this RunBench bench, string task, RunScope scope, TaskValues values, Person person)
    {
        var before = await DatabaseContent.ReadEverythingAsync(bench.DataSource);
        var plan = Assert.Single((await bench.ReviewAsync(task, scope, values, person)).Accepted());
        var counts = await bench.Service<RunDryRun>().CountAsync(plan, progress: null, Token);
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(bench.DataSource));
        return counts;
    }

    public static Task<TaskReview> ReviewAsync(this RunBench bench, string task, RunScope scope, TaskValues values, Person person) =>
        bench.TaskOf(task).ReviewAsync(new(scope, values), person, Token);

    public static IPostProcessingTask TaskOf(this RunBench bench, string task) => (IPostProcessingTask)bench.Service<PostProcessingTasks>().Get(task);

    /// <summary>Undoes a run, and before it those that stand on it.</summary>
    public static async Task UndoAsync(this RunBench bench, long runId, Person person)
    {
        var plan = await bench.Service<RunUndo>().PlanAsync(runId, Token);
        foreach (var undo in await bench.Service<RunUndo>().LaunchAsync(runId, plan!.Standing, person, Token))
            await SucceedAsync(bench, undo.RunId);
    }

    /// <summary>All that runs may change of a project, as the tables have it.</summary>
    public static Task<IReadOnlyList<string>> ContentAsync(this RunBench bench, Scenario scenario) => bench.ContentAsync(scenario.Project.Id);

    /// <inheritdoc cref="ContentAsync(RunBench, Scenario)"/>
    public static async Task<IReadOnlyList<string>> ContentAsync(this RunBench bench, long projectId)
    {
        await using var command = bench.DataSource.CreateCommand(
            """
            select row::text from classifications row join detections detection on detection.id = row.detection_id
            join occurrences occurrence on occurrence.id = detection.occurrence_id where occurrence.project_id = $1
            union all select occurrence::text from occurrences occurrence where project_id = $1
            union all select ran::text from occurrence_algorithms ran where project_id = $1
            union all select figures::text from capture_set_classifiers figures
                join capture_sets set on set.id = figures.capture_set_id where set.project_id = $1
            order by 1
            """);
        command.Parameters.Add(new() { Value = projectId });
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<string>();
        while (await reader.ReadAsync(Token))
            rows.Add(reader.GetString(0));
        return rows;
    }

    /// <summary>Everything that is kept derived is what it derives from.</summary>
    public static async Task AssertVerifiedAsync(this RunBench bench) => Assert.Empty(
        (await new DerivedVerification(bench.DataSource).VerifyAsync(repair: false, progress: null, Token)).Remaining.Select(table => table.ToString()));

    private static async Task<RunSnapshot> SucceedAsync(RunBench bench, long runId)
    {
        var run = await bench.ExecuteAsync(runId);
        Assert.Null(run.Failure);
        Assert.Equal(RunState.Succeeded, run.State);
        return run;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
