using Bunit;
using Xunit;

namespace Antenna.Dashboard.Tests.Components;

public sealed class ReadingTests : BunitContext
{
    [Theory]
    [InlineData("13 predictions checked: 3 masked", "prediction", 13)]
    [InlineData("13 predictions checked: 3 masked", "masked", 3)]
    [InlineData("<b>2</b> classes", "class", 2)]
    [InlineData("1,200 rows, of 1,200 rows", "row", 1_200)]
    [InlineData("the list keeps 12 of its 20 taxa", "of its 20 taxa", 12)]
    public void A_number_is_read_whole_by_the_noun_after_it(string content, string noun, int count) =>
        Assert.Equal(count, Show($"<p>{content}</p>").Find("p").CountOf(noun));

    [Theory]
    [InlineData("no predictions")]
    [InlineData("2 predictions, then 3 predictions")]
    [InlineData("0.2 predictions")]
    [InlineData("x2 predictions")]
    [InlineData("2 predictable")]
    public void A_number_that_is_not_there_or_not_the_only_one_is_an_error(string content) =>
        Assert.Throws<ArgumentException>(() => Show($"<p>{content}</p>").Find("p").CountOf("prediction"));

    [Fact]
    public void A_term_has_the_description_that_follows_it() => Assert.Equal(
        ["4", "none"], Show("<dl><dt>Checked</dt><dd>4</dd><div><dt>Masked</dt><dd> none </dd></div></dl>").Find("dl").Facts("Checked", "Masked"));

    [Fact]
    public void A_cell_is_found_by_its_columns_head_also_where_heads_span_columns_or_share_a_name()
    {
        var row = Show(
            """
            <table>
              <thead>
                <tr><td></td><th colspan="3">Before</th><th colspan="2">After</th></tr>
                <tr><th>Class</th><th>Rank</th><th colspan="2">Score</th><th>Rank</th><th>Score</th></tr>
              </thead>
              <tbody><tr><th>luna</th><td>1</td><td></td><td>0.9</td><td colspan="2">left out</td></tr></tbody>
            </table>
            """).Row("luna");

        Assert.Equal(("luna", "1", "0.9"), (row.CellText("Class"), row.CellText("Rank", "Before"), row.CellText("Score", "Before")));
        Assert.Equal(("left out", "left out"), (row.CellText("Rank", "After"), row.CellText("Score", "After")));
        Assert.Throws<ArgumentException>(() => row.CellText("Rank change"));
    }

    private IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> Show(string markup) => Render(builder => builder.AddMarkupContent(0, markup));
}
