using System.Text;
using Antenna.Core.Predictions;
using Antenna.Data.Import;
using Antenna.Data.Import.Taxa;
using Antenna.Testing;
using Xunit;

namespace Antenna.Data.Tests.Import.Taxa;

/// <summary>Whatever is wrong with a file of taxa or a taxa list is said with its place, and the database stays as it was.</summary>
public sealed class MalformedTaxaTests(PostgresCluster cluster) : IAsyncLifetime
{
    private ImportedTaxonomy _taxonomy = null!;

    public async ValueTask InitializeAsync() => _taxonomy = await ImportedTaxonomy.CreateAsync(cluster);

    public ValueTask DisposeAsync() => _taxonomy.DisposeAsync();

    public static TheoryData<string, string, string> Files { get; } = new()
    {
        { "no column of names", "rank,family\nspecies,Noctuidae", "line 1: no column for name; expected one of name, scientific_name" },
        { "no column of names, its headers listed", "rank,family\nspecies,Noctuidae", "There are: rank, family." },
        { "two columns of names", "name,rank,Name\nNoctua pronuba,species,Noctua fimbriata", "line 1, column 3: a second column 'Name'; expected one." },
        { "a row that is too short", "name,rank\nNoctua pronuba,species\nNoctua comes", "line 3" },
        { "a row that is too long", "name,rank\nNoctua pronuba,species,Noctuidae", "line 2" },
        { "a quote that is not closed", "name,rank\nNoctua pronuba,species\n\"Noctua comes,species", "line 3" },
        { "a quote inside a field", "name,rank\nNoctua \"pronuba\" L,species\n\"Noctua\" comes,species", "line 2" },
        { "an empty file", "", "is empty; expected a header and rows." },
        { "a header alone", "name,rank\n", "has a header and no rows; expected one" },
        { "a character that no text has", "name,rank\nNoctua\0pronuba,species", "line 2, column 1: has an invisible control character (U+0000) after 'Noctua'" },
        { "a name that reads as another one", "name,rank\nNoctua \u202Eabunorp,species", "line 2, column 1: has an invisible control character (U+202E) after 'Noctua '" },
        { "a name that a terminal obeys", "rank,name\nspecies,Noctua\u001B[2Jpronuba", "line 2, column 2: has an invisible control character (U+001B) after 'Noctua'" },
        { "a name that is none", $"rank,name\nspecies,{new string('x', 2_001)}", "line 2, column 2: is 2,001 bytes long; expected a name, key or path of at most 2,000." },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_malformed_file_is_refused_with_its_place(string what, string content, string message)
    {
        await _taxonomy.ImportTaxaAsync("name\nCatocala fraxini");
        var before = await _taxonomy.TaxaAsync();

        var taxa = await Assert.ThrowsAsync<ImportRefusedException>(() => _taxonomy.ImportTaxaAsync(content));
        var list = await Assert.ThrowsAsync<ImportRefusedException>(() => _taxonomy.ImportListAsync(content));

        Assert.True(taxa.Message.StartsWith("taxa.csv", StringComparison.Ordinal), what);
        Assert.Contains(message, taxa.Message, StringComparison.Ordinal);
        Assert.Contains(message, list.Message, StringComparison.Ordinal);
        Assert.Equal(before, await _taxonomy.TaxaAsync());
        Assert.Empty(await _taxonomy.VersionsAsync());
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_in_a_file_that_is_are_refused_with_their_place()
    {
        var path = _taxonomy.File("");
        await File.WriteAllBytesAsync(
            path, [.. Encoding.UTF8.GetBytes("name,author\nNoctua pronuba,Hübner\nNoctua orbona,Hübner\nNoctua comes,"), .. Encoding.Latin1.GetBytes("Hübner")],
            TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<ImportRefusedException>(() => _taxonomy.ImportTaxaFileAsync(path));

        Assert.StartsWith("taxa.csv, line 4, column 2: is not UTF-8, as the rest of the file is.", error.Message, StringComparison.Ordinal);
        Assert.Empty(await _taxonomy.TaxaAsync());
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused()
    {
        var error = await Assert.ThrowsAsync<ImportRefusedException>(() => _taxonomy.ImportTaxaFileAsync("nowhere.csv"));

        Assert.StartsWith("nowhere.csv: there is no such file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_rows_that_are_neither_yes_nor_no_are_named_at_once_as_long_as_they_are_few()
    {
        const string Header = "name,include_descendants\n";
        var few = await Assert.ThrowsAsync<ImportRefusedException>(() => _taxonomy.ImportListAsync(Header + "A b,maybe\nA c,no\nA d,perhaps"));
        Assert.Equal([2L, 4], few.Problems.Select(problem => problem.Place!.Line));

        var many = await Assert.ThrowsAsync<ImportRefusedException>(
            () => _taxonomy.ImportListAsync(Header + string.Concat(Enumerable.Repeat("Aus bus,maybe\n", 1_000))));
        Assert.Equal(20, many.Problems.Count);
    }

    [Fact]
    public async Task An_unknown_rank_never_refuses_a_file_and_is_one_warning()
    {
        var report = await _taxonomy.ImportTaxaAsync("name,rank\nAus bus,spezies\nAus cus,species\nAus dus,art");

        Assert.Equal(["genus Aus", "species Aus cus < Aus", "unknown Aus bus < Aus", "unknown Aus dus < Aus"], await _taxonomy.TaxaAsync());
        var warning = Assert.Single(report.Findings, finding => finding.Level == ImportFindingLevel.Warning);
        Assert.Equal(["spezies", "art"], warning.Examples.Select(example => example.Detail));
    }

    [Fact]
    public async Task What_is_neither_yes_nor_no_is_refused_with_its_place()
    {
        var error = await Assert.ThrowsAsync<ImportRefusedException>(
            () => _taxonomy.ImportListAsync("name,include_descendants\nNoctua pronuba,maybe"));

        Assert.Equal("list.csv, line 2, column 2: \"maybe\" is neither yes nor no; expected true or false.", error.Message);
        Assert.Empty(await _taxonomy.TaxaAsync());
    }

    [Fact]
    public async Task A_column_of_names_may_be_chosen_and_must_then_be_there()
    {
        var import = new TaxaImport(_taxonomy.Database.DataSource, NotATaxonLabels.Default, TimeProvider.System);
        var path = _taxonomy.File("label,name\nNoctua pronuba,x");

        await import.RunAsync(new(path) { Reading = new() { NameColumn = "Label" } }, null, TestContext.Current.CancellationToken);
        Assert.Equal(["genus Noctua", "species Noctua pronuba < Noctua"], await _taxonomy.TaxaAsync());

        var error = await Assert.ThrowsAsync<ImportRefusedException>(
            () => import.RunAsync(new(path) { Reading = new() { NameColumn = "latin" } }, null, TestContext.Current.CancellationToken));
        Assert.Equal("taxa.csv, line 1: no column for name; expected one of latin. There are: label, name.", error.Message);
    }
}
