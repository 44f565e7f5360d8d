using Antenna.Core.Taxonomy;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.Taxonomy;

public sealed class TaxonTreeTests
{
    [Fact]
    public void A_chain_of_synonyms_ends_at_its_last_name()
    {
        var tree = new TaxonTree([Synonym(1, of: 2), Synonym(2, of: 3), Species(3)]);

        Assert.Equal(3, tree.AcceptedOf(1));
        Assert.Equal([1, 2], tree.SynonymsOf(3));
        Assert.Equal([1, 2], tree.SynonymsOf(1));
    }

    [Fact]
    public void A_cycle_of_synonyms_is_accepted_under_its_smallest_id()
    {
        var tree = new TaxonTree([Synonym(9, of: 7), Synonym(7, of: 8), Synonym(8, of: 7), Synonym(4, of: 4)]);

        Assert.All([7L, 8, 9], id => Assert.Equal(7, tree.AcceptedOf(id)));
        Assert.Equal(4, tree.AcceptedOf(4));
    }

    [Fact]
    public void A_missing_parent_or_accepted_taxon_counts_as_none()
    {
        var tree = new TaxonTree([new TaxonNode(1, "Noctua", Rank.Genus, 77, 78)]);

        Assert.Equal(1, tree.AcceptedOf(1));
        Assert.Empty(tree.Ancestors(1));
    }

    [Fact]
    public void A_cycle_of_parents_is_cut_above_its_coarsest_member()
    {
        var tree = new TaxonTree(
        [
            new TaxonNode(1, "Noctua pronuba", Rank.Species, 2, null),
            new TaxonNode(2, "Noctua", Rank.Genus, 3, null),
            new TaxonNode(3, "Noctuidae", Rank.Family, 1, null),
        ]);

        Assert.Equal([2, 3], tree.Ancestors(1));
        Assert.Empty(tree.Ancestors(3));
        Assert.Equal([1, 2], tree.Descendants(3).Order());
    }

    [Fact]
    public void A_synonym_stands_where_its_accepted_taxon_stands()
    {
        var tree = new TaxonTree(
        [
            new TaxonNode(1, "Hypena", Rank.Genus, null, null),
            new TaxonNode(2, "Bomolocha", Rank.Genus, null, null),
            new TaxonNode(3, "Bomolocha palparia", Rank.Species, 2, null),
            new TaxonNode(4, "Hypena palparia", Rank.Species, 1, 3),
        ]);

        Assert.Equal([2], tree.Ancestors(4));
        Assert.Equal([3, 4], tree.Descendants(2));
        Assert.Empty(tree.Descendants(1));
        Assert.True(tree.IsWithin(4, 3));
        Assert.True(tree.IsWithin(3, 4));
        Assert.False(tree.IsWithin(4, 1));
    }

    [Fact]
    public void What_hangs_under_a_synonym_hangs_under_its_accepted_taxon()
    {
        var tree = new TaxonTree(
        [
            Species(1),
            Synonym(2, of: 1),
            new TaxonNode(3, "Lycaena phlaeas hypophlaeas", Rank.Subspecies, 2, null),
            new TaxonNode(4, "Lycaena phlaeas phlaeas", Rank.Subspecies, 2, 1),
        ]);

        Assert.Equal([1], tree.Ancestors(3));
        Assert.Equal([3], tree.Descendants(1));
        Assert.Equal(1, tree.AcceptedOf(4));
    }

    [Fact]
    public void The_nearest_ancestor_of_a_rank_is_found_and_a_missing_rank_is_none()
    {
        var tree = new TaxonTree(
        [
            new TaxonNode(1, "Insecta", Rank.Class, null, null),
            new TaxonNode(2, "Noctua", Rank.Genus, 1, null),
            new TaxonNode(3, "Noctua pronuba", Rank.Species, 2, null),
        ]);

        Assert.Equal(3, tree.AncestorAt(3, Rank.Species));
        Assert.Equal(1, tree.AncestorAt(3, Rank.Class));
        Assert.Null(tree.AncestorAt(3, Rank.Family));
    }

    [Fact]
    public void A_taxon_that_is_not_in_the_tree_is_named()
    {
        var tree = new TaxonTree([Species(1)]);

        Assert.Contains("Taxon 5", Assert.Throws<KeyNotFoundException>(() => tree.AcceptedOf(5)).Message, StringComparison.Ordinal);
        Assert.False(tree.TryGet(5, out _));
        Assert.Throws<ArgumentException>(() => new TaxonTree([Species(1), Species(1)]));
    }

    [Fact]
    public void Any_tree_however_dirty_is_consistent() => DirtyTrees.Taxa.Sample(taxa =>
    {
        var tree = new TaxonTree(taxa);
        foreach (var taxon in taxa)
        {
            var accepted = tree.AcceptedOf(taxon.Id);
            Assert.Equal(accepted, tree.AcceptedOf(accepted));
            Assert.DoesNotContain(accepted, tree.Ancestors(taxon.Id));
            Assert.Distinct(tree.Ancestors(taxon.Id));
            Assert.All(tree.Ancestors(taxon.Id), ancestor => Assert.Equal(ancestor, tree.AcceptedOf(ancestor)));
            var below = taxa.Select(other => other.Id).Where(other => tree.Ancestors(other).Contains(accepted));
            Assert.Equal(below.Order(), tree.Descendants(taxon.Id).Order());
            var within = taxa.Select(other => other.Id).Where(other => tree.IsWithin(other, taxon.Id));
            Assert.Equal(within.Order(), below.Concat(tree.SynonymsOf(taxon.Id)).Append(accepted).Order());
        }
    });

    [Fact]
    public void The_order_of_the_taxa_does_not_matter() => DirtyTrees.Taxa.Sample(taxa =>
    {
        var tree = new TaxonTree(taxa);
        var reversed = new TaxonTree(taxa.Reverse());
        Assert.All(taxa, taxon =>
        {
            Assert.Equal(tree.AcceptedOf(taxon.Id), reversed.AcceptedOf(taxon.Id));
            Assert.Equal(tree.Ancestors(taxon.Id), reversed.Ancestors(taxon.Id));
        });
    });

    private static TaxonNode Species(long id) => new(id, $"Noctua {id}", Rank.Species, null, null);

    private static TaxonNode Synonym(long id, long of) => new(id, $"Noctua {id}", Rank.Species, null, of);
}
