using Antenna.Core.Predictions;

namespace Antenna.Data.Import.Pipeline;

/// <summary>An algorithm that results name, as it is stored.</summary>
/// <param name="id">Its id in the database.</param>
/// <param name="delivered">What the file says of it.</param>
/// <param name="map">Its classes as they are resolved now; null for what classifies nothing.</param>
internal sealed class ImportedAlgorithm(long id, PipelineAlgorithm delivered, CategoryMap? map)
{
    private readonly Lazy<Dictionary<string, int>> _indices = new(() => map is null
        ? []
        : map.DistinctBy(label => label.Label).ToDictionary(label => label.Label, label => label.Index, StringComparer.Ordinal));

    public long Id => id;

    public string Key => delivered.Key;

    public string Name => delivered.Name;

    public CategoryMap? Map => map;

    /// <summary>What its classes are, and how many of those that are no taxon yet could be.</summary>
    public ImportedClassifier Describe()
    {
        var unresolved = map!.Where(label => label.Meaning is ClassMeaning.Unresolved).ToList();
        var names = unresolved.Where(label => delivered.LabelOf(label.Index).IsName).ToList();
        return new(
            Name, map!.Count(label => label.Meaning is ClassMeaning.Taxon), map!.Count(label => label.Meaning is ClassMeaning.NotATaxon), unresolved.Count)
        {
            Names = names.Count,
            SomeNames = [.. names.Take(ImportFindings.ExamplesKept).Select(label => ShortText.Of(label.Label))],
        };
    }

    /// <summary>All classes: the prediction under this set is the classifier's own.</summary>
    public KeptSet? Everything { get; } = map is null ? null : KeptSet.Everything(map.Count);

    /// <summary>The first class of this label; null where there is none.</summary>
    public int? IndexOf(string label) => _indices.Value.TryGetValue(label, out var index) ? index : null;
}
