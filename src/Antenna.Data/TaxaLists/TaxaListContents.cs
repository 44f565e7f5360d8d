using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.TaxaLists;

/// <summary>Reads which taxa versions of lists list.</summary>
public static class TaxaListContents
{
    /// <summary>The taxa that the names of one version resolve to now; names that resolve to none have no effect.</summary>
    public static async Task<IReadOnlyList<ListEntry>> LoadAsync(
        AntennaDbContext context, long versionId, CancellationToken cancellationToken) =>
        await context.TaxaListEntries.AsNoTracking()
            .Where(entry => entry.TaxaListVersionId == versionId && entry.TaxonId != null)

            // An aggregate, where "any" would be a query for each taxon.
            .GroupBy(entry => entry.TaxonId!.Value)
            .OrderBy(taxon => taxon.Key)
            .Select(taxon => new ListEntry(taxon.Key, taxon.Max(entry => entry.IncludeDescendants ? 1 : 0) == 1))
            .ToListAsync(cancellationToken);
}
