using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;

namespace Antenna.PostProcessing.Masking.Impacts;

/// <summary>What the impact of a plan is worked out from, the same for all of its rows.</summary>
internal sealed class ImpactBasis
{
    private readonly long?[] _entries;
    private readonly IReadOnlySet<long> _listed;

    /// <param name="rollUps">The ids of the algorithms that roll predictions up.</param>
    public ImpactBasis(MaskPlan plan, TaxonTree tree, IReadOnlySet<long> rollUps)
    {
        (Plan, Tree, RollUps) = (plan, tree, rollUps);
        Addable = AddableTaxa.Of(plan.CategoryMap, tree, plan.Kept);
        _entries = [.. plan.CategoryMap.Select(label => label.TaxonId is { } taxon ? Species(taxon) : (long?)null)];
        _listed = plan.Listing.Taxa.For(plan.CategoryMap.Taxa);
        var nameable = NameableTaxa.Of(tree, plan.CategoryMap.Taxa.Where(tree.Contains).ToHashSet()).Alone;
        Unnameable = [.. _listed.Where(id => tree.Contains(id) && tree.AcceptedOf(id) == id && tree[id].Rank is Rank.Species && !nameable.Contains(id))];
    }

    public MaskPlan Plan { get; }

    /// <summary>A taxon's name; one that is newer than the tree goes by its id.</summary>
    public static TaxonName NameOf(TaxonTree tree, long taxonId) =>
        tree.TryGet(taxonId, out var node) ? new(taxonId, node.Name, node.Rank) : new(taxonId, $"taxon {taxonId}", Rank.Unknown);

    public TaxonTree Tree { get; }

    public IReadOnlySet<long> RollUps { get; }

    public AddableTaxa Addable { get; }

    /// <summary>The species on the list that the classifier has no class for.</summary>
    public HashSet<long> Unnameable { get; }

    /// <summary>Whether the list has a taxon, by any of its names.</summary>
    public bool IsListed(long taxonId) => _listed.Contains(taxonId);

    /// <summary>The taxon that a class answers for: its accepted species, or what it is where that is coarser; null where it is no taxon, or unresolved.</summary>
    public long? TaxonOf(int index) => _entries[index];

    /// <summary>The accepted species of a taxon; itself where it is coarser, or newer than the tree.</summary>
    public long Species(long taxonId) => Tree.Contains(taxonId) ? AddableTaxa.EntryFor(Tree, taxonId) : taxonId;
}
