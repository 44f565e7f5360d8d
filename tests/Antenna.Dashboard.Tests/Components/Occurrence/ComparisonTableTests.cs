using AngleSharp.Dom;
using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Occurrence;
using Bunit;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

public sealed class ComparisonTableTests : BunitContext
{
    private static readonly TriedMask Mask = new TriedMask()
        .Other("Campaea perlata", 0.9).Other("background", 0.06).Listed("Protoboarmia porcelaria", 0.028).Other("?mystery", 0.012);

    [Fact]
    public void A_row_is_one_class_with_both_ranks_and_both_scores()
    {
        var rows = Render(Mask, ScoreMode.Reweighted);

        Assert.Equal(
            ["1 Campaea perlata 0.90 out not on the list", "2 background 0.060 ↑ 1 winner 1 background no taxon 0.68", "3 Protoboarmia porcelaria 0.028 ↑ 1 2 Protoboarmia porcelaria 0.32", "4 ?mystery 0.012 out the label resolves to no taxon"],
            rows.Select(TextOf));
    }

    [Fact]
    public void What_is_excluded_is_struck_through_and_the_winner_marked()
    {
        var rows = Render(Mask, ScoreMode.Reweighted);

        Assert.Equal([true, false, false, true], rows.Select(row => row.QuerySelector("th .struck") is not null));
        Assert.Equal([false, true, false, false], rows.Select(row => row.ClassList.Contains("wins")));
    }

    [Fact]
    public void A_masked_row_of_absolute_scores_shows_the_reweighted_one_as_well()
    {
        var rows = Render(Mask, ScoreMode.Absolute);

        Assert.Equal("2 background 0.060 ↑ 1 winner 1 background no taxon 0.060 0.68", TextOf(rows[1]));
    }

    [Fact]
    public void All_bars_are_on_one_scale()
    {
        var rows = Render(Mask, ScoreMode.Reweighted);

        Assert.Equal(["90%", "6%", "68.182%", "2.8%", "31.818%", "1.2%"], rows.SelectMany(row => row.QuerySelectorAll(".bar span")).Select(bar => bar.GetAttribute("style")!.Replace("width: ", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_class_that_came_from_below_has_its_original_rank_and_a_line_where_ranks_are_left_out()
    {
        var mask = new TriedMask();
        foreach (var number in Enumerable.Range(0, 12))
            mask.Other($"Genus{number} species", 0.08);
        var rows = Render(mask.Listed("Actias luna", 0.04), ScoreMode.Reweighted);

        Assert.Equal(11, rows.Count);
        Assert.Equal("13 Actias luna 0.040 ↑ 12 winner 1 Actias luna 1", TextOf(rows[^1]));
        Assert.Equal([.. Enumerable.Repeat(false, 10), true], rows.Select(row => row.ClassList.Contains("skips")));
    }

    [Fact]
    public void Where_the_mask_keeps_nothing_kept_classes_show_the_reason()
    {
        var rows = Render(new TriedMask().Other("Campaea perlata", 1).Listed("Actias luna", 0), ScoreMode.Reweighted);

        Assert.Equal("1 Campaea perlata 1 out not on the list", TextOf(Assert.Single(rows)));
    }

    private IReadOnlyList<IElement> Render(TriedMask mask, ScoreMode mode) => Render<ComparisonTable>(parameters => parameters
        .Add(table => table.Prediction, mask.Predict())
        .Add(table => table.Mode, mode)).FindAll("tbody tr");

    private static string TextOf(IElement row) => string.Join(' ', row.Children
        .Select(cell => cell.QuerySelector(".change [aria-hidden]")?.TextContent ?? string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        .Where(text => text.Length > 0));
}
