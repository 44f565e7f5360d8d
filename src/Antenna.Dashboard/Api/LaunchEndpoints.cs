using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Antenna.Dashboard.Api;

/// <summary>Launches runs, cancels, resumes, retries and undoes them: as pages and commands do, by the same launcher.</summary>
internal static class LaunchEndpoints
{
    private const string Thing = "run";

    public static void MapLaunches(this IEndpointRouteBuilder api)
    {
        api.MapGroup("tasks").WithTags(RunEndpoints.Tag).MapList<Everything, TaskResource>("", Tasks)
            .WithName("ListTasks").WithSummary("Lists the tasks that can be launched, with their settings, on one page");
        var runs = api.MapGroup(RunEndpoints.Path).WithTags(RunEndpoints.Tag);
        runs.MapChange<LaunchRequest>("", LaunchAsync).Produces<LaunchedRuns>(StatusCodes.Status202Accepted)
            .WithName("LaunchRun").WithSummary("Launches a task over a scope")
            .WithDescription("One run a classifier: all are created or none. What is wrong is answered field by field, and nothing is written.");
        runs.MapChange<LaunchRequest>("dry-run", DryRunAsync).Produces<DryRunResource>()
            .WithName("DryRun").WithSummary("Counts what a launch would do, and writes nothing")
            .WithDescription("By the steps of the runs themselves, so it takes as long as they would. What is wrong is answered as a launch would answer it.");
        runs.MapChange<EmptyRequest>("{id:long}/cancel", CancelAsync).Produces<RunStateAnswer>().ProducesRefusals()
            .WithName("CancelRun").WithSummary("Cancels a run: a queued one at once, another within one batch")
            .WithDescription("What it committed stays, until it is undone.");
        runs.MapChange<EmptyRequest>("{id:long}/resume", ResumeAsync).Produces<RunStateAnswer>().ProducesRefusals()
            .WithName("ResumeRun").WithSummary("Continues a canceled or failed run from where it stopped");
        runs.MapChange<EmptyRequest>("{id:long}/retry", RetryAsync).Produces<LaunchedRuns>(StatusCodes.Status202Accepted).ProducesRefusals()
            .WithName("RetryRun").WithSummary("Launches a new run with the settings and the scope of one that has ended");
        runs.MapOne("{id:long}/undo", PlanUndoAsync)
            .WithName("PlanUndo").WithSummary("What undoing a run would do, and which runs stand on it");
        runs.MapChange<UndoRequest>("{id:long}/undo", UndoAsync).Produces<LaunchedRuns>(StatusCodes.Status202Accepted).ProducesRefusals()
            .WithName("UndoRun").WithSummary("Undoes exactly what a run did, by a run of its own")
            .WithDescription("Undoing an undo does the run again. Runs that stand on it are undone before it where 'standing' names them; else it is refused.");
    }

    private static RouteHandlerBuilder MapChange<TSent>(this IEndpointRouteBuilder group, string pattern, Delegate change)
        where TSent : class => group.MapPost(pattern, change).Accepts<TSent>("application/json").ProducesValidationProblem();

    private static RouteHandlerBuilder ProducesRefusals(this RouteHandlerBuilder endpoint) =>
        endpoint.ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static Ok<ResourcePage<TaskResource>> Tasks(ListQuery<Everything> query, PostProcessingTasks tasks) =>
        TypedResults.Ok(new ResourcePage<TaskResource>(null, null, [.. tasks.Launchable.Select(TaskResource.Of)]));

    private static async Task<Results<Accepted<LaunchedRuns>, ProblemHttpResult>> LaunchAsync(
        SentJson<LaunchRequest> sent, RunLauncher launcher, PostProcessingTasks tasks, ICurrentPerson currentPerson, HttpContext http)
    {
        var (task, request) = Read(sent.Value!, tasks);

        // A request that is refused records nothing, not even who asked.
        await launcher.PlanAsync(task, request, await currentPerson.FindAsync(http.RequestAborted), http.RequestAborted);
        var launched = await launcher.LaunchAsync(task, request, await currentPerson.GetAsync(http.RequestAborted), http.RequestAborted);
        var answer = LaunchedRuns.Of(launched, http.Request);
        return TypedResults.Accepted(answer.Runs is [var first, ..] ? first.Details : null, answer);
    }

    private static async Task<Results<Ok<DryRunResource>, ProblemHttpResult>> DryRunAsync(
        SentJson<LaunchRequest> sent, RunLauncher launcher, RunDryRun dryRun, PostProcessingTasks tasks, ICurrentPerson currentPerson, HttpContext http)
    {
        var (task, request) = Read(sent.Value!, tasks);
        var runs = new List<PlannedRunResource>();
        foreach (var plan in await launcher.PlanAsync(task, request, await currentPerson.FindAsync(http.RequestAborted), http.RequestAborted))
            runs.Add(PlannedRunResource.Of(plan, await dryRun.CountAsync(plan, progress: null, http.RequestAborted)));
        return TypedResults.Ok(new DryRunResource(runs));
    }

    /// <summary>What is asked for, by the key of its task.</summary>
    /// <exception cref="LaunchRefusedException">It has no scope, or more than one, or settings that the task has not.</exception>
    private static (string Task, TaskRequest Request) Read(LaunchRequest request, PostProcessingTasks tasks)
    {
        var (key, settings) = (request.Task ?? "", request.Settings ?? new Dictionary<string, string>());
        var problems = new List<SettingsProblem>();
        var scope = ScopeOf(request, problems);
        if (tasks.Find(key) is IPostProcessingTask task)
            problems.AddRange(UnknownSettings(task, settings.Keys));
        return scope is null || problems.Count > 0
            ? throw new LaunchRefusedException(problems)
            : (key, new(scope, settings.Aggregate(TaskValues.Empty, (all, setting) => all.With(setting.Key, setting.Value))));
    }

    private static RunScope? ScopeOf(LaunchRequest request, List<SettingsProblem> problems)
    {
        switch (request)
        {
            case { CaptureSet: { } set, Occurrence: null, Occurrences: null }:
                return RunScope.OfCaptureSet(set);
            case { CaptureSet: null, Occurrence: { } occurrence, Occurrences: null }:
                return RunScope.OfOccurrence(occurrence);
            case { CaptureSet: null, Occurrence: null, Occurrences: { } occurrences }:
                return RunScope.OfSelection(occurrences);
            default:
                problems.Add(new("scope", "Name the scope: one of capture-set, occurrence and occurrences."));
                return null;
        }
    }

    private static IEnumerable<SettingsProblem> UnknownSettings(IPostProcessingTask task, IEnumerable<string> keys) => keys
        .Where(key => task.Fields.All(field => field.Key != key))
        .Select(key => new SettingsProblem(key, $"{task.Name} has no such setting. It has {string.Join(", ", task.Fields.Select(field => field.Key))}."));

    private static async Task<Results<Ok<RunStateAnswer>, ProblemHttpResult>> CancelAsync(
        long id, SentJson<EmptyRequest> sent, RunControl control, RunHistory history, ICurrentPerson currentPerson, HttpContext http)
    {
        if (await history.FindRowAsync(id, http.RequestAborted) is null)
            return ApiProblems.None(Thing, id);
        var state = await control.CancelAsync(id, await currentPerson.GetAsync(http.RequestAborted), http.RequestAborted);
        return state is RunState.Canceled or RunState.Canceling
            ? TypedResults.Ok(new RunStateAnswer(id, state))
            : ApiProblems.Conflict($"Run {id} had ended before it was canceled: it is {state.ToString().ToLowerInvariant()}.");
    }

    private static async Task<Results<Ok<RunStateAnswer>, ProblemHttpResult>> ResumeAsync(
        long id, SentJson<EmptyRequest> sent, RunControl control, RunHistory history, ICurrentPerson currentPerson, HttpContext http) =>
        await history.FindRowAsync(id, http.RequestAborted) is null
            ? ApiProblems.None(Thing, id)
            : TypedResults.Ok(new RunStateAnswer(
                id, await control.ResumeAsync(id, await currentPerson.GetAsync(http.RequestAborted), http.RequestAborted)));

    private static async Task<Results<Accepted<LaunchedRuns>, ProblemHttpResult>> RetryAsync(
        long id, SentJson<EmptyRequest> sent, RunRetry retry, RunHistory history, ICurrentPerson currentPerson, HttpContext http)
    {
        if (await history.FindRowAsync(id, http.RequestAborted) is null)
            return ApiProblems.None(Thing, id);
        var launched = await retry.LaunchAsync(id, await currentPerson.GetAsync(http.RequestAborted), http.RequestAborted);
        return Launched(launched, http);
    }

    private static async Task<Results<Ok<UndoPlanResource>, ProblemHttpResult>> PlanUndoAsync(long id, RunUndo undo, HttpContext http) =>
        await undo.PlanAsync(id, http.RequestAborted) is { } plan ? TypedResults.Ok(UndoPlanResource.Of(plan)) : ApiProblems.None(Thing, id);

    private static async Task<Results<Accepted<LaunchedRuns>, ProblemHttpResult>> UndoAsync(
        long id, SentJson<UndoRequest> sent, RunUndo undo, RunHistory history, ICurrentPerson currentPerson, HttpContext http)
    {
        if (await history.FindRowAsync(id, http.RequestAborted) is null)
            return ApiProblems.None(Thing, id);
        var launched = await undo.LaunchAsync(id, sent.Value!.Standing ?? [], await currentPerson.GetAsync(http.RequestAborted), http.RequestAborted);
        return Launched(launched, http);
    }

    private static Accepted<LaunchedRuns> Launched(IReadOnlyList<LaunchedRun> launched, HttpContext http)
    {
        var answer = LaunchedRuns.Of(launched, http.Request);
        return TypedResults.Accepted(answer.Runs[^1].Details, answer);
    }
}
