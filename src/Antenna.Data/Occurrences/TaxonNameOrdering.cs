using Antenna.Data.Paging;
using Antenna.Data.Taxonomy;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>
/// Occurrences in the order of their determined taxon's name. No index has it, as names are not the occurrences' own: the
/// taxa in use are put in order here, and their occurrences read taxon after taxon until there are enough. A filter that lets
/// few through would have that go on and on; these few are read at once instead, and put in order here too.
/// </summary>
/// <param name="few">
/// How many these may be. Where a filter lets more through, of a million, no taxon need be searched long for some of them.
/// </param>
internal sealed class TaxonNameOrdering(
    NpgsqlConnection connection, ResolvedOccurrenceFilter resolved, TaxonomySnapshot taxonomy, bool descending, int few = TaxonNameOrdering.Few)
    : IOccurrenceOrdering
{
    private const int Few = 5_000;

    // Most pages end within the first few taxa; one that does not may go through thousands.
    private const int FirstTaxa = 8;
    private const int Growth = 8;

    private IReadOnlyList<(string? Name, long Id)>? _stops;
    private IReadOnlyList<NamedPlace>? _few;

    public bool Understands(PageCursor at) => NamedPlace.Parse(at) is not null;

    public async Task<List<OccurrenceKey>> ReadAsync(PageCursor? at, int rows, CancellationToken cancellationToken)
    {
        if (_stops is null)
        {
            _stops = await StopsAsync(cancellationToken);
            _few = resolved.IsNarrow ? await FewAsync(cancellationToken) : null;
        }

        var place = at is null ? null : NamedPlace.Parse(at);
        var backward = at is { Backward: true };
        var found = _few is null ? await WalkAsync(place, backward, rows, cancellationToken) : Among(_few, place, backward, rows);
        return [.. found.Select(each => new OccurrenceKey(each.Id, each.Values))];
    }

    /// <summary>The taxa in use in the order of the list, and at the end none, where that is not filtered out.</summary>
    private async Task<IReadOnlyList<(string? Name, long Id)>> StopsAsync(CancellationToken cancellationToken)
    {
        IEnumerable<long> taxa = resolved.TaxonIds is { } ids ? ids : await TaxaInUse.ReadAsync(connection, resolved.ProjectIds, cancellationToken);
        var stops = taxa.Select(id => (taxonomy.NameOf(id)?.Name, id)).ToList();
        if (resolved.TaxonIds is null)
            stops.Add((null, 0));
        stops.Sort((one, other) => NamedPlace.CompareTaxa(one, other, descending));
        return stops;
    }

    private IEnumerable<NamedPlace> Among(IReadOnlyList<NamedPlace> few, NamedPlace? at, bool backward, int rows)
    {
        var comparer = Comparer<NamedPlace>.Create((one, other) => NamedPlace.Compare(one, other, descending) * (backward ? -1 : 1));
        return few.Where(each => at is not { } place || comparer.Compare(each, place) > 0).Order(comparer).Take(rows);
    }

    /// <summary>Everything that the filter lets through; null where that is much.</summary>
    private async Task<IReadOnlyList<NamedPlace>?> FewAsync(CancellationToken cancellationToken)
    {
        var sql = new OccurrenceSql();
        var conditions = OccurrenceConditions.Of(resolved, sql, $"any({sql.Value(resolved.ProjectIds.ToArray())})", taxon: null);
        var places = await ReadAsync(
            sql,
            $"select occurrence.id, occurrence.first_seen_at, occurrence.determination_taxon_id {conditions} limit {sql.Value(few + 1)}",
            cancellationToken);
        return places.Count > few ? null : places;
    }

    private async Task<List<NamedPlace>> WalkAsync(NamedPlace? at, bool backward, int rows, CancellationToken cancellationToken)
    {
        var found = new List<NamedPlace>(rows);
        foreach (var (stops, beyond) in Steps(at, backward))
        {
            if (found.Count == rows)
                break;
            found.AddRange(await ReadAsync(stops, beyond, backward, rows - found.Count, cancellationToken));
        }

        return found;
    }

    /// <summary>What to read one after the other: some taxa, or none, the first with the place to begin after.</summary>
    private IEnumerable<(IReadOnlyList<(string? Name, long Id)> Stops, NamedPlace? Beyond)> Steps(NamedPlace? at, bool backward)
    {
        IEnumerable<(string? Name, long Id)> ahead = backward ? _stops!.Reverse() : _stops!;
        if (at is { } place)
        {
            var own = (place.Name, place.TaxonId);
            yield return ([own], place);
            ahead = ahead.Where(stop => NamedPlace.CompareTaxa(stop, own, descending) * (backward ? -1 : 1) > 0);
        }

        var left = new Queue<(string? Name, long Id)>(ahead);
        for (var size = FirstTaxa; left.Count > 0; size *= Growth)
        {
            var taxa = new List<(string? Name, long Id)>();
            while (left.TryPeek(out var stop) && stop.Name is not null && taxa.Count < size)
                taxa.Add(left.Dequeue());
            yield return (taxa.Count > 0 ? taxa : [left.Dequeue()], null);
        }
    }

    private Task<List<NamedPlace>> ReadAsync(
        IReadOnlyList<(string? Name, long Id)> stops, NamedPlace? beyond, bool backward, int rows, CancellationToken cancellationToken)
    {
        var sql = new OccurrenceSql();
        var direction = backward ? "asc" : "desc";
        var none = stops is [(null, _)];
        var from = $"unnest({sql.Value(resolved.ProjectIds.ToArray())}) as project(id)";
        if (!none)
            from += $" cross join unnest({sql.Value(stops.Select(stop => stop.Id).ToArray())}) with ordinality as stop(taxon_id, position)";
        var conditions = OccurrenceConditions.Of(resolved, sql, "project.id", none ? null : "stop.taxon_id");
        if (none)
            conditions.And("occurrence.determination_taxon_id is null");
        if (beyond is { } place)
            conditions.And(Beyond(place, backward, sql));
        var limit = sql.Value(rows);
        return ReadAsync(
            sql,
            $"""
            select found.id, found.first_seen_at, {(none ? "null::bigint" : "stop.taxon_id")}
            from {from}
            cross join lateral (
                select occurrence.id, occurrence.first_seen_at {conditions}
                order by occurrence.first_seen_at {direction}, occurrence.id {direction} limit {limit}) found
            order by {(none ? "" : "stop.position, ")}found.first_seen_at {direction}, found.id {direction} limit {limit}
            """,
            cancellationToken);
    }

    /// <summary>Behind the place within its taxon; descending, what has no time comes before the rest.</summary>
    private static string Beyond(NamedPlace place, bool backward, OccurrenceSql sql)
    {
        const string time = "occurrence.first_seen_at";
        var id = sql.Value(place.Id);
        return (place.SeenAt, backward) switch
        {
            ({ } seen, false) => $"({time}, occurrence.id) < ({sql.Value(seen)}, {id})",
            ({ } seen, true) => $"(({time}, occurrence.id) > ({sql.Value(seen)}, {id}) or {time} is null)",
            (null, false) => $"({time} is not null or occurrence.id < {id})",
            (null, true) => $"({time} is null and occurrence.id > {id})",
        };
    }

    private async Task<List<NamedPlace>> ReadAsync(OccurrenceSql sql, string text, CancellationToken cancellationToken)
    {
        await using var command = sql.Command(connection, text);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var places = new List<NamedPlace>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var taxonId = reader.GetFieldValue<long?>(2);
            places.Add(new(taxonId is { } id ? taxonomy.NameOf(id)?.Name : null, taxonId ?? 0, reader.GetFieldValue<DateTime?>(1), reader.GetInt64(0)));
        }

        return places;
    }
}
