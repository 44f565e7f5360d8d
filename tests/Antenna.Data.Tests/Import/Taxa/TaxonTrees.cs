using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Tests.Import.Taxa;

/// <summary>Reads the shared taxonomy.</summary>
internal static class TaxonTrees
{
    /// <summary>The tree of all taxa as they are known now.</summary>
    public static async Task<TaxonTree> LoadAsync(AntennaDbContext context, CancellationToken cancellationToken) => new(
        await context.Taxa.AsNoTracking()
            .Select(taxon => new TaxonNode(taxon.Id, taxon.Name, taxon.Rank, taxon.ParentId, taxon.AcceptedTaxonId))
            .ToListAsync(cancellationToken));
}
