using System.Text.Json;
using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Import;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import.Taxa;

public sealed class TaxaListImportTests(PostgresCluster cluster) : IAsyncLifetime
{
    private ImportedTaxonomy _taxonomy = null!;

    public async ValueTask InitializeAsync() => _taxonomy = await ImportedTaxonomy.CreateAsync(cluster);

    public ValueTask DisposeAsync() => _taxonomy.DisposeAsync();

    [Fact]
    public async Task Importing_under_the_name_of_a_list_makes_its_next_version()
    {
        await _taxonomy.ImportTaxaAsync("name\nNoctua pronuba\nNoctua comes\nNoctua fimbriata");

        var first = await _taxonomy.ImportListAsync("name\nNoctua pronuba\nNoctua comes");
        var second = await _taxonomy.ImportListAsync("name\nNoctua pronuba\nNoctua fimbriata");

        Assert.Equal((1, 2), (first.Version, second.Version));
        Assert.Equal(["Noctua comes", "Noctua pronuba"], await _taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal(["Noctua fimbriata", "Noctua pronuba"], await _taxonomy.ListedAsync("Vermont", 2));
        var listed = second.Count("names listed");
        Assert.Equal((1, 1, 0, 1), (listed.New, listed.Unchanged, listed.Skipped, listed.Removed));
        var version = (await _taxonomy.VersionsAsync())[1];
        Assert.Equal((_taxonomy.PersonId, "Imported from list.csv", 2), (version.AuthorId, version.Note, version.EntryCount));
    }

    [Fact]
    public async Task What_equals_the_newest_version_makes_none_and_going_back_makes_one()
    {
        const string Two = "name\nNoctua pronuba\nNoctua comes";
        await _taxonomy.ImportTaxaAsync("name\nNoctua pronuba\nNoctua comes");
        await _taxonomy.ImportListAsync(Two);

        var same = await _taxonomy.ImportListAsync("rank,name\nspecies,Noctua comes\nspecies,NOCTUA PRONUBA\nspecies,Noctua comes");
        Assert.True(same.NothingChanged);
        Assert.Single(await _taxonomy.VersionsAsync());

        await _taxonomy.ImportListAsync("name\nNoctua comes");
        var back = await _taxonomy.ImportListAsync(Two);
        var versions = await _taxonomy.VersionsAsync();
        Assert.Equal(3, back.Version);
        Assert.Equal(versions[0].ContentHash, versions[2].ContentHash);
        Assert.NotEqual(versions[0].ContentHash, versions[1].ContentHash);
    }

    private const string Homonyms = "name,rank,kingdom,family\nOenanthe,genus,Animalia,Muscicapidae\nOenanthe,genus,Plantae,Apiaceae\n";

    [Theory]
    [InlineData("Oenanthe,genus,Animalia;Oenanthe,genus,Plantae")]
    [InlineData("Oenanthe,genus,Plantae;Oenanthe,genus,Animalia;OENANTHE,genus,Plantae")]
    public async Task Homonyms_of_two_kingdoms_stay_two(string lines)
    {
        await _taxonomy.ImportTaxaAsync(Homonyms);
        var rows = lines.Split(';');

        var report = await _taxonomy.ImportListAsync("name,rank,kingdom\n" + string.Join('\n', rows));

        Assert.Equal((2, 2), (report.NameCount, report.TaxonCount));
        Assert.Equal(["oenanthe genus, animalia: Animalia", "oenanthe genus, plantae: Plantae"], await KingdomsAsync());
        Assert.True((await _taxonomy.ImportListAsync("name,rank,kingdom\n" + string.Join('\n', rows.AsEnumerable().Reverse()))).NothingChanged);
    }

    [Fact]
    public async Task Homonyms_that_only_the_taxonomy_tells_apart_stay_two()
    {
        await _taxonomy.ImportTaxaAsync(Homonyms);

        var report = await _taxonomy.ImportListAsync("name,rank,family\nOenanthe,genus,Apiaceae\nOenanthe,genus,Muscicapidae");

        Assert.Equal((2, 2), (report.NameCount, report.TaxonCount));
        Assert.Equal(["oenanthe genus, animalia: Animalia", "oenanthe genus, plantae: Plantae"], await KingdomsAsync());
    }

    [Fact]
    public async Task Homonyms_resolve_each_to_its_own_taxon_once_the_taxonomy_knows_them()
    {
        await _taxonomy.ImportTaxaAsync("name\nNoctua pronuba");
        await _taxonomy.ImportListAsync("name,rank,kingdom\nNoctua pronuba,species,\nOenanthe,genus,Animalia\nOenanthe,genus,Plantae");
        Assert.Equal(["Noctua pronuba", "(Oenanthe)", "(Oenanthe)"], await _taxonomy.ListedAsync("Vermont", 1));

        await _taxonomy.ImportTaxaAsync(Homonyms);

        Assert.Equal(["Noctua pronuba", "Oenanthe", "Oenanthe"], await _taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal(["oenanthe genus, animalia: Animalia", "oenanthe genus, plantae: Plantae"], (await KingdomsAsync())[1..]);
    }

    [Theory]
    [InlineData("Oenanthe,genus,Plantae,Apiaceae", "Oenanthe,genus,Plantae,Apiaceae;Oenanthe,genus,Animalia,Muscicapidae", "+oenanthe genus, animalia")]
    [InlineData("Oenanthe,genus,Plantae,Apiaceae;Oenanthe,genus,Animalia,Muscicapidae", "Oenanthe,genus,Plantae,Apiaceae", "-oenanthe genus, animalia")]
    [InlineData("Oenanthe,genus,Plantae,Apiaceae;Oenanthe,genus,Animalia,Muscicapidae", "Oenanthe,genus,Plantae,Umbelliferae;Oenanthe,genus,Animalia,Muscicapidae", "=oenanthe genus, plantae")]
    [InlineData("Oenanthe,genus,Plantae,Apiaceae", "Oenanthe,genus,Animalia,Muscicapidae", "=oenanthe genus")]
    public async Task A_homonym_that_comes_or_goes_leaves_the_other_one_as_it_is(string before, string after, string differing)
    {
        await _taxonomy.ImportTaxaAsync(Homonyms);
        await _taxonomy.ImportListAsync("name,rank,kingdom,family\n" + before.Replace(';', '\n'));

        await _taxonomy.ImportListAsync("name,rank,kingdom,family\n" + after.Replace(';', '\n'));

        var versions = await _taxonomy.VersionsAsync();
        using var taxonomy = new CurrentTaxonomy(_taxonomy.Database);
        var reader = new TaxaListReader(_taxonomy.Database, _taxonomy.Database.DataSource, taxonomy, new(_taxonomy.Database));
        var difference = await reader.DifferenceAsync(versions[1].Id, versions[0].Id, null, 50, null, TestContext.Current.CancellationToken);
        var name = Assert.Single(difference.Page.Items);
        Assert.Equal(differing, $"{name.Difference switch { NameDifference.Added => '+', NameDifference.Removed => '-', _ => '=' }}{name.Key}");
        Assert.Equal(1, difference.Counts.Differing);
    }

    [Fact]
    public async Task A_name_without_a_kingdom_is_the_same_as_with_its_one_kingdom()
    {
        await _taxonomy.ImportTaxaAsync("name\nNoctua pronuba");

        var report = await _taxonomy.ImportListAsync("name,kingdom\nNoctua pronuba,\nNoctua pronuba,Animalia\nNoctua comes,Animalia\nNoctua comes,");

        Assert.Equal(2, report.NameCount);
        Assert.Equal(["(Noctua comes)", "Noctua pronuba"], await _taxonomy.ListedAsync("Vermont", 1));
    }

    /// <summary>The keys of the names on the first version, each with the id of its taxon.</summary>
    private async Task<string[]> TaxaAsync()
    {
        await using var context = _taxonomy.Database.CreateDbContext();
        var version = (await _taxonomy.VersionsAsync())[0].Id;
        return [.. (await context.TaxaListEntries.Where(entry => entry.TaxaListVersionId == version).OrderBy(entry => entry.NameKey).ToListAsync(TestContext.Current.CancellationToken))
            .Select(entry => $"{entry.NameKey}: {entry.TaxonId}")];
    }

    /// <summary>The keys of the names on the first version, each with the kingdom of its taxon.</summary>
    private async Task<string[]> KingdomsAsync()
    {
        await using var context = _taxonomy.Database.CreateDbContext();
        var tree = await TaxonTrees.LoadAsync(context, TestContext.Current.CancellationToken);
        var entries = await context.TaxaListEntries.OrderBy(entry => entry.NameKey).ToListAsync(TestContext.Current.CancellationToken);
        return [.. entries.Select(entry => $"{entry.NameKey}: {(entry.TaxonId is { } id && tree.AncestorAt(id, Rank.Kingdom) is { } kingdom ? tree[kingdom].Name : "")}")];
    }

    [Fact]
    public async Task A_list_never_changes_the_taxonomy()
    {
        await _taxonomy.ImportTaxaAsync("name,family,accepted_name\nNoctua pronuba,Noctuidae,\nOrgyia antiqua,Erebidae,\nPhalaena pronuba,,Noctua pronuba");
        var before = await _taxonomy.TaxaAsync();

        await _taxonomy.ImportListAsync(
            """
            name,rank,family,status,accepted_name,author,gbif_key,common_name
            Noctua pronuba,species,Lymantriidae,synonym,Noctua comes,L.,7,Something
            Noctua comes,species,Noctuidae,accepted,,Hübner,8,Else
            Orgyia antiqua,species,Lymantriidae,misapplied,Noctua pronuba,,,
            Phalaena pronuba,species,,accepted,,,,
            """);

        Assert.Equal(before, await _taxonomy.TaxaAsync());
        await using var context = _taxonomy.Database.CreateDbContext();
        Assert.Empty(context.TaxonKeys);
        Assert.Empty(context.TaxonCommonNames);
        Assert.All(context.Taxa, taxon => Assert.Null(taxon.Author));
        Assert.Equal(["(Noctua comes)", "Noctua pronuba", "Phalaena pronuba"], await _taxonomy.ListedAsync("Vermont", 1));
    }

    [Fact]
    public async Task A_name_that_the_taxonomy_does_not_know_resolves_by_itself_once_it_does()
    {
        await _taxonomy.ImportTaxaAsync("name\nNoctua pronuba");
        var report = await _taxonomy.ImportListAsync("name,gbif_key\nNoctua pronuba,\nNoctua comes,\nNoctua commes,77");
        Assert.Equal(["(Noctua comes)", "(Noctua commes)", "Noctua pronuba"], await _taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal((3, 1), (report.NameCount, report.TaxonCount));

        var learned = await _taxonomy.ImportTaxaAsync("name,gbif_key\nNoctua comes,\nNoctua janthe,77");

        Assert.Equal(["Noctua comes", "Noctua commes", "Noctua pronuba"], await _taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal(2, learned.Count("names on lists").Changed);
        Assert.True((await _taxonomy.ImportListAsync("name,gbif_key\nNoctua pronuba,\nNoctua comes,\nNoctua commes,77")).NothingChanged);
    }

    [Fact]
    public async Task A_synonym_of_the_lists_own_is_listed_next_to_what_it_is_accepted_as()
    {
        await _taxonomy.ImportTaxaAsync("name\nHypena palparia\nBomolocha palparia");
        var lines = new List<TaxaListLine>();

        var report = await _taxonomy.ImportListFileAsync(
            _taxonomy.File("name,status,accepted_name\nHypena palparia,accepted,Bomolocha palparia\nHypena baltimoralis,synonym,Bomolocha palparia"),
            "Vermont", lines: lines);

        Assert.Equal(["Bomolocha palparia", "(Hypena baltimoralis)", "Hypena palparia"], await _taxonomy.ListedAsync("Vermont", 1));
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
        await _taxonomy.ImportTaxaAsync("name\nVanessa cardui");
        const string Header = "name,status,accepted_name,include_descendants\n";

        var first = await _taxonomy.ImportListAsync(Header + string.Join('\n', rows));
        var second = await _taxonomy.ImportListAsync(Header + string.Join('\n', rows.AsEnumerable().Reverse()));

        Assert.True(second.NothingChanged);
        Assert.Equal(["(Aus bus)", "(Bus cus)", "(Cus dus)", "(Eus fus)", "Vanessa cardui +", "(Vanessa virginiensis)"], await _taxonomy.ListedAsync("Vermont", 1));
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
        await _taxonomy.ImportTaxaAsync("name,accepted_name\nHypena palparia,Bomolocha palparia\nNoctua nothing,Noctua comes");
        var lines = new List<TaxaListLine>();

        await _taxonomy.ImportListFileAsync(
            _taxonomy.File("name,accepted_name\nBomolocha palparia,Hypena palparia\nNoctua nothing,"), "Vermont", lines: lines);

        Assert.Equal(
            ["exact Bomolocha palparia", "synonym Noctua comes"], lines.Select(line => $"{line.Kind.DisplayName()} {line.Taxon}"));
    }

    [Fact]
    public async Task A_suggestion_counts_once_a_person_accepts_it_and_is_remembered_for_the_list()
    {
        const string File = "name\nNoctua comis\nNoctua pronuba\nNoctua sp.";
        await _taxonomy.ImportTaxaAsync("name,rank\nNoctua pronuba,species\nNoctua comes,species");
        var comes = await TaxonAsync("Noctua comes");
        var genus = await TaxonAsync("Noctua");
        for (var time = 0; time < 2; time++)
        {
            var lines = new List<TaxaListLine>();
            await _taxonomy.ImportListFileAsync(_taxonomy.File(File, "list.csv"), "Vermont", lines: lines);
            Assert.Equal(
                ["suggestion  Noctua comes", "exact Noctua pronuba ", "higher rank  Noctua"],
                lines.Select(line => $"{line.Kind.DisplayName()} {line.Taxon} {string.Join(", ", line.Suggestions.Select(suggestion => suggestion.Name))}"));
            Assert.Equal(["(Noctua comis)", "Noctua pronuba"], await _taxonomy.ListedAsync("Vermont", 1));
        }

        var accepting = await _taxonomy.ImportListFileAsync(
            _taxonomy.File(File, "list.csv"), "Vermont", accepted: [new("Noctua comis", comes), new("Noctua sp.", genus)]);
        var again = await _taxonomy.ImportListFileAsync(_taxonomy.File(File, "list.csv"), "Vermont");
        await _taxonomy.ImportListFileAsync(_taxonomy.File(File, "list.csv"), "Quebec");

        Assert.Equal((2, 2), (accepting.Version, accepting.Count("accepted suggestions").New));
        Assert.Equal(["Noctua comis", "Noctua pronuba"], await _taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal(["? noctua sp.", "noctua comis", "noctua pronuba"], await KeysAsync("Vermont", 2));
        Assert.Equal(2, again.Lines[NameMatchKind.AcceptedSuggestion]);
        Assert.True(again.NothingChanged);
        Assert.Equal(["(Noctua comis)", "Noctua pronuba"], await _taxonomy.ListedAsync("Quebec", 1));
    }

    [Fact]
    public async Task A_suggestion_is_accepted_for_the_homonym_whose_row_it_is_and_not_for_the_other()
    {
        await _taxonomy.ImportTaxaAsync("name,rank,kingdom\nOenanthe crocata,species,Plantae\nOenanthe hispanica,species,Animalia");
        var file = _taxonomy.File("name,rank,kingdom\nOenanthe crocatta,species,Plantae\nOenanthe crocatta,species,Animalia\nOenanthe hispanica,species,Animalia", "list.csv");
        var (plant, bird) = (await TaxonAsync("Oenanthe crocata"), await TaxonAsync("Oenanthe hispanica"));
        var lines = new List<TaxaListLine>();

        await _taxonomy.ImportListFileAsync(file, "Vermont", lines: lines, accepted: [new("Oenanthe crocatta", plant) { Kingdom = "Plantae" }]);

        Assert.Equal([NameMatchKind.AcceptedSuggestion, NameMatchKind.Exact], lines.Where(line => line.Taxon is not null).Select(line => line.Kind));
        Assert.Equal(("Plantae", "Animalia"), (lines[0].Kingdom, lines[1].Kingdom));
        Assert.Equal(["oenanthe crocatta, animalia: ", $"oenanthe crocatta, plantae: {plant}", $"oenanthe hispanica: {bird}"], await TaxaAsync());

        // Both can be accepted, each for its own; a matching report hands the kingdom back.
        await _taxonomy.ImportListFileAsync(
            file, "Vermont", acceptedFile: _taxonomy.File("name,suggestion,kingdom\nOenanthe crocatta,Oenanthe hispanica,Animalia", "accept.csv"));
        Assert.Equal(
            [$"oenanthe crocatta, animalia: {bird}", $"oenanthe crocatta, plantae: {plant}", $"oenanthe hispanica: {bird}"], await TaxaAsync());
    }

    [Theory]
    [InlineData("kingdom\nOenanthe crocatta,Plantae", null, true)]
    [InlineData("kingdom\nOenanthe crocatta,", "Plantae", true)]
    [InlineData("kingdom\nOenanthe crocatta,Animalia", null, false)]
    [InlineData("kingdom\nOenanthe crocatta,Animalia", "Plantae", false)]
    public async Task What_was_accepted_for_a_row_without_a_kingdom_is_of_the_kingdom_of_its_taxon(string rows, string? kingdom, bool isAccepted)
    {
        await _taxonomy.ImportTaxaAsync("name,rank,kingdom\nOenanthe crocata,species,Plantae\nNoctua pronuba,species,Animalia");

        await _taxonomy.ImportListFileAsync(
            _taxonomy.File($"name,{rows}\nNoctua pronuba,", "list.csv"), "Vermont",
            accepted: [new("Oenanthe crocatta", await TaxonAsync("Oenanthe crocata")) { Kingdom = kingdom }]);

        Assert.Equal(["Noctua pronuba", isAccepted ? "Oenanthe crocatta" : "(Oenanthe crocatta)"], await _taxonomy.ListedAsync("Vermont", 1));
    }

    [Fact]
    public async Task A_check_reports_what_accepting_and_learning_would_do_and_writes_none_of_it()
    {
        await _taxonomy.ImportTaxaAsync("name\nNoctua pronuba\nNoctua comes");
        var file = _taxonomy.File("name\nNoctua pronuba\nNoctua comis\nNoctua janthe", "list.csv");
        await _taxonomy.ImportListFileAsync(file, "Vermont");
        string[] listed = ["(Noctua comis)", "(Noctua janthe)", "Noctua pronuba"];

        var accepting = await _taxonomy.ImportListFileAsync(
            file, "Vermont", ImportMode.CheckOnly, accepted: [new("Noctua comis", await TaxonAsync("Noctua comes"))]);
        var learning = await _taxonomy.ImportTaxaAsync("name\nNoctua janthe", ImportMode.CheckOnly);

        Assert.Equal((1, 2), (accepting.Count("accepted suggestions").New, accepting.TaxonCount));
        Assert.Equal(1, learning.Count("names on lists").Changed);
        Assert.Equal(listed, await _taxonomy.ListedAsync("Vermont", 1));
    }

    [Fact]
    public async Task A_matching_report_accepts_what_it_suggests_when_it_is_handed_back()
    {
        await _taxonomy.ImportTaxaAsync("name\nNoctua pronuba\nNoctua comes");
        var file = _taxonomy.File("name\nNoctua comis\nNoctua pronubba\nNoctua pronuba", "list.csv");
        var matching = _taxonomy.File("", "matching.csv");
        await using (var stream = new FileStream(matching, FileMode.Create))
        await using (var csv = new MatchingReportCsv(stream))
        {
            var lines = new List<TaxaListLine>();
            await _taxonomy.ImportListFileAsync(file, "Vermont", lines: lines);
            foreach (var line in lines.Where(line => line.Name != "Noctua pronubba"))
                await csv.WriteAsync(line, TestContext.Current.CancellationToken);
        }

        var report = await _taxonomy.ImportListFileAsync(file, "Vermont", acceptedFile: matching);

        Assert.Equal(1, report.Count("accepted suggestions").New);
        Assert.Equal(["Noctua comis", "Noctua pronuba", "(Noctua pronubba)"], await _taxonomy.ListedAsync("Vermont", 1));
    }

    [Fact]
    public async Task What_is_accepted_has_to_be_the_name_of_one_certain_taxon()
    {
        await _taxonomy.ImportTaxaAsync("name\nNoctua pronuba");

        var error = await Assert.ThrowsAsync<ImportRefusedException>(() => _taxonomy.ImportListFileAsync(
            _taxonomy.File("name\nNoctua pronubba", "list.csv"), "Vermont",
            acceptedFile: _taxonomy.File("name,suggestion\nNoctua pronubba,Noctua pronub", "accept.csv")));

        Assert.Equal("accept.csv, line 2, column 2: 'Noctua pronub' is not the name of one certain taxon. No taxon bears it.", error.Message);
    }

    [Fact]
    public async Task A_higher_taxon_includes_its_descendants_only_where_its_row_has_it()
    {
        await _taxonomy.ImportTaxaAsync("name,rank\nNoctua,genus\nCatocala,genus\nXestia,genus");

        await _taxonomy.ImportListAsync("name,include_descendants\nNoctua,yes\nCatocala,\nXestia,false\nXestia,TRUE");

        Assert.Equal(["Catocala", "Noctua +", "Xestia +"], await _taxonomy.ListedAsync("Vermont", 1));
    }

    [Fact]
    public async Task Every_line_is_reported_with_what_became_of_it()
    {
        await _taxonomy.ImportTaxaAsync(
            """
            name,rank,status,accepted_name,kingdom,common_name,gbif_key
            Noctua pronuba,species,accepted,,Animalia,Large Yellow Underwing,1
            Phalaena pronuba,species,synonym,Noctua pronuba,Animalia,,
            Noctua comes,species,accepted,,Animalia,Underwing,
            Noctua fimbriata,species,accepted,,Animalia,Underwing,
            Idia concisa,species,misapplied,,Animalia,,
            """);
        var lines = new List<TaxaListLine>();

        var report = await _taxonomy.ImportListFileAsync(
            _taxonomy.File(
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
            await _taxonomy.ListedAsync("Vermont", 1));
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
        await _taxonomy.ImportTaxaAsync("name\nNoctua pronuba");

        var check = await _taxonomy.ImportListAsync(File, mode: ImportMode.CheckOnly);
        Assert.Empty(await _taxonomy.VersionsAsync());

        var import = await _taxonomy.ImportListAsync(File);
        Assert.Equal(import.Counts, check.Counts);
        Assert.Equal((1, 1), (check.Version, import.Version));
    }

    [Fact]
    public async Task A_list_of_names_that_no_taxon_bears_is_refused_and_still_reports_each()
    {
        var lines = new List<TaxaListLine>();

        var error = await Assert.ThrowsAsync<NothingMatchedException>(
            () => _taxonomy.ImportListFileAsync(_taxonomy.File("name\nNoctua sp.\nbackground\nNoctua pronuba", "list.csv"), "Vermont", lines: lines));

        Assert.Equal(
            "list.csv: none of its 3 names is that of a known taxon. Columns read: name. Choose the column that holds scientific names, "
            + "or import the taxa first.",
            error.Message);
        Assert.Equal(
            [NameMatchKind.Unmatched, NameMatchKind.NotListed, NameMatchKind.Unmatched], lines.Select(line => line.Kind));
        Assert.Empty(await _taxonomy.VersionsAsync());
    }

    [Fact]
    public async Task A_list_of_a_project_that_is_not_there_is_refused()
    {
        var import = new TaxaListImport(_taxonomy.Database.DataSource, TimeProvider.System);

        var error = await Assert.ThrowsAsync<ImportRefusedException>(() => import.RunAsync(
            new(_taxonomy.File("name\nNoctua pronuba"), "Vermont", ImportedTaxonomy.Person) { ProjectId = 7 },
            null, TestContext.Current.CancellationToken));

        Assert.Equal("There is no project 7.", error.Message);
    }

    [Fact]
    public async Task The_list_of_Vermont_keeps_the_classes_of_the_reference_and_leaves_the_taxonomy_as_it_is()
    {
        var mapId = await StoreCategoryMapAsync(SharedData.File("trap-nights", "pipeline-results.json"));
        await _taxonomy.ImportTaxaFileAsync(SharedData.File("taxa", "inat-insects.csv"));
        var before = await _taxonomy.TaxaAsync();

        var report = await _taxonomy.ImportListFileAsync(SharedData.File("checklists", "vermont-insects.csv"), "Vermont insects");

        // 5,902 different names, and 48 that only stand next to one as what it is accepted as.
        Assert.Equal((1, 5_950), (report.Version, report.NameCount));
        Assert.Equal((5_904, 0), (report.Count("lines").New, report.Count("lines").Skipped));
        Assert.Equal(before, await _taxonomy.TaxaAsync());

        using var reference = JsonDocument.Parse(await File.ReadAllTextAsync(
            SharedData.File("reference", "vermont-insects.kept.json"), TestContext.Current.CancellationToken));
        var kept = await KeptAsync(mapId);
        Assert.Equal(Indices("kept_taxa"), Enumerable.Range(0, kept.ClassCount).Where(kept.IsListed));
        Assert.Equal(Indices("not_a_taxon"), Enumerable.Range(0, kept.ClassCount).Where(kept.IsNotATaxon));

        var again = await _taxonomy.ImportListFileAsync(SharedData.File("checklists", "vermont-insects.csv"), "Vermont insects");
        Assert.True(again.NothingChanged);

        IEnumerable<int> Indices(string name) => reference.RootElement.GetProperty(name).EnumerateArray().Select(index => index.GetInt32());
    }

    [Fact]
    public async Task A_raw_list_imports_as_it_was_published_and_its_dirt_is_reported()
    {
        await _taxonomy.ImportTaxaFileAsync(SharedData.File("taxa", "inat-insects.csv"));
        var lines = new List<TaxaListLine>();

        var report = await _taxonomy.ImportListFileAsync(
            SharedData.File("checklists", "quebec-vermont-moths-raw.csv"), "Moths", lines: lines);

        Assert.Equal(
            [
                "Ancylis subaequana complex", "Ancylis spiraeifoliana complex", "Homochlodes fritillaria complex",
                "Probole alienaria-amicaria complex",
            ],
            lines.Where(line => ScientificName.IsOpenNomenclature(line.Name)).Select(line => line.Name));
        Assert.All(lines.Where(line => ScientificName.IsOpenNomenclature(line.Name)), line => Assert.Null(line.Taxon));
        Assert.Equal(["Idia concisa of authors"], lines.Where(line => line.Kind == NameMatchKind.NotListed).Select(line => line.Name));
        Assert.Equal(report.TaxonCount, lines.Select(line => line.Taxon).OfType<string>().Distinct().Count());
        Assert.Equal(lines.Count, report.Lines.Values.Sum());
    }

    private async Task<long> TaxonAsync(string name)
    {
        await using var context = _taxonomy.Database.CreateDbContext();
        return await context.Taxa.Where(taxon => taxon.Name == name).Select(taxon => taxon.Id).SingleAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string[]> KeysAsync(string list, int version)
    {
        await using var context = _taxonomy.Database.CreateDbContext();
        return await context.TaxaListEntries
            .Where(entry => context.TaxaListVersions.Any(each => each.Id == entry.TaxaListVersionId && each.Number == version
                && context.TaxaLists.Any(other => other.Id == each.TaxaListId && other.Name == list)))
            .OrderBy(entry => entry.NameKey).Select(entry => entry.NameKey)
            .ToArrayAsync(TestContext.Current.CancellationToken);
    }

    private async Task<long> StoreCategoryMapAsync(string resultsPath)
    {
        await using var file = File.OpenRead(resultsPath);
        using var results = await JsonDocument.ParseAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        var labels = results.RootElement.GetProperty("algorithms").GetProperty("inat-insects-mobilenet-v2").GetProperty("category_map")
            .GetProperty("labels").EnumerateArray().Select(label => label.GetString()!).ToList();

        await using var context = _taxonomy.Database.CreateDbContext();
        var map = new StoredCategoryMap { Hash = "any", ClassCount = labels.Count };
        context.CategoryMaps.Add(map);
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        context.CategoryMapClasses.AddRange(labels.Select((label, index) => new StoredClass
        {
            CategoryMapId = map.Id,
            Index = index,
            Label = label,
            Meaning = NotATaxonLabels.Default.Contains(label) ? ClassMeaning.NotATaxon : ClassMeaning.Unresolved,
        }));
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        return map.Id;
    }

    private async Task<KeptSet> KeptAsync(long categoryMapId)
    {
        await using var context = _taxonomy.Database.CreateDbContext();
        var version = await context.TaxaListVersions.SingleAsync(TestContext.Current.CancellationToken);
        var entries = await TaxaListContents.LoadAsync(context, version.Id, TestContext.Current.CancellationToken);
        var tree = await TaxonTrees.LoadAsync(context, TestContext.Current.CancellationToken);
        var map = await CategoryMaps.LoadAsync(context, categoryMapId, TestContext.Current.CancellationToken);
        return KeptSet.From(map, ListedTaxa.Of(tree, entries));
    }
}
