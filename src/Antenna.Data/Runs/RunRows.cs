using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Runs;

/// <summary>A run with the names of all that it refers to.</summary>
internal sealed record NamedRun(
    Run Run,
    RunHeartbeat? Heartbeat,
    string Project,
    string? CaptureSet,
    AlgorithmName Source,
    AlgorithmName WrittenBy,
    TaxaListVersionName? TaxaList,
    string RequestedBy)
{
    public RunRow ToRow() => new(
        Run.Id, Run.ProjectId, Project, Run.Task, RunScope.Of(Run), CaptureSet, Source, TaxaList,
        Run.RequestedById, RequestedBy, RunSnapshot.Of(Run, Heartbeat));
}

/// <summary>The one place where runs are joined with the names that pages show.</summary>
internal static class RunRows
{
    public static IQueryable<NamedRun> Of(AntennaDbContext context, IQueryable<Run> runs) =>
        from run in runs.AsNoTracking()
        join project in context.Projects on run.ProjectId equals project.Id
        join source in context.Algorithms on run.SourceAlgorithmId equals source.Id
        join algorithm in context.Algorithms on run.AlgorithmId equals algorithm.Id
        join person in context.People on run.RequestedById equals person.Id
        join beat in context.RunHeartbeats on run.Id equals beat.RunId into beats
        from heartbeat in beats.DefaultIfEmpty()
        join set in context.CaptureSets on run.CaptureSetId equals set.Id into sets
        from set in sets.DefaultIfEmpty()
        join version in context.TaxaListVersions on run.TaxaListVersionId equals version.Id into versions
        from version in versions.DefaultIfEmpty()
        join list in context.TaxaLists on version!.TaxaListId equals list.Id into lists
        from list in lists.DefaultIfEmpty()
        select new NamedRun(
            run,
            heartbeat,
            project.Name,
            set!.Name,
            new AlgorithmName(source.Id, source.Key, source.Name, source.Kind),
            new AlgorithmName(algorithm.Id, algorithm.Key, algorithm.Name, algorithm.Kind),
            list == null ? null : new TaxaListVersionName(version!.Id, list.Id, list.Name, version.Number),
            person.Name);
}
