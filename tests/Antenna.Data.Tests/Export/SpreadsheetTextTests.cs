using Antenna.Data.Import.Tables;
using Antenna.Data.Tables;
using CsCheck;
using Xunit;

namespace Antenna.Data.Tests.Export;

public sealed class SpreadsheetTextTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("'=1", "''=1")]
    [InlineData("Actias luna", "Actias luna")]
    [InlineData("'Ōhi'a", "'Ōhi'a")]
    [InlineData("", "")]
    public void A_text_that_begins_like_a_formula_gets_an_apostrophe(string text, string cell) =>
        Assert.Equal(cell, SpreadsheetText.Neutralize(text));

    [Fact]
    public void Every_text_is_read_back_as_it_was_and_no_cell_begins_like_a_formula() =>
        Gen.Char["'=+-@\t\ra "].Array[0, 6].Select(characters => new string(characters)).Sample(text =>
        {
            var cell = SpreadsheetText.Neutralize(text);
            Assert.Equal(text, SpreadsheetText.Restore(cell));
            Assert.False(cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..], $"'{cell}' begins like a formula.");
        });

    [Fact]
    public async Task An_import_reads_the_names_that_a_table_was_written_with()
    {
        string[] names = ["=Actias luna", "-Samia cynthia", "'+x", "@home", "plain", "a \"quoted\", one"];
        var path = Path.GetTempFileName();
        try
        {
            await using (var file = File.Create(path))
            {
                await using var table = new TableWriter(file, ["name", "number"], forSpreadsheets: true);
                foreach (var name in names)
                {
                    table.Text(name);
                    table.Number(-1.5);
                    await table.EndRowAsync(Token);
                }
            }

            Assert.DoesNotContain(await File.ReadAllLinesAsync(path, Token), line => line.TrimStart('"') is ['=' or '+' or '-' or '@', ..]);
            await using var read = await ImportTable.OpenAsync(path, Token);
            var (name1, number) = (read.Require("name", "name"), read.Require("number", "number"));
            foreach (var name in names)
            {
                Assert.True(await read.ReadAsync(Token));
                Assert.Equal((name, "-1.5"), (read.Text(name1), read.Text(number)));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
