using Antenna.Core.TaxaLists;
using Antenna.Core.Taxonomy;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.TaxaLists;

/// <summary>What two people's changes of one list make together, by the taxa that are listed.</summary>
public sealed class ListMergeTests
{
    private const long Family = 1, Genus = 2, First = 3, Second = 4, Third = 5, Subspecies = 6;

    private static readonly Dictionary<string, MergeSide> NoChoices = [];

    private static readonly TaxonTree Tree = new(
    [
        new TaxonNode(Family, "Saturniidae", Rank.Family, null, null),
        new TaxonNode(Genus, "Actias", Rank.Genus, Family, null),
        new TaxonNode(First, "Actias isis", Rank.Species, Genus, null),
        new TaxonNode(Second, "Actias luna", Rank.Species, Genus, null),
        new TaxonNode(Third, "Actias selene", Rank.Species, Genus, null),
        new TaxonNode(Subspecies, "Actias isis minor", Rank.Subspecies, First, null),
    ]);

    [Fact]
    public void Merging_without_a_conflict_lists_what_neither_struck_and_what_either_added()
    {
        Gen.Select(TaxaListTrees.Tree, TaxaListTrees.Entries, TaxaListTrees.Steps, TaxaListTrees.Steps).Sample((tree, entries, their, my) =>
        {
            var (merge, before, theirs, mine) = Merge(tree, entries, their, my);
            if (merge.Changes.Conflicts.Count > 0)
                return;

            var listed = Listed(tree, merge, NoChoices);

            Assert.Equal(Together(before, theirs, mine).Order(), listed.Order());
        });
    }

    [Fact]
    public void Merging_any_two_lists_without_a_conflict_lists_what_neither_struck_and_what_either_added()
    {
        Gen.Select(TaxaListTrees.Tree, TaxaListTrees.Entries, TaxaListTrees.Entries, TaxaListTrees.Entries).Sample((tree, entries, their, my) =>
        {
            var names = TaxaListTrees.NamesOf(tree, entries);
            var (theirs, mine) = (TaxaListTrees.NamesOf(tree, their), TaxaListTrees.NamesOf(tree, my));
            var merge = Merge(tree, names, theirs, mine);
            if (merge.Changes.Conflicts.Count > 0)
                return;

            var listed = Listed(tree, merge, NoChoices);

            Assert.Equal(
                Together(TaxaListTrees.TaxaOf(tree, names.Values).Names, TaxaListTrees.TaxaOf(tree, theirs.Values).Names, TaxaListTrees.TaxaOf(tree, mine.Values).Names).Order(), listed.Order());
        });
    }

    [Fact]
    public void What_one_side_struck_is_not_listed_where_that_side_is_chosen_and_what_both_still_list_is_whatever_is_chosen()
    {
        Gen.Select(TaxaListTrees.Tree, TaxaListTrees.Entries, TaxaListTrees.Steps, TaxaListTrees.Steps, Gen.Enum<MergeSide>()).Sample((tree, entries, their, my, side) =>
        {
            var (merge, before, theirs, mine) = Merge(tree, entries, their, my);

            var listed = Listed(tree, merge, merge.Changes.Conflicts.ToDictionary(conflict => conflict.Key, _ => side));

            Assert.Empty(before.Except(side is MergeSide.Mine ? mine : theirs).Intersect(listed));
            Assert.Subset(listed.ToHashSet(), before.Intersect(theirs).Intersect(mine).ToHashSet());
            Assert.Subset(theirs.Union(mine).ToHashSet(), listed.ToHashSet());
        });
    }

    [Fact]
    public void Who_strike_what_is_below_one_taxon_with_descendants_contradict_one_another_nowhere()
    {
        var strikes = Gen.Long[1, 9].Array[1, 4];
        Gen.Select(TaxaListTrees.Tree, Gen.Long[1, 9], strikes, strikes).Sample((tree, top, their, my) =>
        {
            if (!tree.Contains(top))
                return;
            var (merge, before, theirs, mine) = Merge(tree, [new(tree.AcceptedOf(top), true)], Below(their), Below(my));

            Assert.Empty(merge.Changes.Conflicts);
            Assert.Equal(before.Intersect(theirs).Intersect(mine).Order(), Listed(tree, merge, NoChoices).Order());

            (long, int)[] Below(long[] struck) => [.. struck.Where(taxon => tree.Contains(taxon) && tree.AcceptedOf(taxon) != tree.AcceptedOf(top)).Select(taxon => (taxon, 0))];
        });
    }

    [Fact]
    public void Two_who_each_strike_a_species_of_a_genus_with_descendants_both_strike_it()
    {
        var merge = Merge([new(Genus, true)], [new(Genus, false), new(Second, false), new(Third, false)], [new(Genus, false), new(First, false), new(Third, false)]);

        Assert.Empty(merge.Changes.Conflicts);
        Assert.Equal([Genus, Third], Listed(Tree, merge, NoChoices));
    }

    [Theory]
    [InlineData(MergeSide.Mine, new long[] { })]
    [InlineData(MergeSide.Theirs, new[] { Genus, Second, Third })]
    public void A_choice_about_a_genus_with_descendants_counts_for_what_was_listed_with_it(MergeSide side, long[] listed)
    {
        var merge = Merge([new(Genus, true)], [new(Genus, false), new(Second, false), new(Third, false)], []);

        Assert.Equal(["Actias"], merge.Changes.Conflicts.Select(conflict => conflict.Name.Name));
        Assert.Equal(listed, Listed(Tree, merge, Choose(merge, side)));
    }

    [Fact]
    public void A_choice_about_a_genus_does_not_bring_back_a_species_that_was_struck_by_itself()
    {
        // The draft strikes the genus and leaves the species, which has an entry of its own; the other struck just that.
        var merge = Merge([new(Genus, true), new(First, false)], [new(Genus, false), new(Second, false), new(Third, false)], [new(First, false)]);

        Assert.Equal(["Actias"], merge.Changes.Conflicts.Select(conflict => conflict.Name.Name));
        Assert.Empty(Listed(Tree, merge, Choose(merge, MergeSide.Mine)));
    }

    [Fact]
    public void A_species_that_both_still_list_stays_though_each_removed_another_of_the_entries_that_list_it()
    {
        var merge = Merge([new(Genus, true), new(First, false)], [new(Genus, true)], [new(Genus, false), new(First, false), new(Third, false)]);

        Assert.Empty(merge.Changes.Conflicts);
        Assert.Equal([Genus, First, Third, Subspecies], Listed(Tree, merge, NoChoices));
    }

    [Theory]
    [InlineData(MergeSide.Mine, new[] { Family, Genus, Second, Third })]
    [InlineData(MergeSide.Theirs, new[] { Family, Genus, First, Second, Third, Subspecies })]
    public void A_species_that_one_strikes_and_the_other_lists_anew_with_its_family_is_asked_about(MergeSide side, long[] listed)
    {
        var merge = Merge([new(First, false), new(Second, false)], [new(First, false), new(Second, false), new(Family, true)], [new(Second, false)]);

        var conflict = Assert.Single(merge.Changes.Conflicts);
        Assert.Equal(("Actias isis", null), (conflict.Theirs!.Name, conflict.Mine));
        Assert.Equal(listed, Listed(Tree, merge, Choose(merge, side)));
    }

    [Fact]
    public void A_genus_that_one_strikes_and_the_other_lists_anew_is_asked_about_once_with_its_species()
    {
        var merge = Merge([new(Genus, true)], [new(Genus, true), new(Family, true)], []);

        Assert.Equal(["Actias"], merge.Changes.Conflicts.Select(conflict => conflict.Name.Name));
        Assert.Equal([Family], Listed(Tree, merge, Choose(merge, MergeSide.Mine)));
    }

    [Theory]
    [InlineData(MergeSide.Mine, new long[] { })]
    [InlineData(MergeSide.Theirs, new[] { First, Subspecies })]
    public void A_subspecies_that_one_strikes_is_asked_about_with_the_species_that_the_other_adds(MergeSide side, long[] listed)
    {
        var merge = Merge([new(Subspecies, false)], [new(Subspecies, false), new(First, false)], []);

        Assert.Equal(["Actias isis"], merge.Changes.Conflicts.Select(conflict => conflict.Name.Name));
        Assert.Equal(listed, Listed(Tree, merge, Choose(merge, side)));
    }

    [Fact]
    public void What_stays_listed_and_cannot_be_named_is_told()
    {
        var taxonomy = TaxonomyOf(Tree);
        var names = NamesOf([new(First, false)]);
        var theirs = NamesOf([new(First, false), new(Genus, true)]);
        var merge = ListMerge.Of(names, theirs, Changes(names, []), taxonomy with { AcceptedOf = name => name.Name == "Actias selene" ? null : taxonomy.AcceptedOf(name) });

        var merged = merge.Merged(Choose(merge, MergeSide.Mine));

        Assert.Equal(["Actias selene"], merged.Unlisted);
    }

    [Fact]
    public void A_name_is_struck_though_the_other_brought_a_homonym_and_its_key_has_the_kingdom_since()
    {
        var (animal, plant) = (Oenanthe("Animalia"), Oenanthe("Plantae"));
        var merge = MergeNames([animal], [animal.BesideHomonym(), plant.BesideHomonym()], []);

        Assert.Empty(merge.Changes.Conflicts);
        Assert.Equal(["oenanthe genus, plantae"], merge.Merged(NoChoices).Names.Keys);
    }

    [Fact]
    public void A_homonym_is_struck_though_the_other_saved_a_list_without_the_other_one_and_no_kingdom_in_its_key()
    {
        var (animal, plant) = (Oenanthe("Animalia"), Oenanthe("Plantae"));
        var merge = MergeNames([animal.BesideHomonym(), plant.BesideHomonym()], [animal], [plant.BesideHomonym()]);

        Assert.Empty(merge.Changes.Conflicts);
        Assert.Empty(merge.Merged(NoChoices).Names);
    }

    [Fact]
    public void Homonyms_that_two_people_add_are_both_listed()
    {
        var merge = MergeNames([], [Oenanthe("Animalia")], [Oenanthe("Plantae")]);

        Assert.Empty(merge.Changes.Conflicts);
        Assert.Equal(["oenanthe genus", "oenanthe genus, plantae"], merge.Merged(NoChoices).Names.Keys.Order(StringComparer.Ordinal));
        Assert.All(merge.Merged(NoChoices).Names, name => Assert.Equal(name.Key, name.Value.Key));
    }

    [Fact]
    public void A_name_without_a_kingdom_that_one_strikes_and_the_other_tells_apart_is_asked_about()
    {
        var merge = MergeNames([new("Oenanthe", Rank.Genus)], [Oenanthe("Animalia").BesideHomonym(), Oenanthe("Plantae").BesideHomonym()], []);

        Assert.Equal(["animalia", "plantae"], merge.Changes.Conflicts.Select(conflict => conflict.Name.HomonymKingdom));
        Assert.Empty(merge.Merged(Choose(merge, MergeSide.Mine)).Names);
    }

    [Fact]
    public void What_is_saved_keeps_its_keys()
    {
        Gen.Select(Names, Names, Names).Sample((names, theirs, mine) =>
        {
            // A draft that changes nothing, and one that changes what was saved anyway.
            var untouched = Merge(names, theirs, names).Merged(NoChoices).Names;
            Assert.Equal(Contents(theirs.Values), Contents(untouched.Values));
            Assert.Equal(Contents(mine.Values), Contents(Merge(names, mine, mine).Merged(NoChoices).Names.Values));
        });

        ListMerge Merge(Dictionary<string, ListedName> names, Dictionary<string, ListedName> theirs, Dictionary<string, ListedName> mine) =>
            ListMerge.Of(names, theirs, Changes(names, mine), TaxonomyOf(Tree));
    }

    /// <summary>The names of a homonym that a list may have: none, one without its kingdom in the key, or each with it.</summary>
    private static readonly Gen<Dictionary<string, ListedName>> Names = Gen.OneOf(((ListedName[][])[
            [], [new("Oenanthe", Rank.Genus)], [Oenanthe("Animalia")], [Oenanthe("Plantae")], [Oenanthe("Animalia").BesideHomonym()],
            [Oenanthe("Animalia").BesideHomonym(), Oenanthe("Plantae").BesideHomonym()], [Oenanthe("Animalia"), Oenanthe("Plantae").BesideHomonym()],
            [new("Oenanthe", Rank.Genus), Oenanthe("Plantae").BesideHomonym()]]).Select(names => Gen.Const(names)).ToArray())
        .Select(names => names.ToDictionary(name => name.Key));

    private static IEnumerable<string> Contents(IEnumerable<ListedName> names) => names.Select(name => name.Content).Order(StringComparer.Ordinal);

    private static IEnumerable<long> Together(IEnumerable<long> before, IReadOnlySet<long> theirs, IReadOnlySet<long> mine) =>
        theirs.Intersect(mine).Union(theirs.Union(mine).Except(before));

    private static (ListMerge Merge, IReadOnlySet<long> Before, IReadOnlySet<long> Theirs, IReadOnlySet<long> Mine) Merge(
        TaxonTree tree, ListEntry[] entries, (long, int)[] their, (long, int)[] my)
    {
        var names = TaxaListTrees.NamesOf(tree, entries);
        var (theirs, mine) = (TaxaListTrees.After(tree, names, their), TaxaListTrees.After(tree, names, my));
        return (
            Merge(tree, names, theirs, mine), TaxaListTrees.TaxaOf(tree, names.Values).Names, TaxaListTrees.TaxaOf(tree, theirs.Values).Names,
            TaxaListTrees.TaxaOf(tree, mine.Values).Names);
    }

    private static ListMerge Merge(TaxonTree tree, Dictionary<string, ListedName> names, Dictionary<string, ListedName> theirs, Dictionary<string, ListedName> mine) =>
        ListMerge.Of(names, theirs, Changes(names, mine), TaxaListTrees.TaxonomyOf(tree));

    private static IReadOnlyList<long> Listed(TaxonTree tree, ListMerge merge, Dictionary<string, MergeSide> choices)
    {
        var merged = merge.Merged(choices);
        Assert.Empty(merged.Unlisted);
        Assert.All(merged.Names, name => Assert.Equal(name.Key, name.Value.Key));
        return [.. (tree == Tree ? TaxaOf(merged.Names.Values) : TaxaListTrees.TaxaOf(tree, merged.Names.Values)).Names.Order()];
    }

    private static Dictionary<string, MergeSide> Choose(ListMerge merge, MergeSide side) => merge.Changes.Conflicts.ToDictionary(conflict => conflict.Key, _ => side);

    private static ListMerge Merge(ListEntry[] names, ListEntry[] theirs, ListEntry[] mine)
    {
        var before = NamesOf(names);
        return ListMerge.Of(before, NamesOf(theirs), Changes(before, NamesOf(mine)), TaxonomyOf(Tree));
    }

    private static ListMerge MergeNames(ListedName[] names, ListedName[] theirs, ListedName[] mine)
    {
        var before = names.ToDictionary(name => name.Key);
        return ListMerge.Of(before, theirs.ToDictionary(name => name.Key), Changes(before, mine.ToDictionary(name => name.Key)), TaxonomyOf(Tree));
    }

    private static ListedName Oenanthe(string kingdom) => new("Oenanthe", Rank.Genus) { HigherTaxa = new Dictionary<Rank, string> { [Rank.Kingdom] = kingdom } };

    private static Dictionary<string, ListedName> NamesOf(ListEntry[] entries) =>
        entries.Select(entry => NameOf(entry.TaxonId) with { IncludeDescendants = entry.IncludeDescendants }).ToDictionary(name => name.Key);

    private static ListedName NameOf(long taxon) => new(Tree[taxon].Name, Tree[taxon].Rank);

    private static ListTaxonomy TaxonomyOf(TaxonTree tree)
    {
        var matcher = new NameMatcher(Enumerable.Range(1, tree.Count).Select(id => tree[id]).Select(taxon => new NamedTaxon(taxon.Id, taxon.Name, taxon.Rank, taxon.ParentId)));
        return new(tree, name => matcher.Resolve(name.ToQuery()).AcceptedTaxonId, NameOf);
    }

    private static ListedTaxa TaxaOf(IEnumerable<ListedName> names) => ListedTaxa.Of(Tree, names.Select(name => new ListEntry(TaxonomyOf(Tree).AcceptedOf(name)!.Value, name.IncludeDescendants)));

    private static List<NetChange> Changes(IReadOnlyDictionary<string, ListedName> before, Dictionary<string, ListedName> after) =>
    [
        .. before.Keys.Union(after.Keys).Select(key => new NetChange(key, before.GetValueOrDefault(key), after.GetValueOrDefault(key)))
            .Where(change => change.Before?.Content != change.After?.Content),
    ];
}
