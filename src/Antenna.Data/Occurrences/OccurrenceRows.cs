using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>Reads what lists show of some occurrences.</summary>
internal static class OccurrenceRows
{
    private const string Rows =
        """
        select occurrence.id, project.id, project.name, occurrence.first_seen_at, deployment.id, deployment.name,
               determination.id, determination.name, determination.rank, occurrence.determination_score, occurrence.verified,
               machine.id, machine.name, machine.rank, occurrence.machine_score, detections.first_id, detections.count
        from unnest($1) with ordinality as page(id, position)
        join occurrences occurrence on occurrence.id = page.id
        join projects project on project.id = occurrence.project_id
        left join deployments deployment on deployment.id = occurrence.deployment_id
        left join taxa determination on determination.id = occurrence.determination_taxon_id
        left join taxa machine on machine.id = occurrence.machine_taxon_id
        cross join lateral (
            select min(detection.id) as first_id, count(*)::int as count
            from detections detection where detection.occurrence_id = occurrence.id) detections
        order by page.position
        """;

    /// <summary>The occurrences of these ids, in their order.</summary>
    public static async Task<IReadOnlyList<OccurrenceRow>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return [];

        var states = await OccurrenceStates.ReadAsync(connection, ids, cancellationToken);
        await using var command = new NpgsqlCommand(Rows, connection) { Parameters = { new() { Value = ids.ToArray() } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<OccurrenceRow>(ids.Count);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(Row(reader, states[reader.GetInt64(0)]));
        return rows;
    }

    private static OccurrenceRow Row(NpgsqlDataReader reader, OccurrenceState state)
    {
        var decisive = state.Determine().Machine?.ClassificationId;
        return new(
            reader.GetInt64(0),
            reader.GetInt64(1),
            reader.GetString(2),
            reader.GetFieldValue<DateTime?>(3),
            reader.IsDBNull(4) ? null : new(reader.GetInt64(4), reader.GetString(5)),
            Taxon(reader, 6),
            reader.GetFieldValue<double?>(9),
            reader.GetBoolean(10),
            Taxon(reader, 11),
            reader.GetFieldValue<double?>(14),
            decisive,
            state.Classifications.FirstOrDefault(row => row.Id == decisive)?.DetectionId ?? reader.GetFieldValue<long?>(15),
            reader.GetInt32(16));
    }

    private static TaxonName? Taxon(NpgsqlDataReader reader, int column) => reader.IsDBNull(column)
        ? null
        : new(reader.GetInt64(column), reader.GetString(column + 1), (Rank)reader.GetInt16(column + 2));
}
