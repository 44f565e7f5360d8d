using Antenna.Data.Paging;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>
/// Occurrences in the order of a column and then of their ids, those without a value at the end whichever way the order
/// goes. The two are read one after the other, each in the order that its index has.
/// </summary>
/// <param name="write">The column of the row at hand as text.</param>
/// <param name="parse">The value that such a text says; null where it says none.</param>
internal sealed class ColumnOrdering(
    NpgsqlConnection connection,
    ResolvedOccurrenceFilter resolved,
    string column,
    bool descending,
    Func<NpgsqlDataReader, string> write,
    Func<string, object?> parse) : IOccurrenceOrdering
{
    // More parts than this are one statement's worth of planning that the database does better on its own.
    private const int MostParts = 16;

    /// <summary>By the time when they were seen first.</summary>
    public static ColumnOrdering FirstSeen(NpgsqlConnection connection, ResolvedOccurrenceFilter resolved, bool newestFirst) => new(
        connection,
        resolved,
        "first_seen_at",
        newestFirst,
        reader => CursorValue.Of(reader.GetDateTime(1)),
        text => CursorValue.ReadTime(text));

    /// <summary>By the score of the best machine prediction.</summary>
    public static ColumnOrdering MachineScore(NpgsqlConnection connection, ResolvedOccurrenceFilter resolved, bool highestFirst) => new(
        connection,
        resolved,
        "machine_score",
        highestFirst,
        reader => CursorValue.Of(reader.GetDouble(1)),
        text => CursorValue.ReadNumber(text));

    private bool IsByTime => column == "first_seen_at";

    public bool Understands(PageCursor at) => at.IsKeyOf(value => value == CursorValue.Absent || parse(value) is not null, CursorValue.IsId);

    public async Task<List<OccurrenceKey>> ReadAsync(PageCursor? at, int rows, CancellationToken cancellationToken)
    {
        var backward = at is { Backward: true };
        var atAbsent = at is { Key: [CursorValue.Absent, _] };
        var found = new List<OccurrenceKey>();
        foreach (var absent in backward ? (bool[])[true, false] : [false, true])
        {
            // What lies on the other side of the cursor.
            if (at is not null && absent != atAbsent && absent == backward)
                continue;
            if (absent && (IsByTime ? resolved.HasDates : resolved.Filter is not { MinScore: null, MaxScore: null }))
                continue;
            if (found.Count < rows)
                found.AddRange(await ReadAsync(absent, absent == atAbsent ? at : null, backward, rows - found.Count, cancellationToken));
        }

        return found;
    }

    private async Task<List<OccurrenceKey>> ReadAsync(
        bool absent, PageCursor? at, bool backward, int rows, CancellationToken cancellationToken)
    {
        var sql = new OccurrenceSql();
        var direction = descending != backward ? "desc" : "asc";
        var limit = sql.Value(rows);
        var parts = Parts(sql).Select(part => Part(part, sql, absent, at, direction, limit)).ToList();
        var text = parts is [var only]
            ? only
            : $"select * from ({string.Join(" union all ", parts.Select(part => $"({part})"))}) part order by value {direction}, id {direction} limit {limit}";
        await using var command = sql.Command(connection, text);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<OccurrenceKey>(rows);
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.GetInt64(0);
            keys.Add(new(id, [reader.IsDBNull(1) ? CursorValue.Absent : write(reader), CursorValue.Of(id)]));
        }

        return keys;
    }

    /// <summary>
    /// The filter in parts, so that each part's rows stand together in an index and in order: by project, and by taxon where
    /// they are few and the order is that of time. A species flies in some weeks; looking for it among the newest of
    /// everything may go through months.
    /// </summary>
    private IEnumerable<OccurrenceConditions> Parts(OccurrenceSql sql)
    {
        foreach (var project in resolved.ProjectIds.Select(id => sql.Value(id)))
        {
            if (IsByTime && resolved.TaxonIds is { } taxa && taxa.Count * resolved.ProjectIds.Count <= MostParts)
            {
                foreach (var taxon in taxa)
                    yield return OccurrenceConditions.Of(resolved, sql, project, sql.Value(taxon));
            }
            else
            {
                yield return OccurrenceConditions.Of(resolved, sql, project, taxon: null);
            }
        }
    }

    private string Part(OccurrenceConditions part, OccurrenceSql sql, bool absent, PageCursor? at, string direction, string limit)
    {
        var (value, id) = IsByTime ? ($"{part.DrivingTable}.{column}", part.DrivingId) : ($"occurrence.{column}", "occurrence.id");
        part.And(absent ? $"{value} is null" : $"{value} is not null");
        if (IsByTime && !absent)
            part.AddRange(value, resolved.Timed);
        if (at is not null)
        {
            var beyond = direction == "desc" ? "<" : ">";
            var atId = sql.Value(CursorValue.ReadId(at.Key[1])!.Value);
            part.And(absent ? $"{id} {beyond} {atId}" : $"({value}, {id}) {beyond} ({sql.Value(parse(at.Key[0])!)}, {atId})");
        }

        return $"select {id} as id, {value} as value {part} order by {value} {direction}, {id} {direction} limit {limit}";
    }
}
