using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Occurrences;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Occurrences;

/// <summary>A filter in words.</summary>
public class FilterChipTests
{
    private static readonly OccurrenceFilterNames Names = new(
        new(1, "Hills"),
        "July",
        "Beech slope",
        new(3, "Noctuidae", Rank.Family),
        new(5, "wide", "Wide", AlgorithmKind.Classifier),
        new(6, "mask", "Wide masked", AlgorithmKind.Masking),
        new(8, 7, "Vermont", 3),
        new(10, "Acronicta psi", Rank.Species),
        new(11, "Acronicta grisea", Rank.Species));

    public static TheoryData<OccurrenceFilter, string> Filters => new()
    {
        { new() { Search = " 0123 " }, "id 0123" },
        { new() { Search = "psi" }, "name with “psi”" },
        { new() { TaxonId = 3 }, "Noctuidae and all below it" },
        { new() { TaxonId = 3, IsTaxonAlone = true }, "Noctuidae and nothing below it" },
        { new() { CaptureSetId = 1 }, "capture set July" },
        { new() { DeploymentId = 1 }, "station Beech slope" },
        { new() { From = new(2024, 7, 1), To = new(2024, 7, 1) }, "seen on 2024-07-01" },
        { new() { From = new(2024, 7, 1), To = new(2024, 7, 9) }, "seen from 2024-07-01 to 2024-07-09" },
        { new() { From = new(2024, 7, 1) }, "seen on 2024-07-01 or later" },
        { new() { To = new(2024, 7, 1) }, "seen on 2024-07-01 or earlier" },
        { new() { MinScore = 0.25 }, "machine score 0.25 or more" },
        { new() { MaxScore = 0.001 }, "machine score 0.001 or less" },
        { new() { MinScore = 0.2, MaxScore = 0.5 }, "machine score 0.2 to 0.5" },
        { new() { Verified = true }, "verified" },
        { new() { Verified = false }, "not verified" },
        { new() { RanAlgorithmId = 5 }, "Wide ran" },
        { new() { NotRanAlgorithmId = 6 }, "Wide masked did not run" },
        { new() { List = new(8, Listed: true) }, "on Vermont v3" },
        { new() { List = new(8, Listed: false) }, "not on Vermont v3" },
        { new() { ChangedBy = new(9) }, "changed by run 9" },
        { new() { ChangedBy = new(9, new(10, 11)) }, "changed by run 9: Acronicta psi → Acronicta grisea" },
        { new() { ChangedBy = new(9, new(null, 11)) }, "changed by run 9: none → Acronicta grisea" },
        { new() { ChangedBy = new(9, new(10, null)) }, "changed by run 9: Acronicta psi → none" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void Each_filter_is_shown_in_words_and_can_be_removed(OccurrenceFilter filter, string words)
    {
        var chip = Assert.Single(FilterChip.Of(filter with { ProjectId = 1 }, Names));

        Assert.Equal(words, chip.Text);
        Assert.Equal(new() { ProjectId = 1 }, chip.Without);
    }

    [Fact]
    public void Removing_one_filter_leaves_the_others()
    {
        var filter = new OccurrenceFilter { ProjectId = 1, Verified = true, MinScore = 0.5, TaxonId = 3 };

        var chips = FilterChip.Of(filter, Names);

        Assert.Equal(
            [filter with { TaxonId = null }, filter with { MinScore = null }, filter with { Verified = null }],
            chips.Select(chip => chip.Without));
    }

    [Fact]
    public void What_a_filter_names_and_is_not_there_is_shown_as_missing()
    {
        var nothing = new OccurrenceFilterNames(null, null, null, null, null, null, null, null, null);

        var chips = FilterChip.Of(new() { CaptureSetId = 99, TaxonId = 98 }, nothing);

        Assert.Equal(["98 (which is not there) and all below it", "capture set 99 (which is not there)"], chips.Select(chip => chip.Text));
    }

    [Theory]
    [InlineData("1.2", 1L, 2L)]
    [InlineData("none.2", null, 2L)]
    [InlineData("1.none", 1L, null)]
    public void A_transition_is_read_as_it_is_written_in_an_address(string text, long? from, long? to)
    {
        var transition = AddressValue.Transition(text);

        Assert.Equal(new TaxonTransition(from, to), transition);
        Assert.Contains(
            $"change={text}",
            DashboardUrls.Occurrences(new OccurrenceFilter { ChangedBy = new(9, transition) }),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("a.b")]
    [InlineData("1.-2")]
    public void A_text_that_is_no_transition_is_none(string? text) =>
        Assert.Null(AddressValue.Transition(text));
}
