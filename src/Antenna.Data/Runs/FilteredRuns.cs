using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Runs;

/// <summary>A filter of runs as a query: what <see cref="RunFilter.Matches"/> says of one run in memory.</summary>
internal static class FilteredRuns
{
    /// <summary>The runs that a filter lets through, in no order.</summary>
    public static IQueryable<Run> Of(this RunFilter filter, AntennaDbContext context, IOutcomeKinds kinds)
    {
        var runs = context.Runs.AsNoTracking();
        if (filter.ProjectId is { } project)
            runs = runs.Where(run => run.ProjectId == project);
        if (filter.State is { } state)
            runs = runs.Where(run => run.State == state);
        if (filter.Task is { } task)
            runs = runs.Where(run => run.Task == task);
        if (filter.CaptureSetId is { } set)
            runs = runs.Where(run => run.CaptureSetId == set);
        if (filter.OccurrenceId is { } occurrence)
            runs = runs.Where(run => run.OccurrenceId == occurrence);
        if (filter.SelectionId is { } selection)
            runs = runs.Where(run => run.SelectionId == selection);
        if (filter.ScopeKind is { } kind)
            runs = runs.Where(run => (kind == RunScopeKind.CaptureSet && run.CaptureSetId != null)
                || (kind == RunScopeKind.Selection && run.SelectionId != null) || (kind == RunScopeKind.Occurrence && run.OccurrenceId != null));
        if (filter.TaxaListId is { } list)
            runs = runs.Where(run => context.TaxaListVersions.Any(version => version.Id == run.TaxaListVersionId && version.TaxaListId == list));
        if (filter.TaxaListVersionId is { } listVersion)
            runs = runs.Where(run => run.TaxaListVersionId == listVersion);
        if (filter.RequestedById is { } person)
            runs = runs.Where(run => run.RequestedById == person);
        if (filter.ByStandingMask is { } standing)
            runs = runs.Where(run => context.StandingMaskLaunches.Any(launch => launch.RunId == run.Id) == standing);
        if (filter.From is { } from)
            runs = runs.Where(run => DateOnly.FromDateTime(run.CreatedAt) >= from);
        if (filter.To is { } to)
            runs = runs.Where(run => DateOnly.FromDateTime(run.CreatedAt) <= to);
        return Counted(context, runs, filter, kinds);
    }

    /// <summary>
    /// By counts, which are those of a run's few parts: looked up by the run's id, and only until a page is full, so that no
    /// counter has to be kept on the run, which every batch would change.
    /// </summary>
    private static IQueryable<Run> Counted(AntennaDbContext context, IQueryable<Run> runs, RunFilter filter, IOutcomeKinds kinds)
    {
        if (filter.MinUpdated is { } min)
            runs = runs.Where(run => context.RunParts.Where(part => part.RunId == run.Id).Sum(part => part.OccurrencesUpdated) >= min);
        if (filter.MaxUpdated is { } max)
            runs = runs.Where(run => context.RunParts.Where(part => part.RunId == run.Id).Sum(part => part.OccurrencesUpdated) <= max);
        if (filter.SomeRows is { } some)
            runs = WithRows(context, runs, kinds.OfKind(some));
        if (filter.NoRows is { } none)
            runs = WithoutRows(context, runs, kinds.OfKind(none));
        return runs;
    }

    /// <summary>Those with a row of one of these outcomes. A run is of one task, so that one of the conditions decides.</summary>
    private static IQueryable<Run> WithRows(AntennaDbContext context, IQueryable<Run> runs, IReadOnlyDictionary<string, string[]> outcomes)
    {
        string[] tasks = [.. outcomes.Keys];
        runs = runs.Where(run => tasks.Contains(run.Task));
        foreach (var (task, keys) in outcomes)
            runs = runs.Where(run => run.Task != task || context.RunParts.Any(part => part.RunId == run.Id && EF.Functions.JsonExistAny(part.Outcomes, keys)));
        return runs;
    }

    private static IQueryable<Run> WithoutRows(AntennaDbContext context, IQueryable<Run> runs, IReadOnlyDictionary<string, string[]> outcomes)
    {
        foreach (var (task, keys) in outcomes)
            runs = runs.Where(run => run.Task != task || !context.RunParts.Any(part => part.RunId == run.Id && EF.Functions.JsonExistAny(part.Outcomes, keys)));
        return runs;
    }
}
