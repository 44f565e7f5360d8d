using AngleSharp.Dom;
using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.CaptureSets;
using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.CaptureSets;

public sealed class CaptureSetPageTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 4)]], [[_moths.Says(4, 1)]], [[_moths.Says(2, 4)]]]);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_only_list_and_the_only_classifier_that_it_keeps_something_of_are_chosen_at_once()
    {
        var list = await _scenario.AddListOfAsync("Actias luna");
        await AddClassifierAsync("beetles", "Lucanus cervus");

        await OpenAsync(new());

        Assert.Equal(DashboardUrls.CaptureSet(_scenario.Set.Id, new() { TaxaListId = list.Id, ClassifierIds = [_moths.Id] }), Address);
    }

    [Fact]
    public async Task What_a_launch_would_change_is_counted_by_the_steps_of_the_run_and_nothing_is_written()
    {
        await _scenario.AddListOfAsync("Actias luna");
        var before = await DatabaseContent.ReadEverythingAsync(_database.DataSource);

        var page = await OpenAsync(new());

        page.WaitForAssertion(() => Assert.Contains(
            "3 predictions checked: 3 masked. 2 occurrences would be updated: their determined taxon would be another than before, or none.", Sentence(page.Find(".planned")), StringComparison.Ordinal));
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(_database.DataSource));
    }

    [Fact]
    public async Task Choosing_is_a_change_of_the_address_and_what_is_counted_follows_it()
    {
        var list = await _scenario.AddListOfAsync("Actias luna");
        var page = await OpenAsync(new() { TaxaListId = list.Id, ClassifierIds = [_moths.Id] });

        await page.SetAsync(".only input", true);

        var chosen = new MaskSettings { TaxaListId = list.Id, ClassifierIds = [_moths.Id], Options = MaskOptions.Default with { OnlyWhenSpeciesChanges = true } };
        page.WaitForAssertion(() => Assert.Equal(DashboardUrls.CaptureSet(_scenario.Set.Id, chosen), Address));
        page.WaitForAssertion(() => Assert.Contains("3 predictions checked: 2 masked, 1 unchanged.", Sentence(page.Find(".planned")), StringComparison.Ordinal));
    }

    [Fact(Timeout = 120_000)]
    public async Task One_count_goes_on_at_a_time_and_none_once_the_page_is_left()
    {
        var list = await _scenario.AddListOfAsync("Actias luna");
        var token = TestContext.Current.CancellationToken;
        await using var other = await _database.DataSource.OpenConnectionAsync(token);
        await using var transaction = await other.BeginTransactionAsync(token);
        await using var hold = other.CreateCommand();
        hold.CommandText = "lock table classification_logits in access exclusive mode";
        await hold.ExecuteNonQueryAsync(token);
        var page = Open(new() { TaxaListId = list.Id, ClassifierIds = [_moths.Id] });
        await WaitForCountsAsync(1);

        await page.SetAsync(".only input", true);
        page.WaitForState(() => Address.Contains("only-changes", StringComparison.Ordinal));
        page.WaitForElement(".planned");
        await WaitForCountsAsync(1);

        await _dashboard.DisposeComponentsAsync();
        await WaitForCountsAsync(0);
    }

    [Fact]
    public async Task A_classifier_without_logits_cannot_be_chosen_and_the_page_gives_the_reason()
    {
        var list = await _scenario.AddListOfAsync("Actias luna");
        var silent = await _scenario.AddClassifierAsync("silent", "Actias luna", "Samia cynthia");
        await _scenario.AddOccurrenceAsync(silent.SaysWithoutLogits());

        var page = await OpenAsync(new() { TaxaListId = list.Id });

        var row = RowOf(page, "silent");
        Assert.Contains("came without logits", row.TextContent, StringComparison.Ordinal);
        Assert.True(row.QuerySelector("input")!.HasAttribute("disabled"));
        Assert.False(RowOf(page, "moths").QuerySelector("input")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task What_a_run_would_leave_out_of_a_classifier_is_counted_with_the_reason()
    {
        await _scenario.AddOccurrenceAsync(_moths.SaysWithoutLogits());
        await _scenario.AddOccurrenceAsync(_moths.Says(1, 2) with { Terminal = false });

        var page = await OpenAsync(new());

        var row = RowOf(page, "moths");
        Assert.Equal(("5", "4", "3"), (row.CellText("Results"), row.CellText("In scope"), row.CellText("Can be masked")));
        Assert.Contains("1 out of scope: intermediate, or put aside; 1 without logits would be skipped", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_classifier_of_which_the_list_keeps_nothing_cannot_be_chosen_with_the_reason_that_a_launch_would_give()
    {
        var list = await _scenario.AddListOfAsync("Actias luna");
        await AddClassifierAsync("beetles", "Lucanus cervus");

        var page = await OpenAsync(new() { TaxaListId = list.Id });

        var row = RowOf(page, "beetles");
        Assert.Contains(
            "None of the 1 classes of beetles is a taxon on Vermont moths v1", row.TextContent, StringComparison.Ordinal);
        Assert.True(row.QuerySelector("input")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task What_is_wrong_stands_at_its_field_and_there_is_nothing_to_launch()
    {
        var list = await _scenario.AddListOfAsync("Actias luna");

        var page = await OpenAsync(new() { TaxaListId = list.Id, ClassifierIds = [_moths.Id], Options = MaskOptions.Default with { HoldBelow = 2 }, BatchSize = 0 });

        page.WaitForAssertion(() => Assert.Equal("true", page.Field("Hold below").GetAttribute("aria-invalid")));
        Assert.Contains("Hold below 2", FieldOf(page, "Hold below").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Field("Batch size").GetAttribute("aria-invalid"));
        Assert.Contains("batch of 0 rows", FieldOf(page, "Batch size").TextContent, StringComparison.Ordinal);
        Assert.True(LaunchButton(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Labels_that_resolve_to_no_taxon_are_reported_before_the_launch()
    {
        var list = await _scenario.AddListOfAsync("Actias luna");
        var more = await AddClassifierAsync("more moths", "Actias luna", "?unheard of");

        var page = await OpenAsync(new() { TaxaListId = list.Id, ClassifierIds = [more.Id] });

        page.WaitForAssertion(() => Assert.Contains(
            "1 of 2 labels of more moths resolve to no taxon and are excluded: '?unheard of'.", page.Find(".warning").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Launching_makes_one_run_a_classifier_however_often_it_is_pressed()
    {
        var list = await _scenario.AddListOfAsync("Actias luna");
        var more = await AddClassifierAsync("more moths", "Actias luna", "Antheraea polyphemus");
        await _dashboard.StartAsync();
        var page = await OpenAsync(new() { TaxaListId = list.Id, ClassifierIds = [_moths.Id, more.Id] });

        page.WaitForState(() => !LaunchButton(page).HasAttribute("disabled"));
        await page.InvokeAsync(() =>
        {
            var button = LaunchButton(page);
            return Task.WhenAll(Enumerable.Range(0, 3).Select(clicks => button.ClickAsync(new MouseEventArgs { Detail = clicks })));
        });

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("article").Count));
        Assert.Equal([_moths.Id, more.Id], (await RunsAsync()).Select(run => run.SourceAlgorithmId).Order());
        Assert.True(LaunchButton(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_launched_run_is_followed_to_its_end_and_what_would_change_is_counted_again()
    {
        await _scenario.AddListOfAsync("Actias luna");
        await _dashboard.StartAsync();
        var page = await OpenAsync(new());
        await PressLaunchAsync(page, clicks: 1);
        page.WaitForAssertion(() => Assert.Contains("Queued", page.Find("article").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".planned"));

        var run = Assert.Single(await RunsAsync());
        await _dashboard.ExecuteAsync(run.Id);

        page.WaitForAssertion(() => Assert.Contains("Succeeded", page.Find("article").TextContent, StringComparison.Ordinal));
        Assert.Contains("2 occurrences updated: their determined taxon is another than before, or none.", Sentence(page.Find("article")), StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("nothing would change", Sentence(page.Find(".planned")), StringComparison.Ordinal));
        Assert.Equal(DashboardUrls.Run(run.Id), page.Find("article a").GetAttribute("href"));
    }

    [Fact]
    public async Task The_second_click_of_a_double_click_makes_no_run_even_if_the_first_ones_has_ended_by_then()
    {
        await _scenario.AddListOfAsync("Actias luna");
        await _dashboard.StartAsync();
        var page = await OpenAsync(new());
        await PressLaunchAsync(page, clicks: 1);
        await _dashboard.ExecuteAsync(Assert.Single(await RunsAsync()).Id);
        page.WaitForAssertion(() => Assert.False(LaunchButton(page).HasAttribute("disabled")));

        await PressLaunchAsync(page, clicks: 2);

        Assert.Single(await RunsAsync());
    }

    [Fact]
    public async Task A_run_that_another_person_launched_is_followed_and_not_made_twice()
    {
        var list = await _scenario.AddListOfAsync("Actias luna");
        await _dashboard.StartAsync();
        var choice = new MaskSettings { TaxaListId = list.Id, ClassifierIds = [_moths.Id] };
        var page = await OpenAsync(choice);
        var elsewhere = Assert.Single(await _dashboard.Product<RunLauncher>()
            .LaunchAsync(new MaskRequest(RunScope.OfCaptureSet(_scenario.Set.Id), choice), _scenario.Curator, Token));
        page.WaitForAssertion(() => Assert.Contains($"Run {elsewhere.RunId}", page.Find("article").TextContent, StringComparison.Ordinal));

        await PressLaunchAsync(page, clicks: 1);

        page.WaitForAssertion(() => Assert.Contains(
            $"Run {elsewhere.RunId} does just this already", page.Find("article").TextContent, StringComparison.Ordinal));
        Assert.Single(await RunsAsync());
    }

    [Fact]
    public async Task What_became_wrong_meanwhile_is_reported_at_its_field_when_it_is_launched()
    {
        var list = await _scenario.AddListOfAsync("Actias luna");
        var page = await OpenAsync(new() { TaxaListId = list.Id, ClassifierIds = [_moths.Id] });
        await using (var context = _database.CreateDbContext())
            await context.TaxaLists.Where(each => each.Id == list.Id).ExecuteDeleteAsync(Token);

        await PressLaunchAsync(page, clicks: 1);

        page.WaitForAssertion(() => Assert.Contains(
            $"There is no taxa list {list.Id}.", page.Find(".list").ParentElement!.TextContent, StringComparison.Ordinal));
        Assert.Empty(await RunsAsync());
    }

    [Fact]
    public async Task What_is_in_it_is_counted_and_shown_with_crops_that_lead_to_their_occurrences()
    {
        var page = await OpenAsync(new());

        page.WaitForElement(".samples");
        Assert.Equal(
            [("Captures", "3"), ("Detections", "3"), ("Occurrences", "3"), ("Nights", "0")],
            page.FindAll(".facts div").Take(4).Select(fact => (fact.QuerySelector("dt")!.TextContent, fact.QuerySelector("dd")!.TextContent)));
        await using var context = _database.CreateDbContext();
        var occurrences = await context.Occurrences.OrderBy(occurrence => occurrence.Id).Select(occurrence => occurrence.Id).ToListAsync(Token);
        Assert.Equal(occurrences.Select(DashboardUrls.Occurrence), page.FindAll(".samples a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void An_unknown_set_is_reported_as_unknown()
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(DashboardUrls.CaptureSet(987_654));
        var page = _dashboard.Render<CaptureSetPage>();

        page.WaitForAssertion(() => Assert.Equal("There is no capture set 987654", page.Find("h1").TextContent));
    }

    private string Address
    {
        get
        {
            var navigation = _dashboard.Services.GetRequiredService<NavigationManager>();
            return navigation.ToBaseRelativePath(navigation.Uri);
        }
    }

    private async Task<ScenarioClassifier> AddClassifierAsync(string name, params string[] labels)
    {
        var classifier = await _scenario.AddClassifierAsync(name, labels);
        await _scenario.AddOccurrenceAsync(classifier.Says([.. labels.Select((_, index) => (float)index)]));
        return classifier;
    }

    /// <summary>Waits until so many counts stand before rows that another transaction holds.</summary>
    private async Task WaitForCountsAsync(int counts)
    {
        await using var command = _database.DataSource.CreateCommand(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%classification_logits%'");
        while ((long)(await command.ExecuteScalarAsync(Token))! != counts)
            await Task.Yield();
    }

    /// <summary>Opens the page with this choice in its address, as far as it goes without anybody doing anything.</summary>
    private async Task<IRenderedComponent<CaptureSetPage>> OpenAsync(MaskSettings choice)
    {
        var page = Open(choice);
        await using var context = _database.CreateDbContext();
        if (choice.TaxaListId is null && await context.TaxaLists.AnyAsync(Token))
            page.WaitForState(() => Address.Contains("classifier=", StringComparison.Ordinal));
        return page;
    }

    private IRenderedComponent<CaptureSetPage> Open(MaskSettings choice)
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(DashboardUrls.CaptureSet(_scenario.Set.Id, choice));
        var page = _dashboard.Render<CaptureSetPage>();
        page.WaitForAssertion(() => Assert.Equal(_scenario.Set.Name, page.Find("h1").TextContent));
        return page;
    }

    private async Task<List<Run>> RunsAsync()
    {
        await using var context = _database.CreateDbContext();
        return await context.Runs.AsNoTracking().ToListAsync(Token);
    }

    private static IElement RowOf(IRenderedComponent<CaptureSetPage> page, string classifier) =>
        page.FindAll(".data-table tbody tr").Single(row => row.QuerySelector("th")?.Name().StartsWith($"{classifier} ", StringComparison.Ordinal) is true);

    private static IElement FieldOf(IRenderedComponent<CaptureSetPage> page, string label) =>
        page.FindAll(".mud-input-control").Single(field => field.QuerySelector(".mud-input-label")?.TextContent == label);

    /// <param name="clicks">Which click in quick succession it is, from 1; 0 from the keyboard.</param>
    private static Task PressLaunchAsync(IRenderedComponent<CaptureSetPage> page, int clicks)
    {
        page.WaitForState(() => !LaunchButton(page).HasAttribute("disabled"));
        return page.PressAsync(() => LaunchButton(page), new MouseEventArgs { Detail = clicks });
    }

    private static IElement LaunchButton(IRenderedComponent<CaptureSetPage> page) => page.Find(".launch button");

    private static string Sentence(IElement element) => string.Join(' ', element.TextContent.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
