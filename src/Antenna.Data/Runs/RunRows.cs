using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>A run with the names of all that it refers to.</summary>
internal sealed record NamedRun(
    Run Run,
    string Project,
    string? CaptureSet,
    int? Selected,
    AlgorithmName? Source,
    AlgorithmName? WrittenBy,
    TaxaListVersionName? TaxaList,
    string RequestedBy,
    long? UndoneById,
    long? StandingMaskId)
{
    public RunRow ToRow(RunSnapshot progress) => new(
        Run.Id, Run.ProjectId, Project, Run.Task, RunScope.Of(Run), CaptureSet, Source, TaxaList, Run.RequestedById, RequestedBy, progress)
    {
        Selected = Selected,
        UndoesRunId = Run.UndoesRunId,
        UndoneByRunId = UndoneById,
        StandingMaskId = StandingMaskId,
    };
}

/// <summary>The one place where runs are joined with the names that pages show.</summary>
internal static class RunRows
{
    /// <summary>Runs as lists show them, in the order of the query.</summary>
    public static async Task<List<RunRow>> ReadAsync(AntennaDbContext context, IQueryable<Run> runs, CancellationToken cancellationToken)
    {
        var named = await Of(context, runs).ToListAsync(cancellationToken);
        var progress = await ProgressAsync(context, named, cancellationToken);
        return [.. named.Where(run => progress.ContainsKey(run.Run.Id)).Select(run => run.ToRow(progress[run.Run.Id]))];
    }

    public static async Task<(NamedRun Run, RunRow Row)?> FindAsync(AntennaDbContext context, long runId, CancellationToken cancellationToken)
    {
        if (await Of(context, context.Runs.Where(run => run.Id == runId)).SingleOrDefaultAsync(cancellationToken) is not { } named)
            return null;
        return (await ProgressAsync(context, [named], cancellationToken)).TryGetValue(runId, out var progress) ? (named, named.ToRow(progress)) : null;
    }

    private static async Task<IReadOnlyDictionary<long, RunSnapshot>> ProgressAsync(
        AntennaDbContext context, List<NamedRun> runs, CancellationToken cancellationToken)
    {
        if (runs.Count == 0)
            return new Dictionary<long, RunSnapshot>();
        await context.Database.OpenConnectionAsync(cancellationToken);
        return await RunSnapshot.ReadAsync(
            (NpgsqlConnection)context.Database.GetDbConnection(), [.. runs.Select(run => run.Run.Id)], cancellationToken);
    }

    private static IQueryable<NamedRun> Of(AntennaDbContext context, IQueryable<Run> runs) =>
        from run in runs.AsNoTracking()
        join project in context.Projects on run.ProjectId equals project.Id
        join person in context.People on run.RequestedById equals person.Id
        join source in context.Algorithms on run.SourceAlgorithmId equals source.Id into sources
        from source in sources.DefaultIfEmpty()
        join algorithm in context.Algorithms on run.AlgorithmId equals algorithm.Id into algorithms
        from algorithm in algorithms.DefaultIfEmpty()
        join set in context.CaptureSets on run.CaptureSetId equals set.Id into sets
        from set in sets.DefaultIfEmpty()
        join selection in context.Selections on run.SelectionId equals selection.Id into selections
        from selection in selections.DefaultIfEmpty()
        join version in context.TaxaListVersions on run.TaxaListVersionId equals version.Id into versions
        from version in versions.DefaultIfEmpty()
        join list in context.TaxaLists on version!.TaxaListId equals list.Id into lists
        from list in lists.DefaultIfEmpty()
        select new NamedRun(
            run,
            project.Name,
            set!.Name,
            selection == null ? null : selection.Occurrences,
            source == null ? null : new AlgorithmName(source.Id, source.Key, source.Name, source.Kind),
            algorithm == null ? null : new AlgorithmName(algorithm.Id, algorithm.Key, algorithm.Name, algorithm.Kind),
            list == null ? null : new TaxaListVersionName(version!.Id, list.Id, list.Name, version.Number)
            {
                BaseNumber = context.TaxaListVersions.Where(each => each.Id == version.BaseVersionId).Select(each => each.Number).SingleOrDefault(),
                Changes = version.ChangeCount ?? 0,
            },
            person.Name,
            context.Runs.Where(undo => undo.UndoesRunId == run.Id && undo.State != RunState.Reverted).Max(undo => (long?)undo.Id),
            context.StandingMaskLaunches.Where(launch => launch.RunId == run.Id).Max(launch => (long?)launch.StandingMaskId));
}
