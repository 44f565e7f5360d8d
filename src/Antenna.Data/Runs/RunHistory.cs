using System.Data;
using Antenna.Data.Model;
using Antenna.Data.Paging;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Runs;

/// <summary>Reads runs for pages.</summary>
public sealed class RunHistory(IDbContextFactory<AntennaDbContext> contexts, IOutcomeKinds kinds)
{
    /// <summary>Lines of a log that a run's page shows at once.</summary>
    public const int LogLines = 500;

    /// <summary>How cursors of the list name its order.</summary>
    public const string Order = "runs";

    /// <summary>How cursors of a log name its order.</summary>
    public const string LogOrder = "run-log";

    /// <summary>One page of runs, newest first.</summary>
    /// <param name="size">Rows a page, 1 to 100.</param>
    public async Task<Page<RunRow>> ReadAsync(RunFilter filter, int size, string? cursor, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await IdPages.ReadAsync<Run, RunRow>(
            filter.Of(context, kinds), run => run.Id, Order, size, cursor,
            async runs => await RunRows.ReadAsync(context, runs, cancellationToken),
            run => run.Id);
    }

    /// <summary>Whether a list with a filter has a run.</summary>
    public bool Matches(RunFilter filter, RunRow run) => filter.Matches(run, kinds);

    /// <summary>The taxa list that the project's latest run masked to; null where none did.</summary>
    public async Task<long?> LastTaxaListAsync(long projectId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Runs.Where(run => run.ProjectId == projectId && run.TaxaListVersionId != null)
            .OrderByDescending(run => run.Id)
            .Join(context.TaxaListVersions, run => run.TaxaListVersionId, version => version.Id, (run, version) => (long?)version.TaxaListId)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>One run as the list shows it, which costs less than its page; null where there is none of that id.</summary>
    public async Task<RunRow?> FindRowAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await RunRows.FindAsync(context, runId, cancellationToken))?.Row;
    }

    /// <summary>These runs as the list shows them, by id, in one query; those that are gone are left out.</summary>
    public async Task<IReadOnlyDictionary<long, RunRow>> FindRowsAsync(IReadOnlyCollection<long> runIds, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await RunRows.ReadAsync(context, context.Runs.Where(run => runIds.Contains(run.Id)), cancellationToken)).ToDictionary(row => row.Id);
    }

    /// <summary>One run; null where there is none of that id.</summary>
    public async Task<RunDetails?> FindAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(context, runId, LogLines, cancellationToken);
    }

    /// <summary>One run as it is at one moment, with all of its log; null where there is none of that id.</summary>
    public async Task<RunDetails?> FindWithLogAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return await FindAsync(context, runId, int.MaxValue, cancellationToken);
    }

    private static async Task<RunDetails?> FindAsync(AntennaDbContext context, long runId, int lines, CancellationToken cancellationToken)
    {
        if (await RunRows.FindAsync(context, runId, cancellationToken) is not var (named, row))
            return null;

        var log = context.RunLogEntries.AsNoTracking().Where(entry => entry.RunId == runId);
        return new(
            row,
            named.WrittenBy,
            named.Run.Settings,
            named.Run.BatchSize,
            await LogAsync(context, runId, lines, cancellationToken),
            await log.LongCountAsync(cancellationToken),
            await ListedAsync(context, runId, cancellationToken),
            await StatesAsync(context, runId, cancellationToken))
        {
            LaunchedBy = await context.StandingMaskLaunches.Where(launch => launch.RunId == runId)
                .Select(launch => new StandingMaskOrigin(launch.StandingMaskId, launch.File, launch.ImportedAt))
                .FirstOrDefaultAsync(cancellationToken),
        };
    }

    /// <summary>One page of the log of a run, newest first.</summary>
    /// <param name="size">Lines a page, 1 to 100.</param>
    public async Task<Page<RunLogLine>> ReadLogAsync(long runId, int size, string? cursor, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await IdPages.ReadAsync(
            context.RunLogEntries.AsNoTracking().Where(entry => entry.RunId == runId), entry => entry.Id, LogOrder, size, cursor,
            entries => Lines(entries).ToListAsync(cancellationToken), line => line.Id);
    }

    /// <summary>What a run changed.</summary>
    /// <param name="most">How many transitions at most, the most frequent first.</param>
    public async Task<RunChanges> ChangesAsync(long runId, int most, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var effects = context.OccurrenceEffects.AsNoTracking().Where(effect => effect.RunId == runId);
        var groups = await effects
            .GroupBy(effect => new { effect.TaxonBeforeId, effect.TaxonAfterId, SameScore = effect.ScoreBefore == effect.ScoreAfter })
            .Select(group => new { group.Key.TaxonBeforeId, group.Key.TaxonAfterId, group.Key.SameScore, Occurrences = group.LongCount() })
            .ToListAsync(cancellationToken);

        var stayed = groups.Where(group => group.TaxonBeforeId == group.TaxonAfterId && group.TaxonAfterId is not null)
            .ToLookup(group => group.SameScore, group => group.Occurrences);
        var transitions = groups.Where(group => group.TaxonBeforeId != group.TaxonAfterId)
            .GroupBy(group => (From: group.TaxonBeforeId, To: group.TaxonAfterId), group => group.Occurrences)
            .Select(group => (group.Key.From, group.Key.To, Occurrences: group.Sum()))
            .OrderByDescending(group => group.Occurrences).ThenBy(group => group.From).ThenBy(group => group.To)
            .ToList();
        var shown = transitions.Take(most).ToList();
        var names = await TaxonNames.LoadAsync(context, shown.SelectMany(group => new[] { group.From, group.To }), cancellationToken);
        return new(
            [.. shown.Select(group => new RunTransition(names.Find(group.From), names.Find(group.To), group.Occurrences))],
            transitions.Sum(group => group.Occurrences),
            transitions.Count,
            ScoreOnly: stayed[false].Sum(),
            Kept: stayed[true].Sum(),
            Undetermined: groups.Where(group => group is { TaxonBeforeId: null, TaxonAfterId: null }).Sum(group => group.Occurrences));
    }

    private static Task<List<RunLogLine>> LogAsync(AntennaDbContext context, long runId, int most, CancellationToken cancellationToken) =>
        Lines(context.RunLogEntries.AsNoTracking().Where(entry => entry.RunId == runId).OrderByDescending(entry => entry.Id).Take(most))
            .ToListAsync(cancellationToken);

    private static IQueryable<RunLogLine> Lines(IQueryable<RunLogEntry> entries) =>
        entries.Select(entry => new RunLogLine(entry.Id, entry.At, entry.Level, entry.Message, entry.Data));

    private static Task<List<RunStateName>> StatesAsync(AntennaDbContext context, long runId, CancellationToken cancellationToken) => (
        from change in context.RunStateChanges
        where change.RunId == runId
        join person in context.People on change.PersonId equals person.Id into people
        from person in people.DefaultIfEmpty()
        orderby change.Id
        select new RunStateName(change.State, change.At, person!.Name))
        .ToListAsync(cancellationToken);

    /// <summary>The first rows of each listed outcome: of each part its first ones, so of the run its first ones.</summary>
    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<long>>> ListedAsync(
        AntennaDbContext context, long runId, CancellationToken cancellationToken)
    {
        var parts = await context.RunParts.AsNoTracking().Where(part => part.RunId == runId).OrderBy(part => part.Number)
            .Select(part => part.Listed).ToListAsync(cancellationToken);
        return parts.SelectMany(listed => PartTally.ParseListed(listed))
            .GroupBy(outcome => outcome.Key, outcome => outcome.Value, StringComparer.Ordinal)
            .ToDictionary(
                outcome => outcome.Key,
                IReadOnlyList<long> (outcome) => [.. outcome.SelectMany(ids => ids).Take(PartTally.MostListed)],
                StringComparer.Ordinal);
    }
}
