using System.Text.Json.Nodes;
using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Import;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Model;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>Taxa are made of labels where a person asks for it, and of nothing but names.</summary>
public sealed class LabelTaxaTests(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly ResultsFile _results = new();
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        Classes(
            ("Actias luna", "SPECIES", null), ("Automeris io", "SPECIES", "1868664"), ("background", null, null), ("Saturniidae", "FAMILY", null),
            ("Catocala relicta (White Underwing)", null, null), ("Moth", null, null), ("small bug", null, null), ("Catocala sp.", "SPECIES", null));
        _results.Add(ResultsFile.Logits(5, 2, 0, 0, 0, 0, 0, 0));
    }

    public async ValueTask DisposeAsync()
    {
        _results.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task An_import_says_how_many_labels_are_unknown_and_how_many_of_them_are_names_and_makes_none_unasked()
    {
        var report = await ImportAsync(makeTaxa: false);

        var classifier = Assert.Single(report.Classifiers);
        Assert.Equal((0, 1, 7, 4), (classifier.Taxa, classifier.NotATaxon, classifier.Unresolved, classifier.Names));
        Assert.Equal(["Actias luna", "Automeris io", "Saturniidae", "Catocala relicta (White Underwing)"], classifier.SomeNames);
        Assert.Empty(await TaxaAsync());
    }

    [Fact]
    public async Task Taxa_of_labels_have_the_rank_the_key_and_the_genus_that_the_map_gives_and_determine_at_once()
    {
        var report = await ImportAsync(makeTaxa: true);

        var taxa = await TaxaAsync();
        Assert.Equal(
            ["Actias", "Actias luna", "Automeris", "Automeris io", "Catocala", "Catocala relicta", "Saturniidae"], taxa.Select(taxon => taxon.Name).Order());
        Taxon Named(string name) => taxa.Single(taxon => taxon.Name == name);
        Assert.Equal((Rank.Species, Named("Actias").Id), (Named("Actias luna").Rank, Named("Actias luna").ParentId));
        Assert.Equal((Rank.Family, Rank.Genus), (Named("Saturniidae").Rank, Named("Actias").Rank));
        await using var context = _database.CreateDbContext();
        var key = await context.TaxonKeys.SingleAsync(Token);
        Assert.Equal(("gbif", "1868664", Named("Automeris io").Id), (key.Source, key.Key, key.TaxonId));
        Assert.Equal(Named("Actias luna").Id, (await context.Occurrences.SingleAsync(Token)).DeterminationTaxonId);
        Assert.Equal((4, 3), (report.Count("taxa made of labels").New, report.Count("taxa made above them").New));
        Assert.Equal((4, 3), Assert.Single(report.Classifiers) is { } made ? (made.Taxa, made.Unresolved) : default);
    }

    [Fact]
    public async Task A_check_says_which_taxa_it_would_make_and_makes_none()
    {
        var check = await ImportAsync(makeTaxa: true, ImportMode.CheckOnly);

        Assert.Empty(await TaxaAsync());
        var import = await ImportAsync(makeTaxa: true);
        Assert.Equal(import.Counts, check.Counts);
    }

    [Fact]
    public async Task Classes_that_were_imported_before_their_taxa_are_resolved_when_they_are_made()
    {
        await ImportAsync(makeTaxa: false);

        var again = await ImportAsync(makeTaxa: true);

        Assert.Equal((0, 4), (again.Count("classifications").New, again.Count("classes of classifiers known before").Changed));
        await using var context = _database.CreateDbContext();
        Assert.NotNull((await context.Occurrences.SingleAsync(Token)).DeterminationTaxonId);
        Assert.Equal(0, (await ImportAsync(makeTaxa: true)).Count("taxa made of labels").New);
    }

    [Fact]
    public async Task A_refused_import_leaves_no_taxa_of_its_labels()
    {
        _results.Add(ResultsFile.Logits(1, 2, 0, 0, 0, 0, 0, 0), image: "99");

        await Assert.ThrowsAsync<ImportRefusedException>(() => ImportAsync(makeTaxa: true));

        Assert.Empty(await TaxaAsync());
    }

    [Fact]
    public async Task A_label_that_is_nearly_a_known_name_is_pointed_out()
    {
        await using (var context = _database.CreateDbContext())
        {
            context.Add(new Taxon { Name = "Actias lunar", Rank = Rank.Species, Source = "test" });
            await context.SaveChangesAsync(Token);
        }

        var report = await ImportAsync(makeTaxa: true);

        Assert.Contains(report.Findings, finding => finding.Examples.Any(example => example.Detail == "Actias luna, known is Actias lunar"));
    }

    private void Classes(params (string Label, string? Rank, string? Key)[] classes) => _results.MothClassifier["category_map"]!["data"] =
        new JsonArray([.. classes.Select((each, index) => new JsonObject { ["index"] = index, ["label"] = each.Label, ["taxon_rank"] = each.Rank, ["gbif_key"] = each.Key })]);

    private Task<PipelineResultsReport> ImportAsync(bool makeTaxa, ImportMode mode = ImportMode.Write) =>
        new PipelineResultsImport(_database.DataSource, NotATaxonLabels.Default, TimeProvider.System)
            .RunAsync(new(_results.Save(), "Moth garden", "June") { MakeTaxa = makeTaxa, Mode = mode }, null, Token);

    private async Task<List<Taxon>> TaxaAsync()
    {
        await using var context = _database.CreateDbContext();
        return await context.Taxa.AsNoTracking().ToListAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
