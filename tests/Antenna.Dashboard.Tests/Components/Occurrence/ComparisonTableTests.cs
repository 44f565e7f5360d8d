using System.Globalization;
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

        Assert.Equal(["Campaea perlata", "background no taxon", "Protoboarmia porcelaria", "?mystery"], rows.Select(row => row.CellText("Class")));
        Assert.Equal([("1", "0.90"), ("2", "0.060"), ("3", "0.028"), ("4", "0.012")], rows.Select(row => AnswerOf(row, "Original", "Raw")));
        Assert.Equal(["out", "↑ 1", "↑ 1", "out"], rows.Select(row => MoveOf(row, "Masked")));
        Assert.Equal([Because("not listed"), ("winner 1", "0.68"), ("2", "0.32"), Because("unresolved label")], rows.Select(row => AnswerOf(row, "Masked", "Reweighted")));
    }

    [Fact]
    public void What_is_excluded_is_struck_through_and_the_winner_marked()
    {
        var rows = Render(Mask, ScoreMode.Reweighted);

        Assert.Equal([true, false, false, true], rows.Select(row => row.QuerySelector("th .struck") is not null));
        Assert.Equal([false, true, false, false], rows.Select(row => row.QuerySelector(".wins") is not null));
    }

    [Fact]
    public void A_masked_row_of_absolute_scores_shows_the_reweighted_one_as_well()
    {
        var rows = Render(Mask, ScoreMode.Absolute);

        var background = Row(rows, "background no taxon");
        Assert.Equal(("2", "0.060"), AnswerOf(background, "Original", "Raw"));
        Assert.Equal(("winner 1", "0.060"), AnswerOf(background, "Masked", "Raw"));
        Assert.Equal("0.68", background.CellText("Reweighted", "Masked"));
    }

    [Fact]
    public void All_bars_are_on_one_scale()
    {
        var rows = Render(Mask, ScoreMode.Reweighted);

        Assert.Equal(["90%", "6%", "68.182%", "2.8%", "31.818%", "1.2%"], WidthsOf(rows));
    }

    [Fact]
    public void Logarithmic_bars_run_from_the_decade_of_the_smallest_score()
    {
        var table = Render<ComparisonTable>(parameters => parameters
            .Add(each => each.Columns, ComparisonColumn.Of(new TriedMask().Other("Campaea perlata", 0.9).Listed("Actias luna", 0.09).Other("Samia cynthia", 0.01).Predict(), ScoreMode.Absolute))
            .Add(each => each.IsLogarithmic, true));

        var widths = WidthsOf(table.FindAll("tbody tr")).Select(width => double.Parse(width[..^1], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal([98.5, 65.1, 65.1, 33.3], widths, (expected, actual) => Math.Abs(expected - actual) < 0.1);
        Assert.Contains("logarithmic, from 0.001 to 1", table.Find(".scale").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_came_from_below_has_its_original_rank_and_a_line_where_ranks_are_left_out()
    {
        var mask = new TriedMask();
        foreach (var number in Enumerable.Range(0, 12))
            mask.Other($"Genus{number} species", 0.08);
        var rows = Render(mask.Listed("Actias luna", 0.04), ScoreMode.Reweighted);

        Assert.Equal(11, rows.Count);
        var last = rows[^1];
        Assert.Equal(("Actias luna", ("13", "0.040"), "↑ 12", ("winner 1", "1")), (last.CellText("Class"), AnswerOf(last, "Original", "Raw"), MoveOf(last, "Masked"), AnswerOf(last, "Masked", "Reweighted")));
        Assert.Equal([.. Enumerable.Repeat(false, 10), true], rows.Select(row => row.ClassList.Contains("skips")));
    }

    [Fact]
    public void Where_the_mask_keeps_nothing_kept_classes_show_the_reason()
    {
        var rows = Render(new TriedMask().Other("Campaea perlata", 1).Listed("Actias luna", 0), ScoreMode.Reweighted);

        var row = Assert.Single(rows);
        Assert.Equal(("Campaea perlata", ("1", "1")), (row.CellText("Class"), AnswerOf(row, "Original", "Raw")));
        Assert.Equal(("out", Because("not listed")), (MoveOf(row, "Masked"), AnswerOf(row, "Masked", "Reweighted")));
    }

    [Fact]
    public void Three_answers_stand_side_by_side_each_with_its_rank_moves_from_the_first()
    {
        var (wide, narrow) = (Mask.Predict(), new TriedMask()
            .Listed("Campaea perlata", 0.9).Other("background", 0.06).Other("Protoboarmia porcelaria", 0.028).Other("?mystery", 0.012).Predict());

        var rows = Render(new("Masked", wide, ScoreMode.Reweighted), ComparisonColumn.Original(wide), new("Another list", narrow, ScoreMode.Reweighted));

        Assert.Equal(["Campaea perlata", "background no taxon", "Protoboarmia porcelaria", "?mystery"], rows.Select(row => row.CellText("Class")));
        Assert.Equal([Because("not listed"), ("winner 1", "0.68"), ("2", "0.32"), Because("unresolved label")], rows.Select(row => AnswerOf(row, "Masked", "Reweighted")));
        Assert.Equal([("1", "0.90"), ("2", "0.060"), ("3", "0.028"), ("4", "0.012")], rows.Select(row => AnswerOf(row, "Original", "Raw")));
        Assert.Equal(["in", "↓ 1", "↓ 1", "in"], rows.Select(row => MoveOf(row, "Original")));
        Assert.Equal([("winner 1", "0.94"), ("2", "0.062"), Because("not listed"), Because("unresolved label")], rows.Select(row => AnswerOf(row, "Another list", "Reweighted")));
        Assert.Equal(["in", "↓ 1", "out", ""], rows.Select(row => MoveOf(row, "Another list")));
        Assert.Equal([false, false, false, true], rows.Select(row => row.QuerySelector("th .struck") is not null));
    }

    [Fact]
    public void Where_there_is_room_for_one_answer_a_switch_chooses_it()
    {
        var table = Render<ComparisonTable>(parameters => parameters.Add(each => each.Columns, ComparisonColumn.Of(Mask.Predict(), ScoreMode.Reweighted)));
        Assert.NotNull(table.Find(".comparison.shows-1"));

        table.Choice("Original").Change("on");

        Assert.NotNull(table.Find(".comparison.shows-0"));
    }

    [Fact]
    public void What_can_be_done_with_a_class_stands_beside_its_name()
    {
        var table = Render<ComparisonTable>(parameters => parameters
            .Add(each => each.Columns, ComparisonColumn.Of(Mask.Predict(), ScoreMode.Reweighted))
            .Add(each => each.RowActions, each => $"<button>Strike {each.Label}</button>"));

        Assert.Equal(["Strike Campaea perlata", "Strike background", "Strike Protoboarmia porcelaria", "Strike ?mystery"], table.FindAll("tbody button").Select(button => button.TextContent));
    }

    [Fact]
    public void Common_names_stand_with_the_others_when_they_are_asked_for()
    {
        var table = Render<ComparisonTable>(parameters => parameters
            .Add(each => each.Columns, ComparisonColumn.Of(Mask.Predict(), ScoreMode.Reweighted))
            .Add(each => each.CommonName, taxon => taxon.Name == "Campaea perlata" ? "pale beauty" : null));

        Assert.Equal(["pale beauty"], table.FindAll(".common").Select(name => name.TextContent));
    }

    [Fact]
    public void As_text_it_has_every_class_with_its_ranks_scores_and_reasons_and_the_masses()
    {
        var text = ComparisonText.Of("Occurrence 7 · moths", ComparisonColumn.Of(Mask.Predict(), ScoreMode.Reweighted), taxon => taxon.Name == "Campaea perlata" ? "pale beauty" : null);

        Assert.Equal(
            """
            Occurrence 7 · moths
            Class	Common name	Original, rank	Original, raw	Masked, rank	Masked, reweighted
            Campaea perlata	pale beauty	1 (winner)	0.90	out	not listed
            background		2	0.060	1 (winner)	0.68
            Protoboarmia porcelaria		3	0.028	2	0.32
            ?mystery		4	0.012	out	unresolved label
            Masked: listed 3 %, nothing 6 %, off the list 91 % (same genus 90 %, same family 0 %, elsewhere 0 %, unresolved 1 %)

            """,
            text);
    }

    private IReadOnlyList<IElement> Render(TriedMask mask, ScoreMode mode) => Render([.. ComparisonColumn.Of(mask.Predict(), mode)]);

    private IReadOnlyList<IElement> Render(params ComparisonColumn[] columns) =>
        Render<ComparisonTable>(parameters => parameters.Add(table => table.Columns, columns)).FindAll("tbody tr");

    private static IEnumerable<string> WidthsOf(IEnumerable<IElement> rows) =>
        rows.SelectMany(row => row.QuerySelectorAll(".bar span")).Select(bar => bar.GetAttribute("style")!.Replace("width: ", "", StringComparison.Ordinal));

    private static IElement Row(IReadOnlyList<IElement> rows, string name) => rows.Single(row => row.CellText("Class") == name);

    /// <summary>A class's rank and score in an answer, or twice the reason why it has none.</summary>
    private static (string Rank, string Score) AnswerOf(IElement row, string answer, string score) => (row.CellText("#", answer), row.CellText(score, answer));

    private static (string Rank, string Score) Because(string reason) => (reason, reason);

    /// <summary>How a class's rank in an answer differs from that in the first one.</summary>
    private static string MoveOf(IElement row, string answer) => row.Cell("Rank change", answer).QuerySelector("[aria-hidden]")?.TextContent ?? "";
}
