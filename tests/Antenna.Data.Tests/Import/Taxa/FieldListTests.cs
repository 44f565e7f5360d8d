using Antenna.Core.Taxonomy;
using Antenna.Data.Import;
using Antenna.Data.Import.TaxaLists;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import.Taxa;

/// <summary>Lists and taxa as curators have them, each with its right answer, twice in a row.</summary>
public sealed class FieldListTests(PostgresCluster cluster) : IAsyncLifetime
{
    private ImportedTaxonomy _taxonomy = null!;

    public async ValueTask InitializeAsync()
    {
        _taxonomy = await ImportedTaxonomy.CreateAsync(cluster);
        await _taxonomy.ImportTaxaFileAsync(SharedData.File("taxa", "inat-insects.csv"));
    }

    public ValueTask DisposeAsync() => _taxonomy.DisposeAsync();

    [Theory]
    [InlineData("gbif-style.tsv")]
    [InlineData("with-accepted.csv")]
    public async Task What_is_misapplied_is_not_listed(string file)
    {
        var lines = await ImportTwiceAsync("misapplied", file);

        Assert.Equal([(NameMatchKind.NotListed, null), (NameMatchKind.Exact, "Danaus plexippus")], lines.Select(line => (line.Kind, line.Taxon)));
        Assert.Equal(["Danaus plexippus"], (await _taxonomy.ListedAsync(file, 1)).Select(ScientificName.Canonical));
    }

    [Fact]
    public async Task A_status_decides_what_is_listed_and_why_the_rest_is_not()
    {
        var lines = await ImportTwiceAsync("misapplied", "status-values.csv");

        Assert.Equal(["Colias eurytheme", "Limenitis arthemis", "Papilio glaucus"], await _taxonomy.ListedAsync("status-values.csv", 1));
        Assert.Equal(
            ["misapplied", "misapplied", "misapplied", "excluded", "absent", "extinct"],
            lines.Where(line => line.Kind == NameMatchKind.NotListed).Select(line => line.Note!.Split(' ')[^1].TrimEnd('.')));
    }

    [Theory]
    [InlineData("acc-first.csv")]
    [InlineData("syn-first.csv")]
    public async Task A_name_that_one_row_accepts_is_accepted_in_whatever_order_the_rows_are(string file)
    {
        var report = await _taxonomy.ImportListFileAsync(SharedData.File("cases", "field", "order", file), "before");
        await ImportTwiceAsync("order", file);

        Assert.Equal(["Vanessa cardui", "Vanessa virginiensis"], await _taxonomy.ListedAsync(file, 1));
        Assert.Equal(1, Assert.Single(report.Findings, finding => finding.Level == ImportFindingLevel.Warning).Count);
    }

    [Fact]
    public async Task Names_are_the_species_or_nothing_and_never_the_genus()
    {
        var lines = await ImportTwiceAsync("names", "names.csv");

        Assert.Equal(46, lines.Count);
        Assert.Equal(
            ["Vanessa"], lines.Where(line => line.Taxon is not null and not "Vanessa cardui").Select(line => line.Name));
        Assert.All(
            lines.Where(line => line.Taxon is null),
            line => Assert.Contains(line.Kind, (NameMatchKind[])[NameMatchKind.Suggestion, NameMatchKind.HigherRank, NameMatchKind.Unmatched, NameMatchKind.NotListed]));
    }

    [Fact]
    public async Task Composed_and_decomposed_accents_are_the_same_name()
    {
        await _taxonomy.ImportTaxaFileAsync(SharedData.File("cases", "field", "unicode-keys", "nfc.csv"));

        var lines = await ImportTwiceAsync("unicode-keys", "list-nfd.csv");

        Assert.Equal(
            [
                (NameMatchKind.Exact, "Boloria thoré"), (NameMatchKind.Exact, "Aëdes testus"), (NameMatchKind.Exact, "Aëdes testus"),
                (NameMatchKind.Exact, "Boloria thoré"), (NameMatchKind.CommonName, "Boloria thoré"),
            ],
            lines.Take(5).Select(line => (line.Kind, line.Taxon)));
        Assert.Null(lines[5].Taxon);
    }

    [Fact]
    public async Task A_key_that_became_a_decimal_is_the_key()
    {
        await _taxonomy.ImportTaxaFileAsync(SharedData.File("cases", "field", "unicode-keys", "float-key.csv"));

        var lines = await ImportTwiceAsync("unicode-keys", "list-float-key.csv");

        Assert.Equal([(NameMatchKind.Key, "Vanessa cardui"), (NameMatchKind.Suggestion, null)], lines.Select(line => (line.Kind, line.Taxon)));
    }

    [Fact]
    public async Task An_unknown_rank_is_kept_as_written_and_reported_once()
    {
        var report = await _taxonomy.ImportTaxaFileAsync(SharedData.File("cases", "field", "unicode-keys", "bad-rank.csv"));
        await _taxonomy.ImportTaxaFileAsync(SharedData.File("cases", "field", "unicode-keys", "bad-rank.csv"));

        Assert.Equal(1, Assert.Single(report.Findings, finding => finding.Level == ImportFindingLevel.Warning).Count);
        await using var context = _taxonomy.Database.CreateDbContext();
        var taxon = await context.Taxa.SingleAsync(taxon => taxon.Name == "Aus cus", TestContext.Current.CancellationToken);
        Assert.Equal((Rank.Unknown, "Species pro parte"), (taxon.Rank, taxon.RankText));
    }

    /// <summary>The lines of a second import, which are those of the first, and leave the taxonomy as it was.</summary>
    private async Task<List<TaxaListLine>> ImportTwiceAsync(string folder, string file)
    {
        var path = SharedData.File("cases", "field", folder, file);
        var before = await _taxonomy.TaxaAsync();
        var first = new List<TaxaListLine>();
        var second = new List<TaxaListLine>();
        await _taxonomy.ImportListFileAsync(path, file, lines: first);
        var report = await _taxonomy.ImportListFileAsync(path, file, lines: second);

        Assert.True(report.NothingChanged);
        Assert.Equal(before, await _taxonomy.TaxaAsync());
        Assert.Equal(first.Select(Text), second.Select(Text));
        return second;

        static string Text(TaxaListLine line) => $"{line with { Suggestions = [] }} {string.Join(", ", line.Suggestions)}";
    }
}
