using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Paging;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Projects;

/// <summary>Reads capture sets for pages.</summary>
public sealed class CaptureSetCatalog(IDbContextFactory<AntennaDbContext> contexts, NpgsqlDataSource dataSource)
{
    /// <summary>How cursors of the list name its order.</summary>
    public const string Order = "capture-sets";

    private const int LargestPage = 100;

    private const string Rows =
        """
        select set.id, set.name, project.id, project.name, set.created_at,
               figures.captures, figures.detections, figures.occurrences, figures.nights, figures.deployments,
               figures.first_captured_at, figures.last_captured_at
        from capture_sets set
        join projects project on project.id = set.project_id
        join capture_set_figures figures on figures.capture_set_id = set.id
        """;

    private const string LastRuns =
        """
        select set.id, run.id, run.state, run.created_at
        from unnest($1) as set(id)
        cross join lateral (select id, state, created_at from runs where capture_set_id = set.id order by id desc limit 1) run
        """;

    // A night is from noon to noon, so it is the date of what was captured twelve hours earlier.
    private const string Stations =
        """
        select deployment.id, deployment.name, count(*), count(distinct (capture.captured_at - interval '12 hours')::date)::int, min(capture.captured_at), max(capture.captured_at)
        from capture_set_items item
        join captures capture on capture.id = item.capture_id
        left join deployments deployment on deployment.id = capture.deployment_id
        where item.capture_set_id = $1
        group by deployment.id
        order by deployment.name nulls last
        """;

    // Counting a large set takes what it takes; leaving the page is what ends it early.
    private const int NoTimeout = 0;

    /// <summary>One page of the capture sets of a project, or of all, by project and name.</summary>
    /// <param name="size">Rows a page, 1 to 100.</param>
    public Task<Page<CaptureSetRow>> ListAsync(long? projectId, int size, string? cursor, CancellationToken cancellationToken) =>
        PageReading.ReadAsync(
            PageCursor.Parse(cursor, Order) is { } at && at.IsKeyOf(_ => true, _ => true, CursorValue.IsId) ? at : null,
            Order,
            Math.Clamp(size, 1, LargestPage),
            (at, rows) => ReadAsync(projectId, at, rows, cancellationToken),
            set => [set.Project, set.Name, CursorValue.Of(set.Id)]);

    /// <summary>The newest run on each of these capture sets, by the set's id; a set without a run is left out.</summary>
    public async Task<IReadOnlyDictionary<long, CaptureSetRun>> LastRunsAsync(
        IReadOnlyCollection<long> captureSetIds, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(LastRuns);
        command.Parameters.Add(new() { Value = captureSetIds.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var runs = new Dictionary<long, CaptureSetRun>();
        while (await reader.ReadAsync(cancellationToken))
            runs.Add(reader.GetInt64(0), new(reader.GetInt64(1), Enum.Parse<RunState>(reader.GetString(2)), reader.GetDateTime(3)));
        return runs;
    }

    /// <summary>One capture set; null where there is none of that id. Fast, however large the set is.</summary>
    public async Task<CaptureSetDetails?> FindAsync(long captureSetId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await context.CaptureSets.Where(set => set.Id == captureSetId)
            .Join(context.Projects, set => set.ProjectId, project => project.Id, (set, project) => new { Set = set, Project = project.Name })
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? null
            : new(
                captureSetId, found.Set.Name, found.Set.ProjectId, found.Project, found.Set.CreatedAt,
                await ClassifiersAsync(captureSetId, cancellationToken));
    }

    /// <summary>What is in a capture set, counted; null where there is none of that id.</summary>
    public async Task<CaptureSetContents?> ContentsAsync(long captureSetId, CancellationToken cancellationToken) =>
        await FindRowAsync(captureSetId, cancellationToken) is not { } row
            ? null
            : new(row, await DeploymentsAsync(captureSetId, cancellationToken), await CaptureSetSamples.ReadAsync(dataSource, captureSetId, cancellationToken));

    /// <summary>The classifiers that ran on a capture set, by name; fast, however large the set is.</summary>
    public async Task<IReadOnlyList<CaptureSetClassifierRow>> ClassifiersAsync(long captureSetId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.CaptureSetClassifiers
            .Where(summary => summary.CaptureSetId == captureSetId)
            .Join(context.Algorithms, summary => summary.AlgorithmId, algorithm => algorithm.Id, (summary, algorithm) => new { summary, algorithm })
            .OrderBy(row => row.algorithm.Name).ThenBy(row => row.algorithm.Id)
            .Select(row => new CaptureSetClassifierRow(
                new(row.algorithm.Id, row.algorithm.Key, row.algorithm.Name, row.algorithm.Kind),
                row.summary.Results,
                row.summary.InScope,
                row.summary.Maskable,
                new(
                    context.CategoryMapClasses.Count(stored => stored.CategoryMapId == row.algorithm.CategoryMapId && stored.Meaning == ClassMeaning.Taxon),
                    context.CategoryMapClasses.Count(stored => stored.CategoryMapId == row.algorithm.CategoryMapId && stored.Meaning == ClassMeaning.NotATaxon),
                    context.CategoryMapClasses.Count(stored => stored.CategoryMapId == row.algorithm.CategoryMapId && stored.Meaning == ClassMeaning.Unresolved))))
            .ToListAsync(cancellationToken);
    }

    private async Task<List<CaptureSetRow>> ReadAsync(long? projectId, PageCursor? at, int rows, CancellationToken cancellationToken)
    {
        var (beyond, direction) = at is { Backward: true } ? ("<", "desc") : (">", "asc");
        await using var command = dataSource.CreateCommand(
            $"""
            {Rows}
            where ($1 is null or set.project_id = $1) {(at is null ? "" : $"and (project.name, set.name, set.id) {beyond} ($3, $4, $5)")}
            order by project.name {direction}, set.name {direction}, set.id {direction} limit $2
            """);
        command.Parameters.Add(new() { Value = (object?)projectId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = rows });
        if (at is not null)
        {
            command.Parameters.Add(new() { Value = at.Key[0] });
            command.Parameters.Add(new() { Value = at.Key[1] });
            command.Parameters.Add(new() { Value = CursorValue.ReadId(at.Key[2])!.Value });
        }

        return await RowsAsync(command, cancellationToken);
    }

    /// <summary>One capture set as the list shows it; null where there is none of that id.</summary>
    public async Task<CaptureSetRow?> FindRowAsync(long captureSetId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"{Rows} where set.id = $1");
        command.Parameters.Add(new() { Value = captureSetId });
        return (await RowsAsync(command, cancellationToken)).SingleOrDefault();
    }

    private static async Task<List<CaptureSetRow>> RowsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<CaptureSetRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new(
                reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3), reader.GetDateTime(4),
                new(reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7), reader.GetInt32(8), reader.GetInt32(9)),
                reader.GetFieldValue<DateTime?>(10), reader.GetFieldValue<DateTime?>(11)));
        }

        return rows;
    }

    private async Task<IReadOnlyList<CaptureSetDeployment>> DeploymentsAsync(long captureSetId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Stations);
        command.Parameters.Add(new() { Value = captureSetId });
        command.CommandTimeout = NoTimeout;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var stations = new List<CaptureSetDeployment>();
        while (await reader.ReadAsync(cancellationToken))
        {
            stations.Add(new(
                reader.IsDBNull(0) ? null : new(reader.GetInt64(0), reader.GetString(1)),
                reader.GetInt64(2), reader.GetInt32(3), reader.GetFieldValue<DateTime?>(4), reader.GetFieldValue<DateTime?>(5)));
        }

        return stations;
    }
}
