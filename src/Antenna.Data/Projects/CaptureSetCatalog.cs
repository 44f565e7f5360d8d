using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Projects;

/// <summary>Reads capture sets for pages.</summary>
public sealed class CaptureSetCatalog(IDbContextFactory<AntennaDbContext> contexts, NpgsqlDataSource dataSource)
{
    // A night is from noon to noon, so it is the date of what was captured twelve hours earlier.
    private const string Nights = "count(distinct (capture.captured_at - interval '12 hours')::date)::int";

    private const string Rows =
        $"""
        select set.id, set.name, project.id, project.name, set.created_at,
               captured.captures, detected.detections, detected.occurrences, captured.nights, captured.deployments,
               captured.first, captured.last
        from capture_sets set
        join projects project on project.id = set.project_id
        cross join lateral (
            select count(*) as captures, {Nights} as nights, count(distinct capture.deployment_id)::int as deployments,
                   min(capture.captured_at) as first, max(capture.captured_at) as last
            from capture_set_items item join captures capture on capture.id = item.capture_id
            where item.capture_set_id = set.id) captured
        cross join lateral (
            select count(*) as detections, count(distinct detection.occurrence_id) as occurrences
            from capture_set_items item join detections detection on detection.capture_id = item.capture_id
            where item.capture_set_id = set.id and detection.x1 is not null) detected
        where ($1 is null or set.project_id = $1) and ($2 is null or set.id = $2)
        order by project.name, set.name
        """;

    private const string LastRuns =
        """
        select set.id, run.id, run.state, run.created_at
        from capture_sets set
        cross join lateral (select id, state, created_at from runs where capture_set_id = set.id order by id desc limit 1) run
        where $1 is null or set.project_id = $1
        """;

    private const string Stations =
        $"""
        select deployment.id, deployment.name, count(*), {Nights}, min(capture.captured_at), max(capture.captured_at)
        from capture_set_items item
        join captures capture on capture.id = item.capture_id
        left join deployments deployment on deployment.id = capture.deployment_id
        where item.capture_set_id = $1
        group by deployment.id
        order by deployment.name nulls last
        """;

    // Captures at even distances in the order of ids, found by key, so that a large set costs what a small one does; of
    // each the crops that were named with most certainty.
    private const string Crops =
        """
        with bounds as (select min(capture_id) as first, max(capture_id) as last from capture_set_items where capture_set_id = $1),
        sampled as (
            select distinct near.capture_id
            from bounds cross join generate_series(0, $2 - 1) step
            cross join lateral (
                select capture_id from capture_set_items
                where capture_set_id = $1 and capture_id >= bounds.first + (bounds.last - bounds.first) * step / ($2 - 1)
                order by capture_id limit 1) near)
        select id, occurrence_id, taxon_id, name, rank from (
            select distinct on (crop.occurrence_id) sampled.capture_id, crop.*
            from sampled cross join lateral (
                select detection.id, detection.occurrence_id, taxon.id as taxon_id, taxon.name, taxon.rank
                from detections detection
                join occurrences occurrence on occurrence.id = detection.occurrence_id
                left join taxa taxon on taxon.id = occurrence.determination_taxon_id
                where detection.capture_id = sampled.capture_id
                order by occurrence.determination_score desc nulls last, detection.id
                limit greatest(1, $2 / (select count(*) from sampled))) crop
            order by crop.occurrence_id, crop.id) animal
        order by capture_id, id
        """;

    /// <summary>Crops of a sample, at most: one row of them on a wide page.</summary>
    private const int SampleSize = 16;

    // Counting a large set takes what it takes; leaving the page is what ends it early.
    private const int NoTimeout = 0;

    /// <summary>The capture sets of a project, or of all, by project and name.</summary>
    public Task<IReadOnlyList<CaptureSetRow>> ListAsync(long? projectId, CancellationToken cancellationToken) =>
        ReadAsync(projectId, captureSetId: null, cancellationToken);

    /// <summary>The newest run on each capture set of a project, or of all, by the set's id; a set without a run is left out.</summary>
    public async Task<IReadOnlyDictionary<long, CaptureSetRun>> LastRunsAsync(long? projectId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(LastRuns);
        command.Parameters.Add(new() { Value = (object?)projectId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
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
        await ReadAsync(projectId: null, captureSetId, cancellationToken) is not [var row]
            ? null
            : new(row, await DeploymentsAsync(captureSetId, cancellationToken), await SamplesAsync(captureSetId, cancellationToken));

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

    private async Task<IReadOnlyList<CaptureSetRow>> ReadAsync(long? projectId, long? captureSetId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Rows);
        command.Parameters.Add(new() { Value = (object?)projectId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = (object?)captureSetId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.CommandTimeout = NoTimeout;
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

    private async Task<IReadOnlyList<SampleCrop>> SamplesAsync(long captureSetId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Crops);
        command.Parameters.Add(new() { Value = captureSetId });
        command.Parameters.Add(new() { Value = SampleSize });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var crops = new List<SampleCrop>();
        while (await reader.ReadAsync(cancellationToken))
        {
            crops.Add(new(
                reader.GetInt64(0),
                reader.GetInt64(1),
                reader.IsDBNull(2) ? null : new(reader.GetInt64(2), reader.GetString(3), (Rank)reader.GetInt16(4))));
        }

        return crops;
    }
}
