using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Demo;
using Antenna.Dashboard.Tests.Components;
using Antenna.Data.Demo;
using Antenna.Data.Import;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Projects;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Antenna.Dashboard.Tests.Demo;

/// <summary>When the demo comes, and that it goes without a trace.</summary>
public sealed class DemoProjectTests(PostgresCluster cluster, DemoFolder files) : IClassFixture<DemoFolder>, IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DemoProjects _projects = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _projects = new(_database.DataSource, _database, NotATaxonLabels.Default, TimeProvider.System);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task It_is_made_at_the_first_start_and_not_again_at_the_second()
    {
        await Demo(files.Path).MakeOnFirstStartAsync(Token);
        var first = await DatabaseContent.ReadEverythingAsync(_database.DataSource);
        await Demo(files.Path).MakeOnFirstStartAsync(Token);

        DatabaseContent.AssertEqual(first, await DatabaseContent.ReadEverythingAsync(_database.DataSource));
        Assert.Equal("Demo: generated moths", (await ProjectAsync())?.Name);
    }

    public static TheoryData<object> Contents =>
    [
        new Project { Name = "Trap nights" },
        new Taxon { Name = "Actias luna", Rank = Rank.Species, Source = "test" },
        new TaxaList { Name = "Vermont moths" },
    ];

    [Theory]
    [MemberData(nameof(Contents), DisableDiscoveryEnumeration = true)]
    public async Task It_is_not_made_where_anybody_has_brought_anything(object content)
    {
        await using (var context = _database.CreateDbContext())
        {
            context.Add(content);
            await context.SaveChangesAsync(Token);
        }

        await Demo(files.Path).MakeOnFirstStartAsync(Token);

        Assert.Null(await _projects.MakeAsync(files.Content, Token));
        Assert.NotEqual(true, (await ProjectAsync())?.IsDemo);
    }

    [Fact]
    public async Task It_is_not_made_in_a_database_that_is_not_the_products_own()
    {
        await Demo(DemoProject.FolderOf(privateDatabase: null)).MakeOnFirstStartAsync(Token);

        Assert.Null(await ProjectAsync());
    }

    [Fact]
    public async Task It_is_never_half_made()
    {
        var before = await DatabaseContent.ReadEverythingAsync(_database.DataSource);
        var broken = files.Content with { IdentificationsFile = files.Content.TaxaFile };

        await Assert.ThrowsAsync<ImportRefusedException>(() => _projects.MakeAsync(broken, Token));

        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(_database.DataSource));
        Assert.NotNull(await _projects.MakeAsync(files.Content, Token));
    }

    [Fact]
    public async Task The_planner_knows_how_much_it_has_filled_also_where_an_import_had_failed_before()
    {
        var broken = files.Content with { IdentificationsFile = files.Content.TaxaFile };
        await Assert.ThrowsAsync<ImportRefusedException>(() => _projects.MakeAsync(broken, Token));

        // Autovacuum would find that tables with many pages are empty, and the planner count on it.
        await using (var analyze = _database.DataSource.CreateCommand("analyze"))
            await analyze.ExecuteNonQueryAsync(Token);
        await _projects.MakeAsync(files.Content, Token);

        await using var known = _database.DataSource.CreateCommand(
            "select array_agg(reltuples::bigint order by relname) from pg_class where relname in ('classifications', 'detections', 'occurrences')");
        await using var context = _database.CreateDbContext();
        Assert.Equal(
            [await context.Classifications.LongCountAsync(Token), await context.Detections.LongCountAsync(Token), await context.Occurrences.LongCountAsync(Token)],
            Assert.IsType<long[]>(await known.ExecuteScalarAsync(Token)));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_keeps_no_server_from_starting()
    {
        var file = Path.Combine(files.Path, "captures.csv");

        await Demo(file).MakeOnFirstStartAsync(Token);

        Assert.Null(await ProjectAsync());
    }

    [Fact]
    public async Task Removing_it_leaves_nothing_of_it()
    {
        var before = await DatabaseContent.ReadEverythingAsync(_database.DataSource);
        var project = (await _projects.MakeAsync(files.Content, Token))!.Value;

        await _projects.RemoveAsync(project, DemoIdentifications.People, Token);

        // But for the note that there was another taxonomy for a while, which those look at that keep one in memory.
        await using (var forget = _database.DataSource.CreateCommand("delete from taxonomy_changes"))
            await forget.ExecuteNonQueryAsync(Token);
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(_database.DataSource));
    }

    [Fact]
    public async Task Removing_it_takes_runs_and_what_others_said_of_it_along()
    {
        await using var product = new DashboardContext(_database);
        await product.StartAsync();
        var project = (await _projects.MakeAsync(files.Content, Token))!.Value;
        var person = await MaskAndCommentAsync(product, project);
        var extent = await _projects.DescribeAsync(project, DemoIdentifications.People, Token);

        await _projects.RemoveAsync(project, DemoIdentifications.People, Token);

        Assert.Equal((1, 1, 1), (extent!.Runs, extent.TaxaLists, extent.OwnIdentifications));
        await using var context = _database.CreateDbContext();
        Assert.Equal(
            (0, 0, 0, 0, 0),
            (await context.Runs.CountAsync(Token), await context.Algorithms.CountAsync(Token), await context.KeptSets.CountAsync(Token),
                await context.CategoryMaps.CountAsync(Token), await context.Taxa.CountAsync(Token)));
        Assert.Equal(person.Name, (await context.People.SingleAsync(Token)).Name);
    }

    [Fact]
    public async Task A_run_that_is_under_way_is_not_pulled_out_from_under_it()
    {
        await using var product = new DashboardContext(_database);
        await product.StartAsync();
        var project = (await _projects.MakeAsync(files.Content, Token))!.Value;
        var run = await LaunchAsync(product, project);

        var refused = await Assert.ThrowsAsync<DemoInUseException>(() => _projects.RemoveAsync(project, DemoIdentifications.People, Token));

        Assert.Contains($"Run {run} of the demo is under way", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(await ProjectAsync());
    }

    [Fact]
    public async Task Another_project_stays_as_it_was_with_the_taxa_that_it_uses()
    {
        var project = (await _projects.MakeAsync(files.Content, Token))!.Value;
        var scenario = await Scenario.CreateAsync(_database.DataSource);
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", Scenario.Background);
        await scenario.AddOccurrenceAsync(classifier.Says(3, 1));

        await _projects.RemoveAsync(project, DemoIdentifications.People, Token);

        await using var context = _database.CreateDbContext();
        Assert.Equal(scenario.Project.Name, (await context.Projects.SingleAsync(Token)).Name);
        Assert.Equal(1, await context.Occurrences.CountAsync(occurrence => occurrence.DeterminationTaxonId != null, Token));
        Assert.Equal(
            ["Actias", "Actias luna", "Animalia", "Arthropoda", "Insecta", "Lepidoptera", "Saturniidae"],
            await context.Taxa.Select(taxon => taxon.Name).Order().ToListAsync(Token));
        Assert.Equal(2, await context.Algorithms.CountAsync(Token));
    }

    /// <summary>An import that finds a taxon there leaves no trace that it brought it too.</summary>
    [Fact]
    public async Task Taxa_stay_where_others_were_imported_since()
    {
        var project = (await _projects.MakeAsync(files.Content, Token))!.Value;
        await using var context = _database.CreateDbContext();
        var taxa = await context.Taxa.CountAsync(Token);
        context.Add(new Taxon { Name = "Sesiidae", Rank = Rank.Family, Source = "a taxonomy" });
        await context.SaveChangesAsync(Token);

        await _projects.RemoveAsync(project, DemoIdentifications.People, Token);

        Assert.Equal(taxa + 1, await context.Taxa.CountAsync(Token));
    }

    [Fact]
    public async Task Once_removed_it_comes_back_only_on_request()
    {
        await using var folder = new DemoFolder();
        var demo = Demo(folder.Path);
        await demo.MakeOnFirstStartAsync(Token);
        await demo.RemoveAsync((await ProjectAsync())!.Id, Token);
        var left = Directory.GetFileSystemEntries(folder.Path);

        await demo.MakeOnFirstStartAsync(Token);
        Assert.Null(await ProjectAsync());
        Assert.NotNull(await demo.MakeAsync(Token));

        Assert.Equal(["removed.txt"], left.Select(Path.GetFileName));
        Assert.NotNull(await ProjectAsync());
    }

    private async Task<Person> MaskAndCommentAsync(DashboardContext product, long project)
    {
        await product.ExecuteAsync(await LaunchAsync(product, project));
        await using var context = _database.CreateDbContext();
        var person = await context.People.SingleAsync(each => each.Name == DashboardContext.Curator, Token);
        var occurrence = await context.Occurrences.Select(each => each.Id).FirstAsync(Token);
        await product.Product<Identifications>().SubmitAsync(new OccurrenceComment(occurrence, "Pretty."), person, Token);
        return person;
    }

    private async Task<long> LaunchAsync(DashboardContext product, long project)
    {
        await using var context = _database.CreateDbContext();
        var person = await People.EnsureAsync(context, DashboardContext.Curator, Token);
        var request = new MaskRequest(
            RunScope.OfCaptureSet(await context.CaptureSets.Where(set => set.ProjectId == project && set.Name != "All nights").Select(set => set.Id).SingleAsync(Token)),
            new()
            {
                    TaxaListId = await context.TaxaLists.Select(list => list.Id).SingleAsync(Token),
                    ClassifierIds = [await context.Algorithms.Where(algorithm => algorithm.Name == "Holarctic moths").Select(algorithm => algorithm.Id).SingleAsync(Token)],
            });
        return Assert.Single(await product.Product<RunLauncher>().LaunchAsync(request, person, Token)).RunId;
    }

    private DemoProject Demo(string? folder) => new(_projects, folder, NullLogger<DemoProject>.Instance);

    private async Task<Project?> ProjectAsync()
    {
        await using var context = _database.CreateDbContext();
        return await context.Projects.SingleOrDefaultAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
