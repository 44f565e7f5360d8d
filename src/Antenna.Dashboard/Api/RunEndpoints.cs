using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Antenna.Dashboard.Api;

/// <summary>Runs: their counters, what they changed, and their logs.</summary>
internal static class RunEndpoints
{
    public const string Path = "runs";

    public const string Tag = "Runs";

    private const string Thing = "run";

    /// <summary>Different transitions of one run that are listed; there are seldom more.</summary>
    private const int MostTransitions = 1_000;

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup(Path).WithTags(Tag);
        runs.MapList<RunQuery, RunResource>("", ListAsync)
            .WithName("ListRuns").WithSummary("Lists runs with their counters, newest first")
            .WithDescription("The parameters are those of the page of runs.");
        runs.MapOne("{id:long}", FindAsync).WithName("GetRun").WithSummary("One run, with its settings, counters and states");
        runs.MapOne("{id:long}/changes", ChangesAsync).WithName("GetRunChanges").WithSummary("Which determined taxa became which by a run");
        runs.MapList<NoFilter<LogOrder>, RunLogLineResource>("{id:long}/log", LogAsync).ProducesProblem(StatusCodes.Status404NotFound)
            .WithName("ListRunLog").WithSummary("Lists the log of a run, newest first");
    }

    private static async Task<Ok<ResourcePage<RunResource>>> ListAsync(
        ListQuery<RunQuery> query, RunHistory history, PostProcessingTasks tasks, HttpContext http) => TypedResults.Ok(ListAnswer.Of(
        http.Request,
        await history.ReadAsync(query.Filter.Filter, query.Limit, query.Cursor, http.RequestAborted),
        run => RunResource.Of(run, tasks, http.Request)));

    private static async Task<Results<Ok<RunDetailResource>, ProblemHttpResult>> FindAsync(
        long id, RunHistory history, PostProcessingTasks tasks, HttpContext http) =>
        await history.FindAsync(id, http.RequestAborted) is { } run
            ? TypedResults.Ok(RunDetailResource.Of(run, tasks, http.Request))
            : ApiProblems.None(Thing, id);

    private static async Task<Results<Ok<RunChangesResource>, ProblemHttpResult>> ChangesAsync(long id, RunHistory history, HttpContext http) =>
        await history.FindRowAsync(id, http.RequestAborted) is null
            ? ApiProblems.None(Thing, id)
            : TypedResults.Ok(RunChangesResource.Of(await history.ChangesAsync(id, MostTransitions, http.RequestAborted)));

    private static async Task<Results<Ok<ResourcePage<RunLogLineResource>>, ProblemHttpResult>> LogAsync(
        long id, ListQuery<NoFilter<LogOrder>> query, RunHistory history, HttpContext http) =>
        await history.FindRowAsync(id, http.RequestAborted) is null
            ? ApiProblems.None(Thing, id)
            : TypedResults.Ok(ListAnswer.Of(
                http.Request,
                await history.ReadLogAsync(id, query.Limit, query.Cursor, http.RequestAborted),
                RunLogLineResource.Of));
}

/// <summary>Which runs: by the parameters of their page.</summary>
internal sealed record RunQuery(RunFilter Filter) : IListFilter<RunQuery>
{
    public static IReadOnlyDictionary<string, string> Meanings { get; } = new Dictionary<string, string>
    {
        ["project"] = "Of this project; project_id means the same.",
        ["state"] = "In this state.",
        ["task"] = "Of this task, by its key.",
        ["set"] = "On this capture set.",
        ["occurrence"] = "On just this occurrence.",
        ["selection"] = "On just this selection.",
        ["scope"] = "On a thing of this kind: an occurrence, a selection or a capture set.",
        ["list"] = "Masking to any version of this taxa list.",
        ["list-version"] = "Masking to this version of a taxa list: the version's id.",
        ["who"] = "Launched by this person.",
        ["standing"] = "Launched by a standing mask after an import, or by a person.",
        ["from"] = "Launched on this day, UTC, or later.",
        ["to"] = "Launched on this day, UTC, or earlier.",
        ["min-updated"] = "So many occurrences, or more, are determined otherwise than before it.",
        ["max-updated"] = "So many occurrences, or fewer, are determined otherwise than before it; 0 for none.",
        ["some"] = "Some row came to an outcome of this kind; tasks/ has the kind of each.",
        ["none"] = "No row came to an outcome of this kind.",
    };

    public string? Order => RunHistory.Order;

    public static RunQuery Read(AddressParameters parameters) => new(new RunsAddress().Pass(parameters).Filter);
}

/// <summary>The order of the lines of a log.</summary>
internal sealed class LogOrder : IListOrder
{
    public static string Order => RunHistory.LogOrder;
}
