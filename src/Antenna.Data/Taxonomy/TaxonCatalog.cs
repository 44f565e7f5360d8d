using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Paging;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Taxonomy;

/// <summary>A taxon with all that is known of it.</summary>
/// <param name="Taxon">With its author, common names and keys.</param>
/// <param name="Accepted">The taxon that its name is a synonym of; null for an accepted name.</param>
/// <param name="Parents">From the kingdom down to its parent.</param>
public sealed record TaxonDetails(NamedTaxon Taxon, TaxonName? Accepted, IReadOnlyList<TaxonName> Parents);

/// <summary>Lists taxa, and shows one with all that is known of it.</summary>
public sealed class TaxonCatalog(IDbContextFactory<AntennaDbContext> contexts, CurrentTaxonomy taxonomy)
{
    /// <summary>How cursors of the list name its order.</summary>
    public const string Order = "taxa";

    /// <summary>One page of all taxa, the newest first.</summary>
    /// <param name="size">Rows a page, 1 to 100.</param>
    public async Task<Page<TaxonDetails>> ReadAsync(int size, string? cursor, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var page = await IdPages.ReadAsync(
            context.Taxa.AsNoTracking(), taxon => taxon.Id, Order, size, cursor,
            taxa => taxa.Select(taxon => taxon.Id).ToListAsync(cancellationToken), id => id);
        return new(await FindAsync(page.Items, cancellationToken), page.Previous, page.Next);
    }

    /// <summary>The taxa of these ids that there are, in their order.</summary>
    public async Task<IReadOnlyList<TaxonDetails>> FindAsync(IEnumerable<long> ids, CancellationToken cancellationToken)
    {
        var current = await taxonomy.GetAsync(cancellationToken);
        return [.. ids.Select(current.Find).OfType<NamedTaxon>().Select(taxon => new TaxonDetails(
            taxon,
            current.Tree.AcceptedOf(taxon.Id) is var accepted && accepted != taxon.Id ? current.NameOf(accepted) : null,
            [.. current.Tree.Ancestors(taxon.Id).Reverse().Select(id => current.NameOf(id)!)]))];
    }

    /// <summary>One taxon; null where there is none of that id.</summary>
    public async Task<TaxonDetails?> FindAsync(long id, CancellationToken cancellationToken) =>
        (await FindAsync([id], cancellationToken)) is [var only] ? only : null;
}
