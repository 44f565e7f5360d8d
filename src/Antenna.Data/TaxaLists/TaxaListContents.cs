using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.TaxaLists;

/// <summary>Reads what taxa list versions list.</summary>
public static class TaxaListContents
{
    /// <summary>The canonical entries of one version.</summary>
    public static async Task<IReadOnlyList<ListEntry>> LoadAsync(
        AntennaDbContext context, long versionId, CancellationToken cancellationToken) =>
        await context.TaxaListEntries.AsNoTracking()
            .Where(entry => entry.TaxaListVersionId == versionId)
            .OrderBy(entry => entry.TaxonId)
            .Select(entry => new ListEntry(entry.TaxonId, entry.IncludeDescendants))
            .ToListAsync(cancellationToken);
}
