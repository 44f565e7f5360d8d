using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Import;
using Antenna.Data.Import.TaxaLists;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import.Taxa;

public sealed class TaxaListImportTests(PostgresCluster cluster) : TaxaListImportBench(cluster)
{
    [Fact]
    public async Task Importing_under_the_name_of_a_list_makes_its_next_version()
    {
        await Taxonomy.ImportTaxaAsync("name\nNoctua pronuba\nNoctua comes\nNoctua fimbriata");

        var first = await Taxonomy.ImportListAsync("name\nNoctua pronuba\nNoctua comes");
        var second = await Taxonomy.ImportListAsync("name\nNoctua pronuba\nNoctua fimbriata");

        Assert.Equal((1, 2), (first.Version, second.Version));
        Assert.Equal(["Noctua comes", "Noctua pronuba"], await Taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal(["Noctua fimbriata", "Noctua pronuba"], await Taxonomy.ListedAsync("Vermont", 2));
        var listed = second.Count("names listed");
        Assert.Equal((1, 1, 0, 1), (listed.New, listed.Unchanged, listed.Skipped, listed.Removed));
        var version = (await Taxonomy.VersionsAsync())[1];
        Assert.Equal((Taxonomy.PersonId, "Imported from list.csv", 2), (version.AuthorId, version.Note, version.EntryCount));
    }

    [Fact]
    public async Task What_equals_the_newest_version_makes_none_and_going_back_makes_one()
    {
        const string Two = "name\nNoctua pronuba\nNoctua comes";
        await Taxonomy.ImportTaxaAsync("name\nNoctua pronuba\nNoctua comes");
        await Taxonomy.ImportListAsync(Two);

        var same = await Taxonomy.ImportListAsync("rank,name\nspecies,Noctua comes\nspecies,NOCTUA PRONUBA\nspecies,Noctua comes");
        Assert.True(same.NothingChanged);
        Assert.Single(await Taxonomy.VersionsAsync());

        await Taxonomy.ImportListAsync("name\nNoctua comes");
        var back = await Taxonomy.ImportListAsync(Two);
        var versions = await Taxonomy.VersionsAsync();
        Assert.Equal(3, back.Version);
        Assert.Equal(versions[0].ContentHash, versions[2].ContentHash);
        Assert.NotEqual(versions[0].ContentHash, versions[1].ContentHash);
    }

    [Fact]
    public async Task A_list_never_changes_the_taxonomy()
    {
        await Taxonomy.ImportTaxaAsync("name,family,accepted_name\nNoctua pronuba,Noctuidae,\nOrgyia antiqua,Erebidae,\nPhalaena pronuba,,Noctua pronuba");
        var before = await Taxonomy.TaxaAsync();

        await Taxonomy.ImportListAsync(
            """
            name,rank,family,status,accepted_name,author,gbif_key,common_name
            Noctua pronuba,species,Lymantriidae,synonym,Noctua comes,L.,7,Something
            Noctua comes,species,Noctuidae,accepted,,Hübner,8,Else
            Orgyia antiqua,species,Lymantriidae,misapplied,Noctua pronuba,,,
            Phalaena pronuba,species,,accepted,,,,
            """);

        Assert.Equal(before, await Taxonomy.TaxaAsync());
        await using var context = Taxonomy.Database.CreateDbContext();
        Assert.Empty(context.TaxonKeys);
        Assert.Empty(context.TaxonCommonNames);
        Assert.All(context.Taxa, taxon => Assert.Null(taxon.Author));
        Assert.Equal(["(Noctua comes)", "Noctua pronuba", "Phalaena pronuba"], await Taxonomy.ListedAsync("Vermont", 1));
    }

    [Fact]
    public async Task A_name_that_the_taxonomy_does_not_know_resolves_by_itself_once_it_does()
    {
        await Taxonomy.ImportTaxaAsync("name\nNoctua pronuba");
        var report = await Taxonomy.ImportListAsync("name,gbif_key\nNoctua pronuba,\nNoctua comes,\nNoctua commes,77");
        Assert.Equal(["(Noctua comes)", "(Noctua commes)", "Noctua pronuba"], await Taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal((3, 1), (report.NameCount, report.TaxonCount));

        var learned = await Taxonomy.ImportTaxaAsync("name,gbif_key\nNoctua comes,\nNoctua janthe,77");

        Assert.Equal(["Noctua comes", "Noctua commes", "Noctua pronuba"], await Taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal(2, learned.Count("names on lists").Changed);
        Assert.True((await Taxonomy.ImportListAsync("name,gbif_key\nNoctua pronuba,\nNoctua comes,\nNoctua commes,77")).NothingChanged);
    }

    [Fact]
    public async Task A_synonym_of_the_lists_own_is_listed_next_to_what_it_is_accepted_as()
    {
        await Taxonomy.ImportTaxaAsync("name\nHypena palparia\nBomolocha palparia");
        var lines = new List<TaxaListLine>();

        var report = await Taxonomy.ImportListFileAsync(
            Taxonomy.File("name,status,accepted_name\nHypena palparia,accepted,Bomolocha palparia\nHypena baltimoralis,synonym,Bomolocha palparia"),
            "Vermont", lines: lines);

        Assert.Equal(["Bomolocha palparia", "(Hypena baltimoralis)", "Hypena palparia"], await Taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal((3, 2), (report.NameCount, report.TaxonCount));
        Assert.Equal(
            ["exact Hypena palparia", "synonym Bomolocha palparia"], lines.Select(line => $"{line.Kind.DisplayName()} {line.Taxon}"));
    }

    [Fact]
    public async Task The_order_of_rows_never_matters()
    {
        string[] rows =
        [
            "Vanessa cardui,accepted,Vanessa cardui,false", "VANESSA CARDUI,synonym,Vanessa virginiensis,true", "Vanessa virginiensis,,,",
            "Aus bus,synonym,Cus dus,", "Cus dus,synonym,Eus fus,", "Aus bus,synonym,Bus cus,",
        ];
        await Taxonomy.ImportTaxaAsync("name\nVanessa cardui");
        const string Header = "name,status,accepted_name,include_descendants\n";

        var first = await Taxonomy.ImportListAsync(Header + string.Join('\n', rows));
        var second = await Taxonomy.ImportListAsync(Header + string.Join('\n', rows.AsEnumerable().Reverse()));

        Assert.True(second.NothingChanged);
        Assert.Equal(["(Aus bus)", "(Bus cus)", "(Cus dus)", "(Eus fus)", "Vanessa cardui +", "(Vanessa virginiensis)"], await Taxonomy.ListedAsync("Vermont", 1));
        string[] warnings =
        [
            "The list accepts a name in one row and makes it a synonym in another; it is accepted",
            "The list makes a name a synonym of several; all of them are listed",
        ];
        Assert.Equal(warnings, Warnings(first).Order());
        Assert.Equal(warnings, Warnings(second).Order());

        static IEnumerable<string> Warnings(TaxaListReport report) =>
            report.Findings.Where(finding => finding.Level == ImportFindingLevel.Warning).Select(finding => finding.Message);
    }

    [Fact]
    public async Task The_taxonomys_synonymy_holds_whatever_the_list_has()
    {
        await Taxonomy.ImportTaxaAsync("name,accepted_name\nHypena palparia,Bomolocha palparia\nNoctua nothing,Noctua comes");
        var lines = new List<TaxaListLine>();

        await Taxonomy.ImportListFileAsync(
            Taxonomy.File("name,accepted_name\nBomolocha palparia,Hypena palparia\nNoctua nothing,"), "Vermont", lines: lines);

        Assert.Equal(
            ["exact Bomolocha palparia", "synonym Noctua comes"], lines.Select(line => $"{line.Kind.DisplayName()} {line.Taxon}"));
    }

    [Fact]
    public async Task A_higher_taxon_includes_its_descendants_only_where_its_row_has_it()
    {
        await Taxonomy.ImportTaxaAsync("name,rank\nNoctua,genus\nCatocala,genus\nXestia,genus");

        await Taxonomy.ImportListAsync("name,include_descendants\nNoctua,yes\nCatocala,\nXestia,false\nXestia,TRUE");

        Assert.Equal(["Catocala", "Noctua +", "Xestia +"], await Taxonomy.ListedAsync("Vermont", 1));
    }

    [Fact]
    public async Task Every_line_is_reported_with_what_became_of_it()
    {
        await Taxonomy.ImportTaxaAsync(
            """
            name,rank,status,accepted_name,kingdom,common_name,gbif_key
            Noctua pronuba,species,accepted,,Animalia,Large Yellow Underwing,1
            Phalaena pronuba,species,synonym,Noctua pronuba,Animalia,,
            Noctua comes,species,accepted,,Animalia,Underwing,
            Noctua fimbriata,species,accepted,,Animalia,Underwing,
            Idia concisa,species,misapplied,,Animalia,,
            """);
        var lines = new List<TaxaListLine>();

        var report = await Taxonomy.ImportListFileAsync(
            Taxonomy.File(
                """
                name,gbif_key
                Noctua pronuba,
                anything,1
                Phalaena pronuba,
                Large yellow underwing,
                Underwing,
                Noctua sp.,
                Noctua comis,
                Idia concisa,
                Noctua pronuba auct.,
                Catocala,
                Catocala sp.,
                background,
                """), "Vermont", lines: lines);

        Assert.Equal(
            [
                "exact Noctua pronuba", "key Noctua pronuba", "synonym Noctua pronuba", "common name Noctua pronuba", "suggestion ",
                "higher rank ", "suggestion ", "unmatched ", "not listed ", "unmatched ", "unmatched ", "not listed ",
            ],
            lines.Select(line => $"{line.Kind.DisplayName()} {line.Taxon}"));
        Assert.Equal(["Noctua comes"], lines[6].Suggestions.Select(suggestion => suggestion.Name));
        Assert.Equal(Enumerable.Range(2, 12).Select(line => (long)line), lines.Select(line => line.Line));
        Assert.Equal(
            ["anything", "(Catocala)", "(Idia concisa)", "Large yellow underwing", "(Noctua comis)", "Noctua pronuba", "Phalaena pronuba", "(Underwing)"],
            await Taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal((8, 4), (report.Count("lines").New, report.Count("lines").Skipped));
        Assert.Equal((12, 1), (report.Lines.Values.Sum(), report.NotListed[NameStatus.Misapplied]));
    }

    [Fact]
    public async Task The_matching_report_can_be_opened_in_a_spreadsheet()
    {
        using var stream = new MemoryStream();
        await using (var csv = new MatchingReportCsv(stream))
            await csv.WriteAsync(
                new(2, "=Noctua, \"pronuba\"", NameMatchKind.HigherRank, null, Rank.Unknown, [new(7, "Noctua", 0), new(8, "Nocta", 1)], null),
                TestContext.Current.CancellationToken);

        Assert.Equal(
            "line,name,match,taxon,suggestion,suggestion_id,other_suggestions,note,kingdom\r\n2,\"'=Noctua, \"\"pronuba\"\"\",higher rank,,Noctua,7,Nocta,,\r\n",
            System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public async Task A_check_reports_what_the_import_would_do_and_writes_nothing()
    {
        const string File = "name,family\nNoctua pronuba,Noctuidae";
        await Taxonomy.ImportTaxaAsync("name\nNoctua pronuba");

        var check = await Taxonomy.ImportListAsync(File, mode: ImportMode.CheckOnly);
        Assert.Empty(await Taxonomy.VersionsAsync());

        var import = await Taxonomy.ImportListAsync(File);
        Assert.Equal(import.Counts, check.Counts);
        Assert.Equal((1, 1), (check.Version, import.Version));
    }

    [Fact]
    public async Task A_list_of_names_that_no_taxon_bears_is_refused_and_still_reports_each()
    {
        var lines = new List<TaxaListLine>();

        var error = await Assert.ThrowsAsync<NothingMatchedException>(
            () => Taxonomy.ImportListFileAsync(Taxonomy.File("name\nNoctua sp.\nbackground\nNoctua pronuba", "list.csv"), "Vermont", lines: lines));

        Assert.Equal(
            "list.csv: none of its 3 names is that of a known taxon. Columns read: name. Choose the column that holds scientific names, "
            + "or import the taxa first.",
            error.Message);
        Assert.Equal(
            [NameMatchKind.Unmatched, NameMatchKind.NotListed, NameMatchKind.Unmatched], lines.Select(line => line.Kind));
        Assert.Empty(await Taxonomy.VersionsAsync());
    }

    [Fact]
    public async Task A_list_of_a_project_that_is_not_there_is_refused()
    {
        var import = new TaxaListImport(Taxonomy.Database.DataSource, NotATaxonLabels.Default, TimeProvider.System);

        var error = await Assert.ThrowsAsync<ImportRefusedException>(() => import.RunAsync(
            new(Taxonomy.File("name\nNoctua pronuba"), "Vermont", ImportedTaxonomy.Person) { ProjectId = 7 },
            null, TestContext.Current.CancellationToken));

        Assert.Equal("There is no project 7.", error.Message);
    }
}
