using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;

namespace Antenna.PostProcessing.Runs;

/// <summary>A run that a launch led to.</summary>
/// <param name="Label">What tells it from the others of its request: a classifier's name, mostly.</param>
/// <param name="AlreadyUnderWay">It had been requested before and is not done yet; this launch made no second one.</param>
public readonly record struct LaunchedRun(long RunId, string Label, bool AlreadyUnderWay);

/// <summary>
/// The one way to start runs, for pages, API and command line. The run's row and its schedule are one transaction, so
/// that neither exists without the other, and all runs of a request are in it: all are created or none.
/// </summary>
public sealed class RunLauncher(PostProcessingTasks tasks, RunTransactions transactions)
{
    /// <summary>Checks a request and answers the runs that it would become; writes nothing.</summary>
    /// <param name="person">The person whose own trial versions of lists may be used; null for none.</param>
    /// <exception cref="LaunchRefusedException">Something is wrong with the request.</exception>
    public async Task<IReadOnlyList<RunPlan>> PlanAsync(string task, TaskRequest request, Person? person, CancellationToken cancellationToken)
    {
        if (tasks.Find(task) is not IPostProcessingTask launchable)
            throw new LaunchRefusedException([new("task", $"There is no task '{task}'. There are {string.Join(", ", tasks.Launchable.Select(each => each.Key))}.")]);
        return (await launchable.ReviewAsync(request, person, cancellationToken)).Accepted();
    }

    /// <summary>Checks a request and launches the runs that it becomes.</summary>
    /// <exception cref="LaunchRefusedException">Something is wrong with the request; no run was created.</exception>
    public async Task<IReadOnlyList<LaunchedRun>> LaunchAsync(
        string task, TaskRequest request, Person person, CancellationToken cancellationToken) =>
        await LaunchAsync(await PlanAsync(task, request, person, cancellationToken), person, cancellationToken);

    /// <summary>Creates and schedules one run a plan, in the order of the plans.</summary>
    public Task<IReadOnlyList<LaunchedRun>> LaunchAsync(IReadOnlyList<RunPlan> plans, Person person, CancellationToken cancellationToken) =>
        transactions.ExecuteAsync(transaction => LaunchAsync(transaction, plans, person, _ => Task.CompletedTask, cancellationToken), cancellationToken);

    /// <summary>The same inside a transaction that does more.</summary>
    /// <param name="created">What else is to be written once the runs are created. It takes no lock: the schedule's come after it.</param>
    internal static async Task<IReadOnlyList<LaunchedRun>> LaunchAsync(
        RunTransaction transaction, IReadOnlyList<RunPlan> plans, Person person, Func<IReadOnlyList<LaunchedRun>, Task> created, CancellationToken cancellationToken)
    {
        // In one order, whatever the order requested, so that their runs wait for those of other launches in that order.
        var ordered = plans.OrderBy(plan => plan.SourceAlgorithmId).ToList();

        // Before the lock that other launches wait for: a draft may have to wait for an import of taxa.
        var frozen = new List<RunPlan>();
        foreach (var plan in ordered)
            frozen.Add(await plan.FreezeAsync(transaction.Connection, person, transaction.Now, cancellationToken));
        await RunRecords.LockLaunchesAsync(transaction.Connection, cancellationToken);
        var launched = new Dictionary<RunPlan, LaunchedRun>(ReferenceEqualityComparer.Instance);
        foreach (var (plan, toCreate) in ordered.Zip(frozen))
            launched.Add(plan, await CreateAsync(transaction, toCreate, person, cancellationToken));
        IReadOnlyList<LaunchedRun> runs = [.. plans.Select(plan => launched[plan])];
        await created(runs);
        foreach (var run in launched.Values.Where(run => !run.AlreadyUnderWay))
            await transaction.ScheduleStartAsync(run.RunId, cancellationToken);
        return runs;
    }

    /// <summary>Creates a run, unless one that does the same is under way.</summary>
    internal static async Task<(long RunId, bool AlreadyUnderWay)> CreateAsync(
        RunTransaction transaction, NewRun run, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await RunRecords.InsertAsync(transaction.Connection, run, transaction.Now, cancellationToken) is { } created)
                return (created, false);

            // Null twice means that the one under way ended in between: then there is nothing in the way any more.
            if (await RunRecords.FindUnderWayAsync(transaction.Connection, run, cancellationToken) is { } underWay)
                return (underWay, true);
        }
    }

    private static async Task<LaunchedRun> CreateAsync(RunTransaction transaction, RunPlan plan, Person person, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection;
        var algorithmId = await plan.EnsureAlgorithmAsync(connection, transaction.Now, cancellationToken);
        var scope = await Selections.StoreAsync(connection, plan.Scope, plan.Project.Id, transaction.Now, cancellationToken);
        var (id, alreadyUnderWay) = await CreateAsync(
            transaction,
            new NewRun(
                plan.Project.Id, plan.Task, scope, plan.SourceAlgorithmId, algorithmId, plan.TaxaListVersionId,
                plan.SettingsJson, plan.SettingsHash, plan.BatchSize, UndoesRunId: null, person.Id),
            cancellationToken);
        if (!alreadyUnderWay)
            await RunLog.WriteAsync(connection, id, transaction.Now, RunLogLevel.Warning, plan.Warnings, cancellationToken);
        return new(id, plan.Label, alreadyUnderWay);
    }
}
