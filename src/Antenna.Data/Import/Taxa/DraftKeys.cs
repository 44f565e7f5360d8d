using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.Import.Taxa;

/// <summary>External keys as they are, and as an import is about to leave them. A key belongs to one taxon.</summary>
internal sealed class DraftKeys
{
    private const string Write =
        """
        insert into taxon_keys (source, key, taxon_id) select * from unnest($1, $2, $3)
        on conflict (source, key) do update set taxon_id = excluded.taxon_id
        """;

    private readonly Dictionary<ExternalKey, DraftTaxon> _stored = [];
    private readonly Dictionary<ExternalKey, DraftTaxon> _given = [];

    public int New => _given.Keys.Count(key => !_stored.ContainsKey(key));

    public int Moved => _given.Count(given => _stored.TryGetValue(given.Key, out var taxon) && taxon != given.Value);

    public int Unchanged => _given.Count - New - Moved;

    public static async Task<DraftKeys> LoadAsync(AntennaDbContext context, TaxonomyDraft draft, CancellationToken cancellationToken)
    {
        var keys = new DraftKeys();
        await foreach (var key in context.TaxonKeys.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            keys._stored.Add(new(key.Source, key.Key), draft[key.TaxonId]);
        return keys;
    }

    /// <summary>Gives a key to a taxon, also where another had it before the import.</summary>
    /// <returns>The taxon that the file gave it to before, which keeps it; else the one given.</returns>
    public DraftTaxon Give(ExternalKey key, DraftTaxon taxon)
    {
        _given.TryAdd(key, taxon);
        return _given[key];
    }

    public Task WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => connection.ExecuteAsync(
        Write,
        [
            _given.Keys.Select(key => key.Source).ToArray(),
            _given.Keys.Select(key => key.Key).ToArray(),
            _given.Values.Select(taxon => taxon.Id).ToArray(),
        ],
        cancellationToken);
}
