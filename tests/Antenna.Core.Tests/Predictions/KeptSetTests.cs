using Antenna.Core.Predictions;
using CsCheck;
using Xunit;
using static Antenna.Core.Tests.Predictions.Group;

namespace Antenna.Core.Tests.Predictions;

public sealed class KeptSetTests
{
    private static readonly CategoryMap Map = new(
    [
        new(0, "Danaus plexippus", ClassMeaning.Taxon, 70),
        new(1, "Vanessa atalanta", ClassMeaning.Taxon, 71),
        new(2, "Danaus plexippus plexippus", ClassMeaning.Taxon, 70),
        new(3, "sp. 14b", ClassMeaning.Unresolved, null),
        new(4, "background", ClassMeaning.NotATaxon, null),
    ]);

    [Fact]
    public void Listed_taxa_and_what_is_not_a_taxon_are_kept()
    {
        var kept = KeptSet.From(Map, new HashSet<long> { 70, 99 });

        Assert.Equal([true, false, true, false, false], Flags(kept, kept.IsListed));
        Assert.Equal([false, false, false, false, true], Flags(kept, kept.IsNotATaxon));
        Assert.Equal([true, false, true, false, true], Flags(kept, kept.IsKept));
        Assert.Equal((5, 2, 1, 3), (kept.ClassCount, kept.ListedCount, kept.NotATaxonCount, kept.KeptCount));
    }

    [Fact]
    public void An_unresolved_class_is_excluded_whatever_is_listed()
    {
        var kept = KeptSet.From(Map, Enumerable.Range(0, 1000).Select(id => (long)id).ToHashSet());

        Assert.False(kept.IsKept(3));
    }

    [Fact]
    public void A_list_without_any_of_the_classes_lists_none_but_keeps_the_background()
    {
        var kept = KeptSet.From(Map, new HashSet<long> { 99 });

        Assert.Equal((0, 1), (kept.ListedCount, kept.KeptCount));
    }

    [Fact]
    public void Bits_stand_lowest_first()
    {
        var kept = MaskedRow.KeptSetOf(Listed, OffList, Listed, OffList, OffList, OffList, OffList, Listed, Nothing, Listed);

        Assert.Equal([0b1000_0101, 0b0000_0010], kept.ListedBits.ToArray());
        Assert.Equal([0b0000_0000, 0b0000_0001], kept.NotATaxonBits.ToArray());
    }

    [Fact]
    public void Stored_bits_give_the_same_set_back() => MaskedRow.Any.Sample(row =>
    {
        var kept = row.Kept;
        var again = KeptSet.FromBits(kept.ClassCount, kept.ListedBits.Span, kept.NotATaxonBits.Span);

        Assert.Equal(kept.Hash, again.Hash);
        Assert.Equal(Flags(kept, kept.IsListed), Flags(again, again.IsListed));
        Assert.Equal(Flags(kept, kept.IsNotATaxon), Flags(again, again.IsNotATaxon));
        Assert.Equal(row.Predict(kept).Masses, row.Predict(again).Masses);
    });

    [Fact]
    public void Lists_that_keep_the_same_classes_are_one_mask()
    {
        var one = KeptSet.From(Map, new HashSet<long> { 71 });
        var other = KeptSet.From(Map, new HashSet<long> { 71, 12, 13 });

        Assert.Equal(one.Hash, other.Hash);
    }

    [Fact]
    public void Anything_that_is_kept_differently_is_another_mask()
    {
        string[] hashes =
        [
            MaskedRow.KeptSetOf(Listed, OffList).Hash,
            MaskedRow.KeptSetOf(OffList, Listed).Hash,
            MaskedRow.KeptSetOf(Nothing, OffList).Hash,
            MaskedRow.KeptSetOf(Listed, Nothing).Hash,
            MaskedRow.KeptSetOf(Listed, OffList, OffList).Hash,
        ];

        Assert.Distinct(hashes);
    }

    [Fact]
    public void The_hash_never_changes_between_versions_of_the_product() =>
        Assert.Equal(
            "09b127030bd57ec4257873a59b5c8fb4b044b613c5a4ddbb7b74ee467374587f",
            MaskedRow.KeptSetOf(Listed, OffList, Nothing).Hash);

    [Fact]
    public void Everything_keeps_every_class()
    {
        var everything = KeptSet.Everything(67);

        Assert.All(Enumerable.Range(0, 67), index => Assert.True(everything.IsListed(index)));
        Assert.Equal(67, everything.KeptCount);
    }

    [Theory]
    [InlineData(9, new byte[] { 1 }, new byte[] { 0 }, "listed")]
    [InlineData(9, new byte[] { 1, 0 }, new byte[] { 0 }, "notATaxon")]
    [InlineData(9, new byte[] { 1, 2 }, new byte[] { 0, 0 }, "listed")]
    [InlineData(9, new byte[] { 1, 0 }, new byte[] { 0, 0x80 }, "notATaxon")]
    [InlineData(9, new byte[] { 3, 0 }, new byte[] { 2, 0 }, "notATaxon")]
    public void Bits_that_make_no_sense_are_refused(int classCount, byte[] listed, byte[] notATaxon, string parameter) =>
        Assert.Throws<ArgumentException>(parameter, () => KeptSet.FromBits(classCount, listed, notATaxon));

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void A_class_that_the_classifier_has_not_is_neither_kept_nor_excluded(int index)
    {
        var kept = KeptSet.From(Map, new HashSet<long> { 70 });

        Assert.Throws<ArgumentOutOfRangeException>(() => kept.IsKept(index));
    }

    private static IEnumerable<bool> Flags(KeptSet kept, Func<int, bool> flag) =>
        Enumerable.Range(0, kept.ClassCount).Select(flag);
}
