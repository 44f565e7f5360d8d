using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Paging;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Predictions;

/// <summary>An algorithm, and what its answers are made of.</summary>
/// <param name="Source">The classifier whose results it derives from; null for what derives from none.</param>
/// <param name="Classes">How many classes its category map has; null where it has none.</param>
/// <param name="KeptTaxa">Of a masking algorithm: the classes that it keeps because their taxon is listed.</param>
/// <param name="KeptNotATaxon">Of a masking algorithm: the classes that it keeps because they are no taxon.</param>
public sealed record AlgorithmRow(
    AlgorithmName Name, int Version, string? VersionName, long? CategoryMapId, int? Classes, AlgorithmName? Source,
    ScoreMode? Mode, int? KeptTaxa, int? KeptNotATaxon, DateTime CreatedAt);

/// <summary>One class of a category map.</summary>
/// <param name="Taxon">Null where the class is not a taxon, or its label is unresolved.</param>
public sealed record CategoryMapRow(int Index, string Label, ClassMeaning Meaning, TaxonName? Taxon, string? GbifKey);

/// <summary>Lists the algorithms of every kind, and reads category maps with the names of their taxa.</summary>
public sealed class AlgorithmCatalog(IDbContextFactory<AntennaDbContext> contexts)
{
    /// <summary>How cursors of the list name its order.</summary>
    public const string Order = "algorithms";

    /// <summary>One page of the algorithms, newest first.</summary>
    /// <param name="size">Rows a page, 1 to 100.</param>
    public async Task<Page<AlgorithmRow>> ReadAsync(int size, string? cursor, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await IdPages.ReadAsync(
            context.Algorithms.AsNoTracking(), row => row.Id, Order, size, cursor, rows => Rows(context, rows).ToListAsync(cancellationToken), row => row.Name.Id);
    }

    /// <summary>One algorithm; null where there is none of that id.</summary>
    public async Task<AlgorithmRow?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Rows(context, context.Algorithms.Where(row => row.Id == id)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The classes of a category map, in the order of the logits; none where there is no map of that id.</summary>
    public async Task<IReadOnlyList<CategoryMapRow>> ClassesAsync(long categoryMapId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from stored in context.CategoryMapClasses
            where stored.CategoryMapId == categoryMapId
            join taxon in context.Taxa on stored.TaxonId equals taxon.Id into taxa
            from taxon in taxa.DefaultIfEmpty()
            orderby stored.Index
            select new CategoryMapRow(
                stored.Index, stored.Label, stored.Meaning, taxon == null ? null : new TaxonName(taxon.Id, taxon.Name, taxon.Rank), stored.GbifKey))
            .ToListAsync(cancellationToken);
    }

    private static IQueryable<AlgorithmRow> Rows(AntennaDbContext context, IQueryable<Algorithm> algorithms) =>
        from row in algorithms
        join source in context.Algorithms on row.SourceAlgorithmId equals source.Id into sources
        from source in sources.DefaultIfEmpty()
        join map in context.CategoryMaps on row.CategoryMapId equals map.Id into maps
        from map in maps.DefaultIfEmpty()
        join kept in context.KeptSets on row.KeptSetId equals kept.Id into keptSets
        from kept in keptSets.DefaultIfEmpty()
        select new AlgorithmRow(
            new AlgorithmName(row.Id, row.Key, row.Name, row.Kind),
            row.Version,
            row.VersionName,
            row.CategoryMapId,
            map == null ? null : map.ClassCount,
            source == null ? null : new AlgorithmName(source.Id, source.Key, source.Name, source.Kind),
            row.Mode,
            kept == null ? null : kept.ListedCount,
            kept == null ? null : kept.NotATaxonCount,
            row.CreatedAt);
}
