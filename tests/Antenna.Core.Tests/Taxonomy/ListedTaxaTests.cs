using Antenna.Core.Taxonomy;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.Taxonomy;

public sealed class ListedTaxaTests
{
    private const long Family = 1, Genus = 2, Species = 3, Subspecies = 4, OldSpecies = 5, OldSubspecies = 6, Sister = 7, OldGenus = 8;

    private static readonly TaxonTree Tree = new(
    [
        new TaxonNode(Family, "Lycaenidae", Rank.Family, null, null),
        new TaxonNode(Genus, "Lycaena", Rank.Genus, Family, null),
        new TaxonNode(Species, "Lycaena phlaeas", Rank.Species, Genus, null),
        new TaxonNode(Subspecies, "Lycaena phlaeas hypophlaeas", Rank.Subspecies, Species, null),
        new TaxonNode(OldSpecies, "Heodes phlaeas", Rank.Species, OldGenus, Species),
        new TaxonNode(OldSubspecies, "Heodes hypophlaeas", Rank.Species, OldGenus, Subspecies),
        new TaxonNode(Sister, "Lycaena helle", Rank.Species, Genus, null),
        new TaxonNode(OldGenus, "Heodes", Rank.Genus, Family, null),
    ]);

    [Fact]
    public void A_listed_species_keeps_itself_its_subspecies_and_all_their_synonyms() =>
        Assert.Equal([Species, Subspecies, OldSpecies, OldSubspecies], Members(new ListEntry(Species, false)));

    [Fact]
    public void A_list_that_uses_an_old_name_keeps_the_same() =>
        Assert.Equal(Members(new ListEntry(Species, false)), Members(new ListEntry(OldSpecies, false)));

    [Fact]
    public void A_listed_subspecies_does_not_keep_its_species() =>
        Assert.Equal([Subspecies, OldSubspecies], Members(new ListEntry(Subspecies, false)));

    [Fact]
    public void A_listed_subspecies_keeps_the_class_of_its_species_where_it_has_no_class_of_its_own()
    {
        var listed = ListedTaxa.Of(Tree, [new(Subspecies, false)]);

        Assert.Equal([Species, Subspecies, OldSpecies, OldSubspecies], listed.For(new HashSet<long> { OldSpecies, Sister }).Order());
        Assert.DoesNotContain(Species, listed.For(new HashSet<long> { Species, Subspecies }));
        Assert.DoesNotContain(Species, listed.For(new HashSet<long> { Species, OldSubspecies }));
    }

    [Fact]
    public void A_higher_taxon_keeps_only_itself_unless_its_entry_includes_descendants()
    {
        Assert.Equal([Genus], Members(new ListEntry(Genus, false)));
        Assert.Equal(
            [Genus, Species, Subspecies, OldSpecies, OldSubspecies, Sister], Members(new ListEntry(Genus, true)));
        Assert.Equal(Tree.Count, Members(new ListEntry(Family, true)).Length);
    }

    [Fact]
    public void A_genus_does_not_keep_what_has_moved_to_another_one() =>
        Assert.Equal([OldGenus], Members(new ListEntry(OldGenus, true)));

    [Fact]
    public void An_entry_of_a_taxon_that_is_not_in_the_tree_is_an_error() =>
        Assert.Throws<KeyNotFoundException>(() => Members(new ListEntry(99, false)));

    [Fact]
    public void More_entries_never_keep_fewer()
    {
        var entries = Gen.Select(Gen.Long[1, 9], Gen.Bool, (id, descendants) => new ListEntry(id, descendants)).Array[0, 4];

        Gen.Select(DirtyTrees.Taxa, entries, entries).Sample((taxa, some, more) =>
        {
            var tree = new TaxonTree(taxa);
            var known = some.Where(entry => tree.Contains(entry.TaxonId)).ToList();
            var added = more.Where(entry => tree.Contains(entry.TaxonId)).ToList();
            var members = ListedTaxa.Of(tree, known).Names;
            Assert.Subset(ListedTaxa.Of(tree, known.Concat(added)).Names.ToHashSet(), members.ToHashSet());
            Assert.All(known, entry => Assert.Contains(entry.TaxonId, members));
            Assert.All(taxa, taxon => Assert.Equal(members.Contains(taxon.Id), members.Contains(tree.AcceptedOf(taxon.Id))));
        });
    }

    [Fact]
    public void Changing_some_entries_lists_what_listing_all_of_them_anew_does()
    {
        var entries = Gen.Select(Gen.Long[1, 9], Gen.Bool, (id, descendants) => new ListEntry(id, descendants)).Array[0, 5];
        var changes = Gen.Select(Gen.Long[1, 9], Gen.OneOf(Gen.Const((bool?)null), Gen.Bool.Select(included => (bool?)included))).Array[0, 4];

        Gen.Select(DirtyTrees.Taxa, entries, changes).Sample((taxa, listed, changed) =>
        {
            var tree = new TaxonTree(taxa);
            var before = ListedTaxa.Of(tree, listed.Where(entry => tree.Contains(entry.TaxonId)));
            var byTaxon = changed.Where(change => tree.Contains(change.Item1))
                .GroupBy(change => tree.AcceptedOf(change.Item1)).ToDictionary(change => change.Key, change => change.Last().Item2);

            var after = before.With(byTaxon);

            var anew = ListedTaxa.Of(tree, before.Entries.Where(entry => !byTaxon.ContainsKey(entry.Key))
                .Concat(byTaxon.Where(change => change.Value is not null).Select(change => new KeyValuePair<long, bool>(change.Key, change.Value!.Value)))
                .Select(entry => new ListEntry(entry.Key, entry.Value)));
            Assert.Equal(anew.Names.Order(), after.Names.Order());
            foreach (var classTaxa in taxa.Select(taxon => new HashSet<long> { taxon.Id }))
                Assert.Equal(anew.For(classTaxa).Order(), after.For(classTaxa).Order());
            Assert.Equal(
                ListedTaxa.Of(tree, listed.Where(entry => tree.Contains(entry.TaxonId))).Names.Order(), before.Names.Order());
        });
    }

    [Fact]
    public void A_classifier_can_name_an_entry_exactly_where_the_entry_keeps_a_class_of_it()
    {
        Gen.Select(DirtyTrees.Taxa, Gen.Long[1, 9].Array[0, 4]).Sample((taxa, classes) =>
        {
            var tree = new TaxonTree(taxa);
            var classTaxa = classes.Where(tree.Contains).ToHashSet();
            var nameable = NameableTaxa.Of(tree, classTaxa);
            var entries = taxa.SelectMany(taxon => new[] { new ListEntry(taxon.Id, false), new ListEntry(taxon.Id, true) });
            Assert.All(entries, entry => Assert.Equal(ListedTaxa.Of(tree, [entry]).For(classTaxa).Overlaps(classTaxa), nameable.Includes(entry)));
        });
    }

    private static long[] Members(params ListEntry[] entries) => [.. ListedTaxa.Of(Tree, entries).Names.Order()];
}
