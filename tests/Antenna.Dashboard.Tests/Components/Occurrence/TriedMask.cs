using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

/// <summary>
/// A prediction under a mask, of classes whose probabilities are given. A label of two words is a species of the genus that
/// the first one names; <c>background</c> is no taxon, and a label that begins with <c>?</c> is unresolved.
/// </summary>
internal sealed class TriedMask
{
    private readonly List<ClassLabel> _labels = [];
    private readonly List<float> _logits = [];
    private readonly HashSet<long> _listed = [];
    private readonly Dictionary<string, TaxonNode> _taxa = [];

    /// <summary>A class on the list.</summary>
    public TriedMask Listed(string label, double probability)
    {
        Add(label, probability);
        _listed.Add(_labels[^1].TaxonId!.Value);
        return this;
    }

    /// <summary>A class that the mask excludes, or background, which every mask keeps.</summary>
    public TriedMask Other(string label, double probability)
    {
        Add(label, probability);
        return this;
    }

    /// <summary>Puts genera into one family; without, each is alone.</summary>
    public TriedMask Family(string family, params string[] genera)
    {
        var parent = Taxon(family, Rank.Family, null);
        foreach (var genus in genera)
            _taxa[genus] = Taxon(genus, Rank.Genus, null) with { ParentId = parent.Id };
        return this;
    }

    public PreviewedPrediction Predict()
    {
        var map = new CategoryMap(_labels);
        var tree = new TaxonTree(_taxa.Values);
        var kept = KeptSet.From(map, _listed);
        var kinship = ClassKinship.Of(map, tree);
        PredictionComparison.TryCompute([.. _logits], kept, KeptSet.Everything(map.Count), kinship, MaskWork.Top, out var comparison);

        PreviewedClass Class(ComparedClass compared) => new(
            compared,
            map[compared.Index].Label,
            map[compared.Index].Meaning,
            Name(compared.Index),
            kept.IsKept(compared.Index) ? null : map[compared.Index].Meaning is ClassMeaning.Unresolved ? Exclusion.Unresolved : Exclusion.NotListed);
        TaxonName? Name(int index) => map[index].TaxonId is { } id ? new(id, tree[id].Name, tree[id].Rank) : null;

        var classes = comparison!.Classes.Select(Class).ToList();
        var likeliest = comparison.OffList.Likeliest;
        return new(
            classes,
            classes.Single(each => each.Index == comparison.Original.Winner),
            comparison.Masked,
            classes.SingleOrDefault(each => each.Index == comparison.Masked?.Winner),
            comparison.OffList,
            likeliest is not { } index ? null : new(
                map[index].Label,
                Name(index),
                comparison.OffList.LikeliestMass,
                comparison.Masked is { } masked ? kinship.Between(masked.Winner, index) : Kinship.Elsewhere,
                index == comparison.Original.Winner));
    }

    private void Add(string label, double probability)
    {
        _labels.Add(label switch
        {
            "background" => new(_labels.Count, label, ClassMeaning.NotATaxon, null),
            ['?', ..] => new(_labels.Count, label, ClassMeaning.Unresolved, null),
            _ => new(_labels.Count, label, ClassMeaning.Taxon, Taxon(label, Rank.Species, Taxon(label.Split(' ')[0], Rank.Genus, null).Id).Id),
        });
        _logits.Add((float)Math.Log(probability));
    }

    private TaxonNode Taxon(string name, Rank rank, long? parentId)
    {
        if (!_taxa.TryGetValue(name, out var taxon))
            _taxa[name] = taxon = new(_taxa.Count + 1, name, rank, parentId, null);
        return taxon;
    }
}
