using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Taxonomy;

/// <summary>Reads what names are matched against.</summary>
public static class NameMatchers
{
    /// <summary>A matcher of all taxa as they are known now, with their common names and keys.</summary>
    public static async Task<NameMatcher> LoadAsync(AntennaDbContext context, CancellationToken cancellationToken)
    {
        var commonNames = (await context.TaxonCommonNames.AsNoTracking().ToListAsync(cancellationToken))
            .ToLookup(name => name.TaxonId, name => name.Name);
        var keys = (await context.TaxonKeys.AsNoTracking().ToListAsync(cancellationToken))
            .ToLookup(key => key.TaxonId, key => new ExternalKey(key.Source, key.Key));
        var taxa = await context.Taxa.AsNoTracking().ToListAsync(cancellationToken);
        return new(taxa.Select(taxon => new NamedTaxon(taxon.Id, taxon.Name, taxon.Rank, taxon.ParentId, taxon.AcceptedTaxonId)
        {
            Author = taxon.Author,
            IsMisapplied = taxon.Misapplied,
            CommonNames = [.. commonNames[taxon.Id]],
            Keys = [.. keys[taxon.Id]],
        }));
    }
}
