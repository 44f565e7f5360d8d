using Antenna.Core.Taxonomy;
using Antenna.Data.Import;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import.Taxa;

public sealed class TaxaImportTests(PostgresCluster cluster) : IAsyncLifetime
{
    private ImportedTaxonomy _taxonomy = null!;

    public async ValueTask InitializeAsync() => _taxonomy = await ImportedTaxonomy.CreateAsync(cluster);

    public ValueTask DisposeAsync() => _taxonomy.DisposeAsync();

    [Fact]
    public async Task A_taxon_hangs_under_the_higher_taxa_of_its_row_and_of_its_name()
    {
        var report = await _taxonomy.ImportTaxaAsync(
            """
            scientificName,order,rank,family,common name
            Lycaena phlaeas hypophlaeas,Lepidoptera,subspecies,Lycaenidae,American Copper|Small Copper
            """);

        Assert.Equal(
            [
                "family Lycaenidae < Lepidoptera", "genus Lycaena < Lycaenidae", "order Lepidoptera",
                "species Lycaena phlaeas < Lycaena", "subspecies Lycaena phlaeas hypophlaeas < Lycaena phlaeas",
            ],
            await _taxonomy.TaxaAsync());
        Assert.Equal((1, 4, 2), (report.Count("taxa").New, report.Count("taxa without a row").New, report.Count("common names").New));
    }

    [Fact]
    public async Task Importing_again_changes_nothing()
    {
        const string File =
            """
            name,rank,family,status,accepted_name,author,common_name,gbif_key
            Noctua pronuba,species,Noctuidae,accepted,,"(Linnaeus, 1758)",Large Yellow Underwing,1
            Phalaena pronuba,species,Noctuidae,synonym,Noctua pronuba,,,2
            """;
        await _taxonomy.ImportTaxaAsync(File);
        var before = await _taxonomy.TaxaAsync();

        var again = await _taxonomy.ImportTaxaAsync(File);

        Assert.Equal(before, await _taxonomy.TaxaAsync());
        Assert.Contains("species Phalaena pronuba = Noctua pronuba", before);
        Assert.All(again.Counts, count => Assert.Equal((0, 0), (count.New, count.Changed)));
        Assert.Equal((2, 1, 2), (again.Count("taxa").Unchanged, again.Count("common names").Unchanged, again.Count("keys").Unchanged));
    }

    [Fact]
    public async Task Importing_again_updates_what_differs_and_loses_nothing_that_is_known()
    {
        await _taxonomy.ImportTaxaAsync("name,rank,family,author\nOrgyia antiqua,species,Lymantriidae,Linnaeus");

        var report = await _taxonomy.ImportTaxaAsync("name,rank,order,family,author\nOrgyia antiqua,species,,Erebidae,\nErebidae,family,Lepidoptera,,");
        Assert.Contains("genus Orgyia < Erebidae", await _taxonomy.TaxaAsync());
        Assert.Equal((1, 1), (report.Count("taxa").Unchanged, report.Count("taxa without a row").Changed));

        await _taxonomy.ImportTaxaAsync("name,rank,order\nOrgyia antiqua,species,Lepidoptera");
        await _taxonomy.ImportTaxaAsync("name\nOrgyia antiqua");
        Assert.Contains("genus Orgyia < Erebidae", await _taxonomy.TaxaAsync());
        Assert.Contains("family Erebidae < Lepidoptera", await _taxonomy.TaxaAsync());
        await using var context = _taxonomy.Database.CreateDbContext();
        Assert.Equal("Linnaeus", (await context.Taxa.SingleAsync(taxon => taxon.Name == "Orgyia antiqua", TestContext.Current.CancellationToken)).Author);
    }

    [Fact]
    public async Task A_later_row_may_be_finer_and_one_that_disagrees_is_reported()
    {
        var report = await _taxonomy.ImportTaxaAsync(
            """
            name,rank,class,order,family
            Orgyia antiqua,species,Insecta,,
            Orgyia leucostigma,species,Insecta,Lepidoptera,Erebidae
            Orgyia definita,species,Insecta,Lepidoptera,Lymantriidae
            """);

        Assert.Contains("genus Orgyia < Erebidae", await _taxonomy.TaxaAsync());
        var finding = Assert.Single(report.Findings, finding => finding.Level == ImportFindingLevel.Warning);
        Assert.Equal("taxa.csv, line 4, column 1: Orgyia in Erebidae, Lymantriidae here", finding.Examples[0].ToString());
    }

    [Fact]
    public async Task The_same_name_in_another_kingdom_is_a_taxon_of_its_own()
    {
        const string File = "name,rank,kingdom\nOenanthe,genus,Animalia\nOenanthe,genus,Plantae\nOenanthe crocata,species,Plantae";
        await _taxonomy.ImportTaxaAsync(File);
        var again = await _taxonomy.ImportTaxaAsync(File);

        Assert.Equal(0, again.Count("taxa").New);
        await using var context = _taxonomy.Database.CreateDbContext();
        var genera = await context.Taxa.Where(taxon => taxon.Rank == Rank.Genus).OrderBy(taxon => taxon.Homonym).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([0, 1], genera.Select(taxon => (int)taxon.Homonym));
        var species = await context.Taxa.SingleAsync(taxon => taxon.Name == "Oenanthe crocata", TestContext.Current.CancellationToken);
        Assert.Equal(genera[1].Id, species.ParentId);
    }

    [Fact]
    public async Task Synonyms_are_accepted_whatever_the_order_of_rows_and_their_higher_taxa_are_those_of_the_accepted_name()
    {
        await _taxonomy.ImportTaxaAsync(
            """
            name,rank,status,accepted_name,family
            Hypena palparia,species,synonym,Bomolocha palparia,Erebidae
            Bomolocha palparia,species,accepted,,Erebidae
            """);

        Assert.Equal(
            [
                "family Erebidae", "genus Bomolocha < Erebidae", "species Bomolocha palparia < Bomolocha",
                "species Hypena palparia = Bomolocha palparia",
            ],
            await _taxonomy.TaxaAsync());
    }

    [Fact]
    public async Task A_file_may_turn_synonyms_round_and_a_circle_of_them_stays_as_known()
    {
        await _taxonomy.ImportTaxaAsync("name,accepted_name\nAus bus,Cus dus\nCus dus,Cus dus");
        await _taxonomy.ImportTaxaAsync("name,accepted_name\nCus dus,Aus bus\nAus bus,Aus bus");
        Assert.Contains("species Cus dus < Cus = Aus bus", await _taxonomy.TaxaAsync());

        var report = await _taxonomy.ImportTaxaAsync("name,accepted_name\nAus bus,Cus dus");
        Assert.Contains("species Cus dus < Cus = Aus bus", await _taxonomy.TaxaAsync());
        Assert.Equal("Aus bus = Cus dus", Assert.Single(report.Findings, finding => finding.Level == ImportFindingLevel.Warning).Examples[0].Detail);
    }

    [Fact]
    public async Task Names_are_cleaned_and_what_is_no_taxon_is_left_out_and_counted()
    {
        var report = await _taxonomy.ImportTaxaAsync(
            """
            name,rank
            "NOCTUA  PRONUBA (Linnaeus, 1758)",SPECIES
            background,non-taxon
            Noctua sp.,species
            Noctua,species
            ,species
            """);

        Assert.Equal(["genus Noctua", "species Noctua pronuba < Noctua"], await _taxonomy.TaxaAsync());
        Assert.Equal((1, 4), (report.Count("taxa").New, report.Count("taxa").Skipped));
        Assert.Equal(
            [
                "The name leaves the species open; no taxon was made",
                "The name of a species or subspecies has only one word; no taxon was made",
                "The row has no name; no taxon was made",
                "The row is not a taxon, by its rank or its name; no taxon was made",
            ],
            report.Findings.Where(finding => finding.Message.EndsWith("no taxon was made", StringComparison.Ordinal)).Select(finding => finding.Message));
    }

    [Fact]
    public async Task A_misapplied_name_becomes_known_as_one_and_never_replaces_a_name_that_is_borne()
    {
        const string File =
            """
            name,rank,status,accepted_name
            Idia concisa,species,misapplied,Idia rotundalis
            Noctua pronuba,species,accepted,
            Noctua pronuba,species,misapplied,Noctua comes
            """;
        await _taxonomy.ImportTaxaAsync(File);
        Assert.Equal(0, (await _taxonomy.ImportTaxaAsync(File)).Count("taxa").Changed);

        await using var context = _taxonomy.Database.CreateDbContext();
        var taxa = await context.Taxa.Where(taxon => taxon.Rank == Rank.Species).ToDictionaryAsync(taxon => taxon.Name, TestContext.Current.CancellationToken);
        Assert.Equal((true, null), (taxa["Idia concisa"].Misapplied, taxa["Idia concisa"].AcceptedTaxonId));
        Assert.Equal((false, null), (taxa["Noctua pronuba"].Misapplied, taxa["Noctua pronuba"].AcceptedTaxonId));
    }

    [Fact]
    public async Task A_taxon_known_without_a_rank_takes_the_rank_that_is_learned()
    {
        await _taxonomy.ImportTaxaAsync("name\nCatocala");
        Assert.Equal(["unknown Catocala"], await _taxonomy.TaxaAsync());

        await _taxonomy.ImportTaxaAsync("name,rank\nCatocala,genus");

        Assert.Equal(["genus Catocala"], await _taxonomy.TaxaAsync());
    }

    [Fact]
    public async Task Keys_of_every_source_are_kept_and_a_key_moves_with_the_newest_file()
    {
        await _taxonomy.ImportTaxaAsync("name,gbif_taxon_key,iNaturalist ID,taxon_key:moths\nAus bus,1,2,3\nCus dus,1,,");
        var moved = await _taxonomy.ImportTaxaAsync("name,gbif_key\nCus dus,1");

        Assert.Equal(1, moved.Count("keys").Changed);
        await using var context = _taxonomy.Database.CreateDbContext();
        var keys = await context.TaxonKeys
            .Join(context.Taxa, key => key.TaxonId, taxon => taxon.Id, (key, taxon) => $"{key.Source} {key.Key} {taxon.Name}")
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["gbif 1 Cus dus", "inat 2 Aus bus", "moths 3 Aus bus"], keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_check_reports_what_the_import_would_do_and_writes_nothing()
    {
        const string File = "name,family\nNoctua pronuba,Noctuidae";

        var check = await _taxonomy.ImportTaxaAsync(File, ImportMode.CheckOnly);
        Assert.Empty(await _taxonomy.TaxaAsync());

        var import = await _taxonomy.ImportTaxaAsync(File);
        Assert.Equal(import.Counts, check.Counts);
        Assert.Equal((true, false), (check.CheckOnly, import.CheckOnly));
    }

    [Fact]
    public async Task The_taxa_of_a_real_classifier_import_as_they_are_published()
    {
        var path = SharedData.File("taxa", "inat-insects.csv");

        var report = await _taxonomy.ImportTaxaFileAsync(path);
        var again = await _taxonomy.ImportTaxaFileAsync(path);

        Assert.Equal((1_021, 1), (report.Count("taxa").New, report.Count("taxa").Skipped));
        Assert.All(again.Counts, count => Assert.Equal((0, 0), (count.New, count.Changed)));
        var taxa = await _taxonomy.TaxaAsync();
        Assert.Contains("species Naupactus cervinus < Naupactus", taxa);
        Assert.Contains("genus Naupactus < Insecta", taxa);
        Assert.Contains("subspecies Danaus gilippus thersippus < Danaus gilippus", taxa);
        Assert.Contains("class Insecta < Arthropoda", taxa);
        Assert.DoesNotContain(taxa, taxon => taxon.Contains("background", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_world_list_with_authors_in_its_names_imports_as_it_is_published()
    {
        var path = SharedData.File("checklists", "world-odonata-dwca", "taxon.txt");

        var report = await _taxonomy.ImportTaxaFileAsync(path);
        var again = await _taxonomy.ImportTaxaFileAsync(path);

        Assert.Equal((0, 0), (again.Count("taxa").New, again.Count("taxa").Changed));
        Assert.Equal(0, report.Count("taxa").Skipped);
        var taxa = await _taxonomy.TaxaAsync();
        Assert.Contains("genus Hemiphlebia < Hemiphlebiidae", taxa);
        Assert.Contains("species Hemiphlebia mirabilis < Hemiphlebia", taxa);
        Assert.Contains("order Odonata < Insecta", taxa);
    }
}
