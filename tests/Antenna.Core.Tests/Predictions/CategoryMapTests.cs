using Antenna.Core.Predictions;
using Xunit;

namespace Antenna.Core.Tests.Predictions;

public sealed class CategoryMapTests
{
    [Fact]
    public void Classes_stand_at_their_index_in_whatever_order_they_came()
    {
        var map = new CategoryMap([Unresolved(1, "b"), Unresolved(2, "c"), Unresolved(0, "a")]);

        Assert.Equal(["a", "b", "c"], map.Select(label => label.Label));
        Assert.Equal("c", map[2].Label);
        Assert.Equal(3, map.Count);
    }

    [Fact]
    public void Indices_that_are_not_0_to_the_last_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new CategoryMap([]));
        Assert.Throws<ArgumentException>(() => new CategoryMap([Unresolved(1, "a")]));
        Assert.Throws<ArgumentException>(() => new CategoryMap([Unresolved(0, "a"), Unresolved(0, "b")]));
        var gap = Assert.Throws<ArgumentException>(() => new CategoryMap([Unresolved(0, "a"), Unresolved(2, "Pieris rapae")]));
        Assert.Contains("expected 1, found 2 ('Pieris rapae')", gap.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_has_a_taxon_exactly_where_it_means_one()
    {
        Assert.Throws<ArgumentException>(() => new CategoryMap([new(0, "a", ClassMeaning.Taxon, null)]));
        Assert.Throws<ArgumentException>(() => new CategoryMap([new(0, "a", ClassMeaning.NotATaxon, 3)]));
        Assert.Throws<ArgumentException>(() => new CategoryMap([new(0, "a", ClassMeaning.Unresolved, 3)]));
    }

    [Fact]
    public void The_hash_is_of_the_ordered_labels_and_not_of_what_they_resolve_to()
    {
        var learned = new CategoryMap([new(0, "a", ClassMeaning.Taxon, 5), Unresolved(1, "b")]);

        Assert.Equal(Labels("a", "b").Hash, learned.Hash);
        Assert.NotEqual(Labels("a", "b").Hash, Labels("b", "a").Hash);
        Assert.NotEqual(Labels("ab", "c").Hash, Labels("a", "bc").Hash);
        Assert.NotEqual(Labels("a").Hash, Labels("a", "").Hash);
    }

    [Fact]
    public void The_hash_never_changes_between_versions_of_the_product() =>
        Assert.Equal(
            "0140b64b142089372037fc311a8a8229c70bb34c5b0e39824860c19bb0c2372f",
            Labels("Pieris rapæ", "background").Hash);

    [Fact]
    public void Labels_may_repeat() => Assert.Equal(2, Labels("unknown", "unknown").Count);

    private static CategoryMap Labels(params string[] labels) => new([.. labels.Select((label, index) => Unresolved(index, label))]);

    private static ClassLabel Unresolved(int index, string label) => new(index, label, ClassMeaning.Unresolved, null);
}
