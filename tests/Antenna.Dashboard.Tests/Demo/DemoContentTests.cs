using Antenna.Core.Predictions;
using Antenna.Dashboard.Demo;
using Antenna.Dashboard.Tests.Components;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Projects;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Dashboard.Tests.Demo;

/// <summary>What a curator finds in the demo.</summary>
public sealed class DemoContentTests(MadeDemo demo) : IClassFixture<MadeDemo>, IAsyncDisposable
{
    private readonly AntennaDbContext _context = demo.Database.CreateDbContext();

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    [Fact]
    public async Task It_is_marked_as_a_demo()
    {
        var project = await _context.Projects.SingleAsync(Token);

        Assert.True(project.IsDemo);
        Assert.Equal("Demo: generated moths", project.Name);
    }

    [Fact]
    public async Task There_are_many_occurrences_of_many_species_over_several_nights_and_stations()
    {
        var species = await _context.Occurrences.Select(occurrence => occurrence.MachineTaxonId).Distinct().CountAsync(Token);
        var sets = await new CaptureSetCatalog(demo.Database, demo.Database.DataSource).ListAsync(demo.ProjectId, 10, cursor: null, Token);
        var all = Assert.Single(sets.Items, set => set.Name == "All nights");

        Assert.InRange(await _context.Occurrences.CountAsync(Token), 800, 1_000);
        Assert.True(species >= 120, $"{species} taxa.");
        Assert.Equal((6, 3), (DemoNights.Nights.Count, await _context.Deployments.CountAsync(deployment => deployment.Latitude != null && deployment.Longitude != null, Token)));
        Assert.Equal("Night of 11 July", Assert.Single(sets.Items, set => set.Id != all.Id).Name);
        Assert.Equal(await _context.Captures.CountAsync(Token), await _context.CaptureSetItems.CountAsync(item => item.CaptureSetId == all.Id, Token));
        Assert.InRange(await _context.CaptureSetItems.CountAsync(item => item.CaptureSetId != all.Id, Token), 24, 27);
    }

    [Fact]
    public async Task Some_animals_were_seen_several_times_in_one_place()
    {
        var seen = await _context.Detections.Where(detection => detection.OccurrenceId != null)
            .GroupBy(detection => detection.OccurrenceId)
            .Select(animal => new { Detections = animal.Count(), Captures = animal.Select(detection => detection.CaptureId).Distinct().Count() })
            .ToListAsync(Token);

        Assert.All(seen, animal => Assert.Equal(animal.Detections, animal.Captures));
        Assert.Equal(8, seen.Max(animal => animal.Detections));
        Assert.InRange(seen.Count(animal => animal.Detections >= 3), 50, 150);
        Assert.Equal(seen.Count, await _context.Occurrences.CountAsync(Token));
    }

    [Fact]
    public async Task Now_and_then_the_detector_looked_and_found_nothing() =>
        Assert.InRange(await _context.Detections.CountAsync(detection => detection.X1 == null, Token), 1, 10);

    [Fact]
    public async Task Every_label_is_a_taxon_but_for_the_background()
    {
        var classes = await _context.CategoryMapClasses.ToListAsync(Token);

        Assert.DoesNotContain(classes, label => label.Meaning is ClassMeaning.Unresolved);
        Assert.Equal("background", Assert.Single(classes, label => label.Meaning is ClassMeaning.NotATaxon).Label);
        Assert.Equal(2, await _context.Algorithms.CountAsync(algorithm => algorithm.Kind == AlgorithmKind.Classifier, Token));
    }

    [Fact]
    public async Task Taxa_have_parents_authors_synonyms_and_common_names()
    {
        var moths = await _context.Taxa.CountAsync(taxon => taxon.AcceptedTaxonId == null && taxon.Author != null && taxon.ParentId != null, Token);

        Assert.Equal(DemoAssets.Load().Species.Count, moths);
        Assert.True(await _context.Taxa.CountAsync(taxon => taxon.AcceptedTaxonId != null, Token) >= 8);
        Assert.True(await _context.TaxonCommonNames.CountAsync(Token) >= moths);
    }

    [Fact]
    public async Task The_checklist_has_two_versions_of_which_the_second_has_three_more_and_one_less()
    {
        var versions = await _context.TaxaListVersions.OrderBy(version => version.Number).ToListAsync(Token);
        var taxa = new List<HashSet<long>>();
        foreach (var version in versions)
            taxa.Add([.. await _context.TaxaListEntries.Where(entry => entry.TaxaListVersionId == version.Id).Select(entry => entry.TaxonId!.Value).ToListAsync(Token)]);

        Assert.Equal(2, versions.Count);
        Assert.Equal((3, 1), (taxa[1].Except(taxa[0]).Count(), taxa[0].Except(taxa[1]).Count()));
        Assert.Contains("+3 −1", versions[1].Note, StringComparison.Ordinal);
        Assert.Equal(demo.ProjectId, (await _context.TaxaLists.SingleAsync(Token)).ProjectId);
    }

    [Fact]
    public async Task Two_people_named_agreed_commented_and_withdrew()
    {
        var identifications = await _context.Identifications.ToListAsync(Token);

        Assert.Equal(2, identifications.Select(each => each.PersonId).Distinct().Count());
        Assert.True(identifications.Count(each => each is { TaxonId: not null, AgreedAlgorithmId: null, AgreedIdentificationId: null }) >= 80);
        Assert.True(identifications.Count(each => each.AgreedClassificationId is not null) >= 20);
        Assert.Contains(identifications, each => each.AgreedIdentificationId is not null);
        Assert.True(identifications.Count(each => each is { TaxonId: null, Comment: not null }) >= 4);
        Assert.Single(identifications, each => each.WithdrawnAt is not null);
    }

    [Fact]
    public async Task People_confirmed_species_that_the_list_excludes()
    {
        var newest = await _context.TaxaListVersions.MaxAsync(version => version.Id, Token);
        var excluded = await _context.Occurrences
            .Where(occurrence => occurrence.Verified && !_context.TaxaListEntries.Any(entry => entry.TaxaListVersionId == newest && entry.TaxonId == occurrence.DeterminationTaxonId))
            .Join(_context.Taxa, occurrence => occurrence.DeterminationTaxonId, taxon => taxon.Id, (_, taxon) => taxon.Name)
            .ToListAsync(Token);

        Assert.Equal(["Campaea perlata", "Noctua pronuba"], excluded.Distinct().Order());
        Assert.True(excluded.Count >= 10);
    }

    [Fact]
    public async Task What_is_no_moth_is_mostly_background_and_so_has_no_determination()
    {
        var nothing = await _context.Occurrences.CountAsync(occurrence => occurrence.DeterminationTaxonId == null, Token);

        Assert.InRange(nothing, 20, 80);
    }

    [Fact]
    public async Task Determinations_are_what_the_rule_says()
    {
        await using var connection = await demo.Database.DataSource.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);

        Assert.Equal(0, await Determinations.RecomputeAsync(connection, await _context.Occurrences.Select(occurrence => occurrence.Id).ToListAsync(Token), Token));
    }

    [Fact]
    public async Task Every_picture_is_where_the_import_says()
    {
        var folder = Assert.Single(await _context.PictureFolders.ToListAsync(Token));

        Assert.Equal(demo.Folder, folder.Path);
        Assert.All(await _context.Captures.Select(capture => capture.Path).ToListAsync(Token), path => Assert.True(File.Exists(Path.Combine(folder.Path, path))));
        Assert.All(await _context.Detections.Where(detection => detection.X1 != null).Select(detection => detection.CropPath!).ToListAsync(Token), path => Assert.True(File.Exists(Path.Combine(folder.Path, path))));
    }

    [Fact]
    public async Task Masking_to_the_list_changes_a_good_share_of_the_determinations()
    {
        await using var product = new DashboardContext(demo.Database);
        var wide = await _context.Algorithms.SingleAsync(algorithm => algorithm.Name == "Holarctic moths", Token);
        var request = new MaskRequest(
            RunScope.OfCaptureSet(await _context.CaptureSets.Where(set => set.Name == "All nights").Select(set => set.Id).SingleAsync(Token)),
            new()
            {
                    TaxaListId = await _context.TaxaLists.Select(list => list.Id).SingleAsync(Token),
                    ClassifierIds = [wide.Id],
            });

        var plan = Assert.Single(await product.Product<MaskPlanner>().PlanAsync(request, await _context.People.FirstAsync(Token), Token));
        var counts = await product.Product<RunDryRun>().CountAsync(plan, progress: null, Token);

        var unverified = await _context.Occurrences.CountAsync(occurrence => !occurrence.Verified, Token);
        Assert.InRange(counts.OccurrencesUpdated, unverified * 0.15, unverified * 0.5);
        Assert.InRange(counts.Counters[MaskOutcomes.NoLogits], 5, 40);
        Assert.InRange(plan.Kept.ListedCount, 120, 200);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
