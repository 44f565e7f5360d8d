using Antenna.Core.Taxonomy;
using Npgsql;

namespace Antenna.Data.Projects;

/// <summary>Chooses crops that show what a capture set is of.</summary>
internal static class CaptureSetSamples
{
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

    /// <summary>Crops from all over the set.</summary>
    public static async Task<IReadOnlyList<SampleCrop>> ReadAsync(
        NpgsqlDataSource dataSource, long captureSetId, CancellationToken cancellationToken)
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
