using Antenna.Data.Import.TaxaLists;
using Antenna.Testing;
using Xunit;

namespace Antenna.Data.Tests.Import.Taxa;

/// <summary>All lists that curators really have, in one database: each gives its right answer whatever came before it, and again.</summary>
public sealed class FieldCasesTests(PostgresCluster cluster)
{
    private static readonly Case[] Cases =
    [
        new("misapplied/gbif-style.tsv", 1, "Danaus plexippus"),
        new("misapplied/with-accepted.csv", 1, "Danaus plexippus"),
        new("misapplied/status-values.csv", 3, "Colias eurytheme", "Limenitis arthemis", "Papilio glaucus"),
        new("order/syn-first.csv", 3, "Vanessa cardui", "Vanessa virginiensis") { Contradictions = 1 },
        new("order/acc-first.csv", 3, "Vanessa cardui", "Vanessa virginiensis") { Contradictions = 1 },
        new("names/names.csv", 24, "Vanessa", "Vanessa cardui"),
        new("tables/genus-epithet.csv", 3, "Danaus plexippus", "Pieris rapae", "Vanessa cardui"),
        new("tables/tsv-stray-quote.tsv", 3, "Danaus plexippus", "Pieris rapae", "Vanessa cardui"),
        new("tables/tsv-open-quote.tsv", 3, "Danaus plexippus", "Pieris rapae", "Vanessa cardui"),
        new("tables/excel-float-keys.csv", 2, "Pieris rapae", "Vanessa cardui"),
        new("tables/occurrence-status.csv", 2, "Pieris rapae", "Vanessa cardui"),
        new("tables/title-above.csv", 1, "Vanessa cardui"),
        new("tables/dup-columns.csv", 1, "Vanessa cardui"),
        new("tables/r-write-table.csv", 2, "Pieris rapae", "Vanessa cardui"),
        new("plain-names/names.txt", 4, "Danaus plexippus", "Papilio glaucus", "Pieris rapae", "Vanessa cardui"),
        new("plain-names/numbered.txt", 4, "Danaus plexippus", "Papilio glaucus", "Pieris rapae", "Vanessa cardui"),
        new("plain-names/birdnet-labels.txt", 3, "Danaus plexippus", "Pieris rapae", "Vanessa cardui"),
        new("plain-names/header-author-comma.csv", 3, "Danaus plexippus", "Pieris rapae", "Vanessa cardui"),
        new("unicode-keys/list-nfd.csv", 5, "Aëdes testus", "Boloria thoré") { Before = "unicode-keys/nfc.csv" },
        new("unicode-keys/list-float-key.csv", 1, "Vanessa cardui") { Before = "unicode-keys/float-key.csv" },
    ];

    /// <param name="order">0 as they are written down, 1 the other way round, else shuffled by this seed.</param>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20240601)]
    public async Task Every_list_gives_its_right_answer_twice_and_in_any_order(int order)
    {
        await using var taxonomy = await ImportedTaxonomy.CreateAsync(cluster);
        await taxonomy.ImportTaxaFileAsync(SharedData.File("taxa", "inat-insects.csv"));
        var cases = Ordered(order);

        foreach (var each in cases)
            Assert.False((await AnswersAsync(taxonomy, each)).NothingChanged, each.File);

        // Now everything else was imported before each of them.
        foreach (var each in cases)
            Assert.True((await AnswersAsync(taxonomy, each)).NothingChanged, each.File);
    }

    private static async Task<TaxaListReport> AnswersAsync(ImportedTaxonomy taxonomy, Case expected)
    {
        if (expected.Before is { } taxa)
            await taxonomy.ImportTaxaFileAsync(PathOf(taxa));
        var before = await taxonomy.TaxaAsync();
        var lines = new List<TaxaListLine>();

        var report = await taxonomy.ImportListFileAsync(PathOf(expected.File), expected.File, lines: lines);

        var listed = lines.Where(line => line.Taxon is not null).ToList();
        Assert.Equal(expected.Names, $"{listed.Count}: {string.Join(", ", listed.Select(line => line.Taxon).Distinct().Order(StringComparer.Ordinal))}");
        Assert.Equal(expected.Contradictions, report.Findings.Where(finding => finding.Message.Contains("accepts a name in one row", StringComparison.Ordinal)).Sum(finding => finding.Count));
        Assert.Equal(before, await taxonomy.TaxaAsync());
        return report;
    }

    private static Case[] Ordered(int order)
    {
        Case[] cases = [.. Cases];
        if (order == 1)
            Array.Reverse(cases);
        else if (order > 1)
            new Random(order).Shuffle(cases);
        return cases;
    }

    private static string PathOf(string file) => SharedData.File(["cases", "field", .. file.Split('/')]);

    /// <param name="Lines">How many lines list something.</param>
    /// <param name="Taxa">What they list, and nothing else.</param>
    private sealed record Case(string File, int Lines, params string[] Taxa)
    {
        /// <summary>Taxa that are imported before the list.</summary>
        public string? Before { get; init; }

        /// <summary>Rows that are reported as contradicting others.</summary>
        public int Contradictions { get; init; }

        public string Names => $"{Lines}: {string.Join(", ", Taxa)}";
    }
}
