using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Taxonomy;

/// <summary>The names of some taxa, read at once.</summary>
internal sealed class TaxonNames
{
    private readonly Dictionary<long, TaxonName> _names;

    private TaxonNames(Dictionary<long, TaxonName> names) => _names = names;

    public static async Task<TaxonNames> LoadAsync(
        AntennaDbContext context, IEnumerable<long?> taxonIds, CancellationToken cancellationToken)
    {
        long[] ids = [.. taxonIds.OfType<long>().Distinct()];
        if (ids.Length == 0)
            return new([]);
        return new(await context.Taxa.AsNoTracking()
            .Where(taxon => ids.Contains(taxon.Id))
            .Select(taxon => new TaxonName(taxon.Id, taxon.Name, taxon.Rank))
            .ToDictionaryAsync(taxon => taxon.Id, cancellationToken));
    }

    /// <summary>The taxon of this id; null for none.</summary>
    public TaxonName? Find(long? taxonId) => taxonId is { } id ? _names[id] : null;
}
