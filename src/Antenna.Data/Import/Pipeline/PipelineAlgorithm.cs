using Antenna.Core.Predictions;
using Antenna.Data.Import.Taxa;

namespace Antenna.Data.Import.Pipeline;

/// <summary>One class of a classifier as delivered.</summary>
/// <param name="Label">What the classifier calls it.</param>
/// <param name="Rank">The rank as delivered, or <c>NON-TAXON</c>; null where none is given.</param>
/// <param name="GbifKey">Its key in the GBIF backbone, where given.</param>
internal sealed record PipelineClass(string Label, string? Rank, string? GbifKey)
{
    /// <summary>The rank that delivered category maps give to what is not a taxon.</summary>
    private const string NonTaxon = "NON-TAXON";

    /// <summary>Whether the map itself, or the set of labels, says that it is not a taxon.</summary>
    public bool IsNotATaxon(NotATaxonLabels labels) => string.Equals(Rank, NonTaxon, StringComparison.OrdinalIgnoreCase) || labels.Contains(Label);
}

/// <summary>An algorithm as delivered.</summary>
/// <param name="Key">What detections and classifications name it by.</param>
/// <param name="Classes">In the order of its logits; empty for what classifies nothing.</param>
/// <param name="Place">Where it stands in the file.</param>
internal sealed record PipelineAlgorithm(
    string Key, string Name, int Version, string? VersionName, IReadOnlyList<PipelineClass> Classes, ImportPlace Place)
{
    /// <summary>The labels that may name taxa.</summary>
    public IEnumerable<CandidateLabel> CandidateLabels(NotATaxonLabels notATaxon) => Classes.Index()
        .Where(each => !each.Item.IsNotATaxon(notATaxon))
        .Select(each => LabelOf(each.Index));

    /// <summary>A class as what may name a taxon.</summary>
    public CandidateLabel LabelOf(int index) => new(
        Classes[index].Label, Classes[index].Rank, Classes[index].GbifKey,
        new(Place.File, JsonPath: $"{Place.JsonPath}.category_map.data[{index}]"));

    /// <summary>
    /// The category map's identity; null where there is none. Labels alone make it, so it does not matter what they mean.
    /// </summary>
    public string? CategoryMapHash => Classes.Count == 0
        ? null
        : new CategoryMap([.. Classes.Index().Select(each => new ClassLabel(each.Index, each.Item.Label, ClassMeaning.Unresolved, null))]).Hash;
}
