using System.Text;
using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Import;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.TaxaLists;
using Antenna.Testing;
using Xunit;

namespace Antenna.Data.Tests.Import.Taxa;

/// <summary>Lists that are in several files, or in a folder of them.</summary>
public sealed class SeveralFilesTests(PostgresCluster cluster) : TaxaListImportBench(cluster), IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("antenna-lists-");
    private readonly List<string> _lines = [];
    private readonly List<TableShape> _tables = [];

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Files_that_are_chosen_together_make_one_list_and_each_is_accounted_for()
    {
        await Taxonomy.ImportTaxaAsync("name,rank\nActias luna,species\nVanessa cardui,species\n");

        var report = await ImportAsync([Write("moths.csv", "species\nActias luna\nNoctua incognita\n"), Write("butterflies.txt", "Vanessa cardui\nActias luna\n\nVanessa carduus\n")]);

        Assert.Equal(["Actias luna", "(Noctua incognita)", "Vanessa cardui", "(Vanessa carduus)"], await Taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal(
            [
                "moths.csv 1 Header", "moths.csv 2 Exact Actias luna", "moths.csv 3 Unmatched Noctua incognita",
                "butterflies.txt 1 Exact Vanessa cardui", "butterflies.txt 2 Exact Actias luna", "butterflies.txt 3 Empty", "butterflies.txt 4 Suggestion Vanessa carduus",
            ],
            _lines);
        Assert.Equal(
            [("moths.csv", "Exact 1, Unmatched 1", 1L), ("butterflies.txt", "Exact 2, Suggestion 1", 1L)],
            report.Files.Select(file => (file.Name, string.Join(", ", file.Lines.OrderBy(line => line.Key).Select(line => $"{line.Key} {line.Value}")), file.WithoutName)));
        Assert.Equal((3, 1, 1), (report.Lines[NameMatchKind.Exact], report.Lines[NameMatchKind.Unmatched], report.Lines[NameMatchKind.Suggestion]));
        Assert.Equal("Imported from moths.csv, butterflies.txt", (await Taxonomy.VersionsAsync())[0].Note);
    }

    [Fact]
    public async Task Each_file_is_read_as_it_is_said_of_it()
    {
        await Taxonomy.ImportTaxaAsync("name,rank,author\nActias luna,species,\nVanessa cardui,species,\n");
        var report = await ImportAsync(
            [Write("a.csv", "name;other\nActias luna;Samia cynthia\n"), Write("b.csv", "x;Vanessa cardui;Müller\n", TextEncodings.MacRoman)],
            new() { ["b.csv"] = new() { NameColumn = "2", Encoding = "macintosh" } });

        Assert.Equal(["Actias luna", "Vanessa cardui"], await Taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal([("a.csv", 0), ("b.csv", 1)], _tables.Where(table => table.NameColumn is not null).Select(table => (table.File, table.NameColumn!.Value)));
        Assert.Contains(report.Findings, finding => finding.Message.StartsWith("Read as MacRoman (chosen)", StringComparison.Ordinal) && finding.Examples[0].Place.File == "b.csv");
    }

    [Fact]
    public async Task All_tables_of_a_folder_make_one_list_in_the_order_of_their_names()
    {
        await Taxonomy.ImportTaxaAsync("name,rank\nActias luna,species\nVanessa cardui,species\n");
        Write("2.TSV", "name\trank\nActias luna\tspecies\n");
        Write("1.csv", "name\nVanessa cardui\n");
        Write("readme.md", "# no list");
        Write(".hidden.csv", "name\nNoctua incognita\n");

        var report = await ImportAsync([_folder.FullName]);

        Assert.Equal(["1.csv", "2.TSV"], report.Files.Select(file => file.Name));
        Assert.Equal(["Actias luna", "Vanessa cardui"], await Taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal($"Imported from {_folder.Name}", (await Taxonomy.VersionsAsync())[0].Note);
    }

    [Fact]
    public async Task A_folder_with_one_table_is_that_table()
    {
        await Taxonomy.ImportTaxaAsync("name,rank\nActias luna,species\n");
        Write("1.csv", "name\nActias luna\n");

        Assert.Empty((await ImportAsync([_folder.FullName])).Files);
        Assert.Equal([" 1 Header", " 2 Exact Actias luna"], _lines);
    }

    [Fact]
    public async Task A_file_that_is_refused_is_named_and_none_of_the_others_is_imported()
    {
        await Taxonomy.ImportTaxaAsync("name,rank\nActias luna,species\n");

        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => ImportAsync([Write("good.csv", "name\nActias luna\n"), Write("bad.csv", "name,rank\nActias luna,species,more\n")]));

        Assert.StartsWith("bad.csv, line 2:", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await Taxonomy.VersionsAsync());
    }

    [Fact]
    public async Task Files_of_which_no_name_is_known_are_refused_by_all_their_names()
    {
        var refused = await Assert.ThrowsAsync<NothingMatchedException>(() => ImportAsync([Write("a.csv", "name\nActias luna\n"), Write("b.csv", "name\nVanessa cardui\nNoctua pronuba\n")]));

        Assert.StartsWith("a.csv, b.csv: none of its 3 names is that of a known taxon.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_table_and_two_files_of_one_name_are_refused()
    {
        var empty = await Assert.ThrowsAsync<ImportRefusedException>(() => ImportAsync([_folder.FullName]));
        Assert.Equal($"{_folder.Name}: is a folder without a table; expected files that end in .csv, .tsv, .txt, .xlsx, .zip, or a Darwin Core archive.", empty.Message);

        var other = _folder.CreateSubdirectory("other");
        var twice = await Assert.ThrowsAsync<ImportRefusedException>(() => ImportAsync([Write("a.csv", "name\nActias luna\n"), Path.Combine(other.FullName, "a.csv")]));
        Assert.Equal("a.csv: is there twice; choose one file of a name.", twice.Message);
    }

    [Fact]
    public async Task A_report_of_several_files_names_the_file_of_each_line_and_is_still_known_as_one()
    {
        using var stream = new MemoryStream();
        await using (var csv = new MatchingReportCsv(stream, hasFiles: true))
        {
            await csv.WriteWithoutNameAsync(new(1, "name", PassedLineKind.Header) { File = "a.csv" }, Token);
            await csv.WriteAsync(new(2, "Actias luna", NameMatchKind.Exact, "Actias luna", Rank.Species, [], null) { File = "b.csv" }, Token);
            await csv.FlushAsync(Token);
        }

        var lines = Encoding.UTF8.GetString(stream.ToArray()).Trim('\uFEFF').ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal(["line,name,match,taxon,suggestion,suggestion_id,other_suggestions,note,kingdom,file", "1,name,no name,,,,,The line names the columns.,,a.csv", "2,Actias luna,exact,Actias luna,,,,,,b.csv"], lines);
        Assert.Equal(Data.ImportJobs.FoundFileKind.MatchingReport, (await Data.ImportJobs.FoundFile.LookAsync(Write("report.csv", string.Join('\n', lines)), Token)).Kind);
    }

    private string Write(string name, string content, Encoding? encoding = null)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content, encoding ?? new UTF8Encoding(false));
        return path;
    }

    private Task<TaxaListReport> ImportAsync(IReadOnlyList<string> files, Dictionary<string, TableReading>? readings = null) =>
        new TaxaListImport(Taxonomy.Database.DataSource, NotATaxonLabels.Default, TimeProvider.System).RunAsync(
            new(files[0], "Vermont", ImportedTaxonomy.Person)
            {
                MoreFiles = [.. files.Skip(1)],
                Readings = readings ?? [],
                OnTable = _tables.Add,
                OnLine = (line, _) => Keep($"{line.File} {line.Line} {line.Kind} {line.Name}"),
                OnLineWithoutName = (line, _) => Keep($"{line.File} {line.Line} {line.Kind}"),
            },
            null, Token);

    private ValueTask Keep(string line)
    {
        _lines.Add(line);
        return ValueTask.CompletedTask;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
