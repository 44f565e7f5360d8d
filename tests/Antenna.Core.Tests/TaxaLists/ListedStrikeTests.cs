using Antenna.Core.TaxaLists;
using Antenna.Core.Taxonomy;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.TaxaLists;

public sealed class ListedStrikeTests
{
    private const long Family = 1, Genus = 2, Species = 3, Subspecies = 4, OtherSubspecies = 5, Sister = 6;

    private static readonly TaxonTree Tree = new(
    [
        new TaxonNode(Family, "Lycaenidae", Rank.Family, null, null),
        new TaxonNode(Genus, "Lycaena", Rank.Genus, Family, null),
        new TaxonNode(Species, "Lycaena phlaeas", Rank.Species, Genus, null),
        new TaxonNode(Subspecies, "Lycaena phlaeas hypophlaeas", Rank.Subspecies, Species, null),
        new TaxonNode(OtherSubspecies, "Lycaena phlaeas eleus", Rank.Subspecies, Species, null),
        new TaxonNode(Sister, "Lycaena helle", Rank.Species, Genus, null),
    ]);

    [Fact]
    public void Either_exactly_the_struck_taxon_and_what_belongs_to_it_is_not_listed_any_more_or_the_species_that_keeps_it_is_named()
    {
        Gen.Select(TaxaListTrees.Tree, TaxaListTrees.Entries, Gen.Long[1, 9]).Sample((tree, entries, taxon) =>
        {
            if (!tree.Contains(taxon))
                return;
            var struck = tree.AcceptedOf(taxon);
            var names = TaxaListTrees.NamesOf(tree, entries);
            var before = TaxaListTrees.TaxaOf(tree, names.Values);
            if (ListedStrike.Of(tree, before, struck).KeptWith is { } species)
            {
                Assert.Contains(species, before.Names);
                Assert.Contains(struck, ListedTaxa.Of(tree, [new(species, false)]).Names);
                return;
            }

            var after = TaxaListTrees.TaxaOf(tree, TaxaListTrees.After(tree, names, [(struck, 0)]).Values);

            var branch = tree.Branch(struck).ToHashSet();
            Assert.DoesNotContain(struck, after.Names);
            Assert.Equal(before.Names.Except(branch).Order(), after.Names.Except(branch).Order());

            // Below it there is what has an entry of its own there, or is a subspecies of a species that is listed still.
            var own = ListedTaxa.Of(tree, before.Entries.Where(entry => entry.Key != struck && branch.Contains(entry.Key)).Select(entry => new ListEntry(entry.Key, entry.Value)));
            var left = after.Names.Where(branch.Contains).ToHashSet();
            Assert.Subset(left, own.Names.ToHashSet());
            Assert.All(left.Except(own.Names), name => Assert.Contains(after.ListedThrough(name), above => tree[above].Rank == Rank.Species));
        });
    }

    [Theory]
    [InlineData(Species, false)]
    [InlineData(Species, true)]
    [InlineData(Genus, true)]
    [InlineData(Family, true)]
    public void A_subspecies_is_not_struck_without_the_species_that_keeps_it_whatever_lists_that(long entry, bool includeDescendants)
    {
        var strike = ListedStrike.Of(Tree, ListedTaxa.Of(Tree, [new(entry, includeDescendants)]), Subspecies);

        Assert.Equal(Species, strike.KeptWith);
        Assert.Empty(strike.Rest);
    }

    [Fact]
    public void A_subspecies_that_is_listed_without_its_species_is_struck_alone() =>
        Assert.Null(ListedStrike.Of(Tree, ListedTaxa.Of(Tree, [new(Subspecies, false), new(OtherSubspecies, false)]), Subspecies).KeptWith);

    [Fact]
    public void The_rest_of_a_genus_is_each_species_once_and_no_subspecies_of_one()
    {
        var strike = ListedStrike.Of(Tree, ListedTaxa.Of(Tree, [new(Genus, true)]), Sister);

        Assert.Equal([Genus], strike.Through);
        Assert.Equal([Genus, Species], strike.Rest);
    }
}
