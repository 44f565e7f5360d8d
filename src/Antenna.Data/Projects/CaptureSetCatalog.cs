using Antenna.Core.Predictions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Projects;

/// <summary>Reads capture sets for pages.</summary>
public sealed class CaptureSetCatalog(IDbContextFactory<AntennaDbContext> contexts, NpgsqlDataSource dataSource)
{
    // A night is from noon to noon, so it is the date of what was captured twelve hours earlier.
    private const string Rows =
        """
        select set.id, set.name, project.id, project.name, set.created_at,
               count(distinct item.capture_id), count(detection.id), count(distinct detection.occurrence_id),
               count(distinct (capture.captured_at - interval '12 hours')::date)::int, count(distinct capture.deployment_id)::int,
               min(capture.captured_at), max(capture.captured_at)
        from capture_sets set
        join projects project on project.id = set.project_id
        left join capture_set_items item on item.capture_set_id = set.id
        left join captures capture on capture.id = item.capture_id
        left join detections detection on detection.capture_id = capture.id and detection.x1 is not null
        where ($1 is null or set.project_id = $1) and ($2 is null or set.id = $2)
        group by set.id, project.id
        order by project.name, set.name
        """;

    /// <summary>The capture sets of a project, or of all, by project and name.</summary>
    public Task<IReadOnlyList<CaptureSetRow>> ListAsync(long? projectId, CancellationToken cancellationToken) =>
        ReadAsync(projectId, captureSetId: null, cancellationToken);

    /// <summary>One capture set; null where there is none of that id.</summary>
    public async Task<CaptureSetDetails?> FindAsync(long captureSetId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(projectId: null, captureSetId, cancellationToken) is not [var row]
            ? null
            : new(row, await DeploymentsAsync(context, captureSetId, cancellationToken), await ClassifiersAsync(captureSetId, cancellationToken));
    }

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

    private static async Task<IReadOnlyList<CaptureSetDeployment>> DeploymentsAsync(
        AntennaDbContext context, long captureSetId, CancellationToken cancellationToken)
    {
        var counts = await context.CaptureSetItems.Where(item => item.CaptureSetId == captureSetId)
            .Join(context.Captures, item => item.CaptureId, capture => capture.Id, (_, capture) => capture.DeploymentId)
            .GroupBy(deployment => deployment)
            .Select(group => new { Id = group.Key, Captures = group.LongCount() })
            .ToListAsync(cancellationToken);
        var ids = counts.Select(count => count.Id).ToList();
        var names = await context.Deployments.Where(deployment => ids.Contains(deployment.Id))
            .ToDictionaryAsync(deployment => deployment.Id, deployment => new DeploymentName(deployment.Id, deployment.Name), cancellationToken);
        return
        [
            .. counts.Select(count => new CaptureSetDeployment(count.Id is { } id ? names[id] : null, count.Captures))
                .OrderBy(row => row.Deployment is null).ThenBy(row => row.Deployment?.Name, StringComparer.Ordinal),
        ];
    }
}
