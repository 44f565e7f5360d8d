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
        var listed = second.Count("taxa listed");
        Assert.Equal((1, 1, 1), (listed.New, listed.Unchanged, listed.Skipped));
        var version = (await _taxonomy.VersionsAsync())[1];
        Assert.Equal((_taxonomy.PersonId, "Imported from list.csv", 2), (version.AuthorId, version.Note, version.TaxonCount));
    }

    [Fact]
    public async Task What_equals_the_newest_version_makes_none_and_going_back_makes_one()
    {
        const string Two = "name\nNoctua pronuba\nNoctua comes";
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

    [Fact]
    public async Task Names_that_no_taxon_bears_become_taxa_of_the_list()
    {
        await _taxonomy.ImportTaxaAsync("name,family\nNoctua pronuba,Noctuidae");

        var report = await _taxonomy.ImportListAsync("name,rank,family\nNoctua comes,species,Noctuidae\nCatocala fraxini,species,Erebidae");

        Assert.Equal(
            [
                "family Erebidae", "family Noctuidae", "genus Catocala < Erebidae", "genus Noctua < Noctuidae",
                "species Catocala fraxini < Catocala", "species Noctua comes < Noctua", "species Noctua pronuba < Noctua",
            ],
            await _taxonomy.TaxaAsync());
        Assert.Equal(4, report.Count("taxa").New);
        await using var context = _taxonomy.Database.CreateDbContext();
        var comes = await context.Taxa.SingleAsync(taxon => taxon.Name == "Noctua comes", TestContext.Current.CancellationToken);
        Assert.Equal("Vermont", comes.Source);
    }

    [Fact]
    public async Task A_list_is_no_authority_on_what_stands_above_a_known_taxon()
    {
        await _taxonomy.ImportTaxaAsync("name,family\nOrgyia antiqua,Erebidae");

        await _taxonomy.ImportListAsync("name,family\nOrgyia antiqua,Lymantriidae\nOrgyia leucostigma,Lymantriidae");

        Assert.Contains("genus Orgyia < Erebidae", await _taxonomy.TaxaAsync());
        Assert.Contains("species Orgyia leucostigma < Orgyia", await _taxonomy.TaxaAsync());
    }

    [Fact]
    public async Task A_row_with_another_accepted_name_lists_that_and_teaches_the_synonym_whatever_its_status()
    {
        await _taxonomy.ImportTaxaAsync("name\nHypena palparia");
        var lines = new List<TaxaListLine>();

        var report = await _taxonomy.ImportListFileAsync(
            _taxonomy.File("name,status,accepted_name\nHypena palparia,accepted,Bomolocha palparia"), "Vermont", lines: lines);

        Assert.Equal(["Bomolocha palparia"], await _taxonomy.ListedAsync("Vermont", 1));
        Assert.Contains("species Hypena palparia < Hypena = Bomolocha palparia", await _taxonomy.TaxaAsync());
        Assert.Equal(1, report.Count("synonyms").New);
        Assert.Equal(
            [new TaxaListLine(2, "Hypena palparia", NameMatchKind.Synonym, "Bomolocha palparia", Rank.Species, "Accepted as Bomolocha palparia by the list. That is new to the taxonomy.")],
            lines);
    }

    [Fact]
    public async Task Chains_of_synonyms_are_followed_in_whatever_order_they_come()
    {
        await _taxonomy.ImportListAsync("name,accepted_name\nAus bus,Cus dus\nEus fus,Eus fus\nCus dus,Eus fus");

        Assert.Equal(["Eus fus"], await _taxonomy.ListedAsync("Vermont", 1));
    }

    [Fact]
    public async Task Where_rows_disagree_on_a_synonym_the_first_counts_and_the_other_is_reported()
    {
        var report = await _taxonomy.ImportListAsync(
            """
            name,accepted_name
            Lycaena hyllus,Agriades hylas
            Lycaena hyllus,Lycaena hyllus
            Aus bus,Aus bus
            Aus bus,Cus dus
            """);

        Assert.Equal(["Agriades hylas", "Aus bus"], await _taxonomy.ListedAsync("Vermont", 1));
        var finding = Assert.Single(report.Findings, finding => finding.Level == ImportFindingLevel.Warning);
        Assert.Equal(
            ["Lycaena hyllus = Agriades hylas by line 2, Lycaena hyllus here", "Aus bus = Aus bus by line 4, Cus dus here"],
            finding.Examples.Select(example => example.Detail));
    }

    [Fact]
    public async Task What_contradicts_the_known_synonymy_is_reported_and_the_known_stays()
    {
        await _taxonomy.ImportTaxaAsync("name,accepted_name\nHypena palparia,Bomolocha palparia\nNoctua nothing,Noctua comes");
        var before = await _taxonomy.TaxaAsync();

        var report = await _taxonomy.ImportListAsync(
            "name,accepted_name\nBomolocha palparia,Hypena palparia\nNoctua nothing,Hypena palparia");

        Assert.Equal(before, await _taxonomy.TaxaAsync());
        Assert.Equal(["Bomolocha palparia"], await _taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal((0, 2), (report.Count("synonyms").New, report.Count("synonyms").Skipped));
        Assert.Equal(
            [
                "list.csv, line 2, column 1: Bomolocha palparia = Hypena palparia; known: Hypena palparia = Bomolocha palparia",
                "list.csv, line 3, column 1: Noctua nothing = Hypena palparia; known: Noctua nothing = Noctua comes",
            ],
            Assert.Single(report.Findings, finding => finding.Level == ImportFindingLevel.Warning).Examples.Select(example => example.ToString()));
    }

    [Fact]
    public async Task A_higher_taxon_includes_its_descendants_only_where_its_row_says_so()
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
                "exact Noctua pronuba", "key Noctua pronuba", "synonym Noctua pronuba", "common name Noctua pronuba", "ambiguous ",
                "higher rank Noctua", "suggestion Noctua comis", "unmatched ", "unmatched ", "unmatched ", "unmatched ", "unmatched ",
            ],
            lines.Select(line => $"{line.Kind.DisplayName()} {line.Taxon}"));
        Assert.Equal("New to the taxonomy. Similar: Noctua comes.", lines[6].Note);
        Assert.Equal(Enumerable.Range(2, 12).Select(line => (long)line), lines.Select(line => line.Line));
        Assert.Equal(["Noctua", "Noctua comis", "Noctua pronuba"], await _taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal((6, 6), (report.Count("lines").New, report.Count("lines").Skipped));
        Assert.Equal(12, report.Lines.Values.Sum());
    }

    [Fact]
    public async Task The_matching_report_can_be_opened_in_a_spreadsheet()
    {
        using var stream = new MemoryStream();
        await using (var csv = new MatchingReportCsv(stream))
            await csv.WriteAsync(new(2, "=Noctua, \"pronuba\"", NameMatchKind.HigherRank, "Noctua", Rank.Genus, null), TestContext.Current.CancellationToken);

        Assert.Equal(
            "line,name,match,taxon,note\r\n2,\"'=Noctua, \"\"pronuba\"\"\",higher rank,Noctua,\r\n",
            System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public async Task A_check_says_what_the_import_would_do_and_writes_nothing()
    {
        const string File = "name,family\nNoctua pronuba,Noctuidae";

        var check = await _taxonomy.ImportListAsync(File, mode: ImportMode.CheckOnly);
        Assert.Empty(await _taxonomy.TaxaAsync());
        Assert.Empty(await _taxonomy.VersionsAsync());

        var import = await _taxonomy.ImportListAsync(File);
        Assert.Equal(import.Counts, check.Counts);
        Assert.Equal((1, 1), (check.Version, import.Version));
    }

    [Fact]
    public async Task A_list_of_names_none_of_which_can_be_listed_is_refused()
    {
        var error = await Assert.ThrowsAsync<ImportRefusedException>(() => _taxonomy.ImportListAsync("name\nNoctua sp.\nbackground"));

        Assert.Equal(
            "list.csv: none of its 2 names can be listed. Columns read: name. Choose the column that holds scientific names.",
            error.Message);
        Assert.Empty(await _taxonomy.TaxaAsync());
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
    public async Task The_list_of_Vermont_lists_5535_taxa_and_keeps_the_classes_of_the_reference()
    {
        await _taxonomy.ImportTaxaFileAsync(SharedData.File("taxa", "inat-insects.csv"));
        var mapId = await StoreCategoryMapAsync(SharedData.File("trap-nights", "pipeline-results.json"));

        var report = await _taxonomy.ImportListFileAsync(SharedData.File("checklists", "vermont-insects.csv"), "Vermont insects");

        Assert.Equal((1, 5_535), (report.Version, report.TaxonCount));
        Assert.Equal((5_904, 0), (report.Count("lines").New, report.Count("lines").Skipped));
        Assert.Equal((415L, 0L), (report.Count("synonyms").New, report.Count("synonyms").Skipped));
        Assert.Equal(1_021, report.Count("classes of classifiers").Changed);

        using var reference = JsonDocument.Parse(await File.ReadAllTextAsync(
            SharedData.File("reference", "vermont-insects.kept.json"), TestContext.Current.CancellationToken));
        var kept = await KeptAsync(mapId);
        Assert.Equal(Indices("kept_taxa"), Enumerable.Range(0, kept.ClassCount).Where(kept.IsListed));
        Assert.Equal(Indices("not_a_taxon"), Enumerable.Range(0, kept.ClassCount).Where(kept.IsNotATaxon));

        var again = await _taxonomy.ImportListFileAsync(SharedData.File("checklists", "vermont-insects.csv"), "Vermont insects");
        Assert.True(again.NothingChanged);
        Assert.Equal((0, 0), (again.Count("taxa").New, again.Count("taxa").Changed));

        IEnumerable<int> Indices(string name) => reference.RootElement.GetProperty(name).EnumerateArray().Select(index => index.GetInt32());
    }

    [Fact]
    public async Task A_raw_list_imports_as_it_was_published_and_its_dirt_is_reported()
    {
        var lines = new List<TaxaListLine>();

        var report = await _taxonomy.ImportListFileAsync(
            SharedData.File("checklists", "quebec-vermont-moths-raw.csv"), "Moths", lines: lines);

        Assert.Equal(
            [
                "Ancylis subaequana complex", "Ancylis spiraeifoliana complex", "Homochlodes fritillaria complex",
                "Probole alienaria-amicaria complex", "Idia concisa of authors",
            ],
            lines.Where(line => line.Taxon is null).Select(line => line.Name));
        Assert.All(lines.Where(line => line.Taxon is null), line => Assert.NotNull(line.Note));
        Assert.Contains(lines, line => line is { Name: "Oligia (prov. plcmt.) modica", Taxon: "Oligia modica" });
        Assert.Equal(report.TaxonCount, lines.Select(line => line.Taxon).OfType<string>().Distinct().Count());
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
        return KeptSet.From(map, ListMembership.Members(tree, entries));
    }
}
