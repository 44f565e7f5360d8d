using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Occurrences;

/// <summary>The classes that some predictions name: of category maps of tens of thousands, the few that a page shows.</summary>
internal sealed class PredictedClasses
{
    private readonly Dictionary<(long Map, int Index), (string Label, TaxonName? Taxon)> _classes;

    private PredictedClasses(Dictionary<(long, int), (string, TaxonName?)> classes) => _classes = classes;

    public static async Task<PredictedClasses> LoadAsync(
        AntennaDbContext context, IReadOnlyList<NamedPrediction> predictions, CancellationToken cancellationToken)
    {
        long[] maps = [.. predictions.Select(each => each.CategoryMapId).OfType<long>().Distinct()];
        int[] indices = [.. predictions.SelectMany(each => (int?[])[each.Row.ClassIndex, .. each.Row.TopClasses?.Cast<int?>() ?? []]).OfType<int>().Distinct()];
        var rows = await (
            from stored in context.CategoryMapClasses
            where maps.Contains(stored.CategoryMapId) && indices.Contains(stored.Index)
            join taxon in context.Taxa on stored.TaxonId equals taxon.Id into taxa
            from taxon in taxa.DefaultIfEmpty()
            select new { stored.CategoryMapId, stored.Index, stored.Label, Taxon = taxon == null ? null : new TaxonName(taxon.Id, taxon.Name, taxon.Rank) })
            .ToListAsync(cancellationToken);
        return new(rows.ToDictionary(row => (row.CategoryMapId, row.Index), row => (row.Label, (TaxonName?)row.Taxon)));
    }

    /// <summary>What the classifier calls the class; null where it is not known.</summary>
    public string? Label(long? categoryMapId, int? index) =>
        categoryMapId is { } map && index is { } position && _classes.TryGetValue((map, position), out var known) ? known.Label : null;

    /// <summary>The best classes that the row stores, best first.</summary>
    public IReadOnlyList<PredictedClass> Top(long? categoryMapId, Classification row) => categoryMapId is { } map
        ?
        [
            .. (row.TopClasses ?? []).Zip(row.TopScores ?? [])
                .Where(top => _classes.ContainsKey((map, top.First)))
                .Select(top => (Index: top.First, Score: top.Second, Class: _classes[(map, top.First)]))
                .Select(top => new PredictedClass(top.Index, top.Class.Label, top.Class.Taxon, top.Score)),
        ]
        : [];
}
