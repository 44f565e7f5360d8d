using System.Data;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Taxonomy;

/// <summary>
/// The taxonomy for those who ask often, kept in memory: tens of thousands of taxa are not read again for a page, but only
/// after something changed them, by this process or another.
/// </summary>
public sealed class CurrentTaxonomy(IDbContextFactory<AntennaDbContext> contexts) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1);
    private volatile TaxonomySnapshot? _latest;

    /// <summary>The taxonomy as the database has it now.</summary>
    public async Task<TaxonomySnapshot> GetAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var changes = await context.TaxonomyChanges.SumAsync(change => change.Changes, cancellationToken);
        return _latest is { } latest && latest.Changes == changes ? latest : await ReadAsync(context, cancellationToken);
    }

    public void Dispose() => _reading.Dispose();

    private async Task<TaxonomySnapshot> ReadAsync(AntennaDbContext context, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            // One view of the database: the number of changes must be that of the taxa which are read.
            await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var changes = await context.TaxonomyChanges.SumAsync(change => change.Changes, cancellationToken);
            if (_latest is { } latest && latest.Changes == changes)
                return latest;
            return _latest = new(changes, await TaxaAsync(context, cancellationToken));
        }
        finally
        {
            _reading.Release();
        }
    }

    private static async Task<IReadOnlyList<NamedTaxon>> TaxaAsync(AntennaDbContext context, CancellationToken cancellationToken)
    {
        var commonNames = (await context.TaxonCommonNames.AsNoTracking().OrderBy(name => name.Name).ToListAsync(cancellationToken))
            .ToLookup(name => name.TaxonId, name => name.Name);
        var keys = (await context.TaxonKeys.AsNoTracking().Select(key => new { key.TaxonId, key.Source, key.Key }).ToListAsync(cancellationToken))
            .ToLookup(key => key.TaxonId, key => new ExternalKey(string.Intern(key.Source), key.Key));
        var taxa = await context.Taxa.AsNoTracking()
            .Select(taxon => new { taxon.Id, taxon.Name, taxon.Rank, taxon.ParentId, taxon.AcceptedTaxonId, taxon.Author, taxon.Misapplied })
            .ToListAsync(cancellationToken);
        return
        [
            .. taxa.Select(taxon => new NamedTaxon(taxon.Id, taxon.Name, taxon.Rank, taxon.ParentId, taxon.AcceptedTaxonId)
            {
                Author = taxon.Author,
                IsMisapplied = taxon.Misapplied,
                CommonNames = [.. commonNames[taxon.Id]],
                Keys = [.. keys[taxon.Id]],
            }),
        ];
    }
}
