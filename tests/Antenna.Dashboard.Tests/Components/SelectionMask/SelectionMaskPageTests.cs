using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.SelectionMask;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.SelectionMask;

/// <summary>A curator has picked animals, and masks those without leaving the page.</summary>
public sealed class SelectionMaskPageTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;
    private TaxaList _list = null!;
    private IReadOnlyList<ScenarioOccurrence> _animals = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private NavigationManager Navigation => _dashboard.Services.GetRequiredService<NavigationManager>();

    private SelectionMaskAddress Address => PageAddress.Parse<SelectionMaskAddress>(Navigation.ToBaseRelativePath(Navigation.Uri))!;

    private SelectionMaskAddress InProject => new() { ProjectId = _scenario.Project.Id };

    private SelectionMaskAddress Masked => InProject with { Settings = new() { TaxaListId = _list.Id, ClassifierIds = [_moths.Id] } };

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", "Bombyx mori", "Antheraea polyphemus");

        // Another taxon under the mask, the same, left out of the selection, and one without logits.
        _animals = await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 4, 0, 0)]], [[_moths.Says(4, 1, 0, 0)]], [[_moths.Says(1, 4, 0, 0)]], [[_moths.SaysWithoutLogits()]]]);
        _list = await _scenario.AddListOfAsync("Actias luna", "Bombyx mori");
        await PickAsync(_animals[0], _animals[1], _animals[3]);
        await _dashboard.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_is_in_the_tray_is_previewed_at_once_by_the_only_list_and_classifier_and_nothing_is_written()
    {
        var before = await DatabaseContent.ReadEverythingAsync(_database.DataSource);

        var page = Open(InProject);

        page.WaitForAssertion(() => Assert.Equal((3, 2, 1), page.Find("[aria-labelledby=masking] [aria-busy=false] [role=status]") is var told ? (told.CountOf("prediction"), told.CountOf("masked"), told.CountOf("skipped (no logits)")) : default));
        Assert.Equal(Masked, Address);
        Assert.Equal(
            [$"Occurrence {_animals[0].Id}", $"Occurrence {_animals[1].Id}", $"Occurrence {_animals[3].Id}"],
            page.FindAll(".previews article").Select(card => card.GetAttribute("aria-label")));
        var first = page.Find($".previews article[aria-label='Occurrence {_animals[0].Id}']");
        Assert.Contains("becomes", first.QuerySelector(".outcome")!.Words(), StringComparison.Ordinal);
        Assert.Equal("Samia cynthia", first.QuerySelector(".outcome .before")!.Words());
        Assert.Equal(["Samia cynthia", "Actias luna", "Bombyx mori"], first.QuerySelectorAll("ol.original li .name").Select(name => Words(name.TextContent)).Take(3));
        Assert.Equal(["Actias luna", "Bombyx mori"], first.QuerySelectorAll("ol.masked li .name").Select(name => Words(name.TextContent)));
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(_database.DataSource));
    }

    [Fact]
    public void A_count_is_of_occurrences_and_shows_those_and_the_best_ten_open_in_place()
    {
        var page = Open(Masked);
        page.WaitForAssertion(() => Assert.Equal(
            ["All 3", "Another taxon 1", "Masked 2", "Restored 0", "Unchanged 0", "Held 0", "Skipped 1"],
            page.FindAll("nav.counts a").Select(link => Words(link.TextContent))));

        Navigation.NavigateTo(page.FindAll("nav.counts a").Single(link => Words(link.TextContent) == "Another taxon 1").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".previews article")));
        Assert.Equal(Masked with { Show = SelectionOutcomeKind.AnotherTaxon }, Address);
        Assert.Empty(page.FindAll(".previews table"));

        Navigation.NavigateTo(page.Link($"Top 10 of occurrence {_animals[0].Id}").GetAttribute("href")!);
        page.WaitForElement(".previews table");
        Assert.Equal(4, page.FindAll(".previews tbody tr").Count);
    }

    [Fact]
    public void An_option_is_a_change_of_the_address_and_the_previews_follow_it()
    {
        var page = Open(Masked with { Settings = Masked.Settings with { Options = MaskOptions.Default with { OnlyWhenSpeciesChanges = true } } });

        page.WaitForAssertion(() => Assert.Equal(
            (3, 1, 1, 1), page.Find("[aria-labelledby=masking] [aria-busy=false] [role=status]") is var told ? (told.CountOf("prediction"), told.CountOf("masked"), told.CountOf("unchanged"), told.CountOf("skipped (no logits)")) : default));
    }

    [Fact]
    public void Any_of_them_opens_in_its_workbench_with_the_same_mask_and_the_way_back()
    {
        var page = Open(Masked);
        page.WaitForElement(".previews article");

        var link = page.Link($"Open occurrence {_animals[0].Id} in the workbench").GetAttribute("href")!;

        Assert.Equal(new OccurrenceAddress(_animals[0].Id) { Settings = Masked.Settings, CameFromSelection = Masked }, PageAddress.Parse<OccurrenceAddress>(link));
    }

    [Fact]
    public async Task Launching_twice_makes_one_run_over_just_these_and_what_changed_and_its_undo_are_in_place()
    {
        var page = Open(Masked);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".previews article")));

        await page.PressAsync(() => page.Button("Launch"));
        await page.PressAsync(() => page.Button("Launch"), new() { Detail = 2 });

        page.WaitForElement("article[aria-label^=Run]");
        await using var context = _database.CreateDbContext();
        var run = await context.Runs.SingleAsync(Token);
        Assert.Equal([run.Id], Address.RunIds);
        Assert.Equal([_animals[0].Id, _animals[1].Id, _animals[3].Id], await context.SelectionOccurrences.Where(each => each.SelectionId == run.SelectionId).Select(each => each.OccurrenceId).Order().ToListAsync(Token));
        Assert.True(page.Button("Launch").HasAttribute("disabled"));

        await _dashboard.ExecuteAsync(run.Id);
        page.WaitForAssertion(() => Assert.Equal(1, page.FindAll("article[aria-label^=Run] p a").Single(link => link.Name().Contains("another taxon", StringComparison.Ordinal)).CountOf("occurrence has")));
        Assert.Equal(_moths.TaxonOf("Actias luna"), await TaxonAsync(_animals[0]));
        Assert.Equal(_moths.TaxonOf("Samia cynthia"), await TaxonAsync(_animals[2]));
        page.WaitForAssertion(() => Assert.Contains("Unchanged 2", page.FindAll("nav.counts a").Select(link => Words(link.TextContent))));

        await page.PressAsync(() => page.Button("Undo"));
        page.WaitForElement("[role=group].confirm");
        page.WaitForAssertion(() => page.Button("Undo the run"));
        await page.PressAsync(() => page.Button("Undo the run"));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("article[aria-label^=Run]").Count));
        await _dashboard.ExecuteAsync(Address.RunIds[^1]);
        page.WaitForAssertion(() => Assert.Contains("Reverted", page.FindAll("article[aria-label^=Run] .state").Select(state => state.TextContent)));
        page.WaitForAssertion(() => Assert.Contains("Masked 2", page.FindAll("nav.counts a").Select(link => Words(link.TextContent))));
        Assert.Equal(_moths.TaxonOf("Samia cynthia"), await TaxonAsync(_animals[0]));
    }

    [Fact]
    public async Task The_selection_of_a_run_is_shown_by_its_own_link_whatever_is_in_the_tray()
    {
        var person = await _dashboard.Product<ICurrentPerson>().GetAsync(Token);
        var launched = await _dashboard.Product<RunLauncher>().LaunchAsync(
            new MaskRequest(RunScope.OfSelection([_animals[2].Id]), Masked.Settings), person, Token);
        await using var context = _database.CreateDbContext();
        var selection = (await context.Runs.SingleAsync(run => run.Id == launched[0].RunId, Token)).SelectionId;

        var page = Open(Masked with { SelectionId = selection });

        page.WaitForAssertion(() => Assert.Equal([$"Occurrence {_animals[2].Id}"], page.FindAll(".previews article").Select(card => card.GetAttribute("aria-label"))));
        var found = await _dashboard.Product<OccurrenceList>().ReadAsync(new() { SelectionId = selection }, OccurrenceOrder.Newest, 25, null, Token);
        Assert.Equal([_animals[2].Id], found.Items.Select(row => row.Id));
    }

    [Fact]
    public async Task Where_nothing_is_selected_the_page_says_how_to()
    {
        var person = await _dashboard.Product<ICurrentPerson>().GetAsync(Token);
        await _dashboard.Product<OccurrenceTrays>().ChangeAsync(person.Id, [], [.. _animals.Select(animal => animal.Id)], Token);

        var page = Open(InProject);

        page.WaitForAssertion(() => Assert.Contains("Nothing is selected", page.Find(".state").TextContent, StringComparison.Ordinal));
        Assert.Equal(DashboardUrls.Occurrences(_scenario.Project.Id), page.Link("Select some").GetAttribute("href"));
    }

    private IRenderedComponent<SelectionMaskPage> Open(SelectionMaskAddress address)
    {
        Navigation.NavigateTo(address);
        return _dashboard.Render<SelectionMaskPage>();
    }

    private async Task PickAsync(params ScenarioOccurrence[] animals)
    {
        var person = await _dashboard.Product<ICurrentPerson>().GetAsync(Token);
        await _dashboard.Product<OccurrenceTrays>().ChangeAsync(person.Id, [.. animals.Select(animal => animal.Id)], [], Token);
    }

    private async Task<long?> TaxonAsync(ScenarioOccurrence animal)
    {
        await using var context = _database.CreateDbContext();
        return (await context.Occurrences.SingleAsync(occurrence => occurrence.Id == animal.Id, Token)).DeterminationTaxonId;
    }

    private static string Words(string text) => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}
