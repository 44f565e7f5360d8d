using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Pages;
using Antenna.Dashboard.Demo;
using Antenna.Dashboard.Tests.Demo;
using Antenna.Data.Demo;
using Antenna.Data.Occurrences;
using Antenna.Data.Projects;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Start;

/// <summary>The start page over a database with the demo.</summary>
public sealed class DemoStartTests(PostgresCluster cluster, DemoFolder files) : IClassFixture<DemoFolder>, IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private long _project;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        var projects = _dashboard.Product<DemoProjects>();
        _project = (await projects.MakeAsync(files.Content, Token))!.Value;
        _dashboard.Services.AddSingleton(new DemoProject(projects, folder: null, NullLogger<DemoProject>.Instance));
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public void The_demo_shows_that_nothing_of_it_was_photographed()
    {
        var page = _dashboard.Render<Home>();

        var told = page.WaitForElement("article .honest").TextContent;
        Assert.All(["Nothing", "photographed"], part => Assert.Contains(part, told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_to_do_first_leads_to_an_animal_whose_species_the_list_excludes_while_it_has_one_of_the_genus()
    {
        var tour = (await _dashboard.Product<DemoTours>().FindAsync(_project, Token))!;
        var page = _dashboard.Render<Home>();

        Assert.Equal(
            [DashboardUrls.Occurrence(tour.Occurrence!.OccurrenceId), DashboardUrls.CaptureSet(tour.CaptureSet.Id, new() { TaxaListId = tour.TaxaList.Id, ClassifierIds = [tour.ClassifierId] })],
            page.WaitForElements("ol h3 a").Select(link => link.GetAttribute("href")));
        Assert.Equal(("Night of 11 July", "See what changed"), (tour.CaptureSet.Name, Step(page, "See what changed").QuerySelector("h3")!.TextContent));
        var abroad = Assert.Single(DemoAssets.Load().Species, species => species.Name == tour.Occurrence.Determination.Name);
        Assert.NotNull(abroad.Resembles);
        await using var context = _database.CreateDbContext();
        Assert.Equal("Holarctic moths", (await context.Algorithms.SingleAsync(algorithm => algorithm.Id == tour.ClassifierId, Token)).Name);
    }

    [Fact]
    public async Task What_cannot_be_masked_is_not_what_to_do_first()
    {
        await using var context = _database.CreateDbContext();
        await context.ClassificationLogits.ExecuteDeleteAsync(Token);

        Assert.Null((await _dashboard.Product<DemoTours>().FindAsync(_project, Token))!.Occurrence);
    }

    [Fact]
    public async Task What_was_done_is_seen_to_be_done()
    {
        await _dashboard.StartAsync();
        var page = _dashboard.Render<Home>();
        var tour = (await _dashboard.Product<DemoTours>().FindAsync(_project, Token))!;
        page.WaitForElement("ol");

        var one = await MaskAsync(tour, RunScope.OfOccurrence(tour.Occurrence!.OccurrenceId));
        var all = await MaskAsync(tour, RunScope.OfCaptureSet(tour.CaptureSet.Id));

        page.WaitForAssertion(() => Assert.Equal(
            [DashboardUrls.Run(one), DashboardUrls.Run(all)], page.FindAll("ol .done a").Select(link => link.GetAttribute("href"))));
        Assert.Equal(DashboardUrls.Run(all), Step(page, "See what changed").QuerySelector("h3 a")!.GetAttribute("href"));
        Assert.NotEqual(0, Step(page, "See what changed").CountOf("occurrences have another taxon"));
    }

    [Fact]
    public async Task Removing_the_demo_is_asked_about_with_what_goes_along()
    {
        await CommentAsync();
        var (page, dialog) = Ask();

        var asked = dialog.Find(".mud-dialog-content");
        Assert.Contains("occurrences on 14", asked.TextContent, StringComparison.Ordinal);
        Assert.Equal((1, 0, 1), (asked.CountOf("taxa list"), asked.CountOf("run"), asked.CountOf("identification or comment")));
        await dialog.InvokeAsync(() => Button(dialog, "Keep it").ClickAsync());

        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll(".mud-dialog")));
        Assert.Single(page.FindAll("article"));
    }

    [Fact]
    public async Task Removing_the_demo_leaves_an_empty_start_page()
    {
        var (page, dialog) = Ask();

        await dialog.InvokeAsync(() => Button(dialog, "Remove the demo").ClickAsync());

        page.WaitForAssertion(() => Assert.Equal("Nothing here yet", page.Find("h1").TextContent));
        Assert.Null(_dashboard.Services.GetRequiredService<CurrentProject>().Id);
        await using var context = _database.CreateDbContext();
        Assert.Equal(0, await context.Projects.CountAsync(Token));
    }

    [Fact]
    public async Task A_demo_that_is_being_masked_is_not_removed_and_the_dialog_gives_the_reason()
    {
        await _dashboard.StartAsync();
        var tour = (await _dashboard.Product<DemoTours>().FindAsync(_project, Token))!;
        await LaunchAsync(tour, RunScope.OfCaptureSet(tour.CaptureSet.Id));
        var (page, dialog) = Ask();

        await dialog.InvokeAsync(() => Button(dialog, "Remove the demo").ClickAsync());

        dialog.WaitForAssertion(() => Assert.Contains("is under way", dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Single(page.FindAll("article"));
    }

    private (IRenderedComponent<Home> Page, IRenderedComponent<MudDialogProvider> Dialogs) Ask()
    {
        var dialogs = _dashboard.Render<MudDialogProvider>();
        var page = _dashboard.Render<Home>();
        // Not awaited: the dialog waits for the answer.
        page.WaitForElement("article button").Click();
        dialogs.WaitForElement(".mud-dialog-content ul");
        return (page, dialogs);
    }

    private static AngleSharp.Dom.IElement Step(IRenderedComponent<Home> page, string heading) =>
        page.FindAll("ol li").Single(step => step.QuerySelector("h3")!.TextContent.Trim() == heading);

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<MudDialogProvider> dialogs, string text) =>
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == text);

    private async Task CommentAsync()
    {
        await using var context = _database.CreateDbContext();
        var person = await People.EnsureAsync(context, DashboardContext.Curator, Token);
        await _dashboard.Product<Identifications>().SubmitAsync(
            new OccurrenceComment(await context.Occurrences.Select(occurrence => occurrence.Id).FirstAsync(Token), "Pretty."), person, Token);
    }

    private async Task<long> MaskAsync(DemoTour tour, RunScope scope)
    {
        var run = await LaunchAsync(tour, scope);
        await _dashboard.ExecuteAsync(run);
        return run;
    }

    private async Task<long> LaunchAsync(DemoTour tour, RunScope scope)
    {
        await using var context = _database.CreateDbContext();
        var person = await People.EnsureAsync(context, DashboardContext.Curator, Token);
        var request = new MaskRequest(scope, new() { TaxaListId = tour.TaxaList.Id, ClassifierIds = [tour.ClassifierId] });
        return Assert.Single(await _dashboard.Product<RunLauncher>().LaunchAsync(request, person, Token)).RunId;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
