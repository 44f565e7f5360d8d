using AngleSharp.Dom;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.CaptureSets;
using Antenna.Dashboard.Components.Impacts;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Masking.Impacts;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Impacts;

/// <summary>The impact of a list on a capture set's page, and the occurrences behind its numbers.</summary>
public sealed class ImpactPagesTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;
    private TaxaList _list = null!;

    /// <summary>Of five animals the classifier takes three for Samia, which the list lacks; a person confirmed one of them.</summary>
    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", "Antheraea polyphemus");
        var animals = await _scenario.AddOccurrencesAsync(
            [[[_moths.Says(1, 4, 0)]], [[_moths.Says(1, 5, 0)]], [[_moths.Says(0, 6, 3)]], [[_moths.Says(5, 1, 0)]], [[_moths.Says(0, 1, 5)]]]);
        await _scenario.IdentifyAsync(animals[0], "Samia cynthia");
        _list = await _scenario.AddListOfAsync("Actias luna", "Antheraea polyphemus");
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Each_number_of_the_impact_leads_to_just_the_occurrences_that_it_counts()
    {
        var page = await OpenAsync();
        (string Name, int Occurrences)[] numbers =
        [
            ("1 occurrence from Samia cynthia to Actias luna", 1),
            ("1 occurrence from Samia cynthia to Antheraea polyphemus", 1),
            ("3 that Samia cynthia would win", 3),
            ("1 of them that people determined as Samia cynthia", 1),
            ("2 that Actias luna takes", 2),
            ("1 that Actias luna takes and people determined as something else", 1),
            ("1 that Actias luna takes and people determined", 1),
            ("1 Right before", 1),
            ("3 that are Samia cynthia now", 3),
            ("1 that would be Samia cynthia", 1),
            ("2 that would be Actias luna", 2),
            ("5 predictions", 5),
            ("1 Broken: right before, wrong after", 1),
            ("1 verified occurrence", 1),
            ("2 Would be updated: see them", 2),
        ];
        var addresses = numbers.Select(number => page.Link(number.Name).GetAttribute("href")!).ToList();

        foreach (var (number, address) in numbers.Zip(addresses))
        {
            var cases = await OpenCasesAsync(address);
            Assert.Equal((number.Name, number.Occurrences), (number.Name, cases.FindAll(".cases li").Count));
        }
    }

    [Fact]
    public async Task Species_that_people_confirmed_and_the_list_lacks_are_named_before_a_launch_with_their_occurrences()
    {
        var page = await OpenAsync();

        var warning = page.FindAll(".warnings li").Single(each => each.TextContent.Contains("not on the list", StringComparison.Ordinal));
        var shown = PageAddress.Parse<OccurrencesAddress>(warning.QuerySelector("a")!.GetAttribute("href")!)!.Filter;
        Assert.Equal(
            (_scenario.Set.Id, _moths.TaxonOf("Samia cynthia"), true, true),
            (shown.CaptureSetId, shown.TaxonId, shown.IsTaxonAlone, shown.Verified));
    }

    [Fact]
    public async Task The_threshold_that_is_dragged_is_the_runs_hold_below_and_what_it_would_hold_is_known_while_it_is_dragged()
    {
        var page = await OpenAsync();

        await page.InvokeAsync(() => page.Find("input[type=range]").InputAsync("50"));
        Assert.Equal(3, page.Find(".report").CountOf("of 5 predictions would be held"));
        Assert.DoesNotContain("hold=", Address, StringComparison.Ordinal);

        await page.InvokeAsync(() => page.Find("input[type=range]").ChangeAsync("50"));
        page.WaitForAssertion(() => Assert.Contains("hold=0.5", Address, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("3 held", page.Find(".planned").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_shown_stays_and_is_said_to_be_of_the_settings_before_until_the_new_figures_are_there()
    {
        var page = await OpenAsync();
        await using var other = await _database.DataSource.OpenConnectionAsync(Token);
        await using (var transaction = await other.BeginTransactionAsync(Token))
        {
            await using var hold = other.CreateCommand();
            hold.CommandText = "lock table classification_logits in access exclusive mode";
            await hold.ExecuteNonQueryAsync(Token);

            await page.SetAsync(".only input", true);

            page.WaitForAssertion(() => Assert.Equal("true", page.Find(".report").GetAttribute("aria-busy")));
            Assert.Contains("before", page.Find(".report h2").TextContent, StringComparison.Ordinal);
            Assert.NotEmpty(page.FindAll(".report table"));
        }

        page.WaitForAssertion(() => Assert.Equal("false", page.Find(".report").GetAttribute("aria-busy")));
    }

    [Fact]
    public async Task Agreeing_with_the_answer_after_is_an_agreement_with_the_classifier_and_no_independent_identification()
    {
        var cases = await OpenCasesAsync(CasesOf(new(ImpactFigure.Transition, _moths.TaxonOf("Samia cynthia"), _moths.TaxonOf("Actias luna"))));

        await cases.PressAsync(() => cases.Button("Agree"));

        cases.WaitForAssertion(() => Assert.Contains("Actias luna", cases.Find("[role=group] .said[role=status]").TextContent, StringComparison.Ordinal));
        var said = Assert.Single(await SaidAsync(), each => each.TaxonId == _moths.TaxonOf("Actias luna"));
        Assert.True(said.IsAgreement);
        Assert.Equal((_moths.Id, null), (said.AgreedAlgorithmId, said.AgreedClassificationId));
    }

    [Fact]
    public async Task Rejecting_it_is_an_agreement_with_the_prediction_before()
    {
        var cases = await OpenCasesAsync(CasesOf(new(ImpactFigure.Transition, _moths.TaxonOf("Samia cynthia"), _moths.TaxonOf("Actias luna"))));

        await cases.PressAsync(() => cases.Button("Reject"));

        cases.WaitForAssertion(() => Assert.Contains("Samia cynthia", cases.Find("[role=group] .said[role=status]").TextContent, StringComparison.Ordinal));
        var said = Assert.Single(await SaidAsync(), each => each.IsAgreement);
        Assert.Equal((_moths.TaxonOf("Samia cynthia"), _moths.Id), (said.TaxonId, said.AgreedAlgorithmId));
        Assert.NotNull(said.AgreedClassificationId);
    }

    [Fact]
    public async Task An_occurrence_opens_in_the_workbench_with_the_mask_and_its_way_back_leads_to_the_others()
    {
        var address = new ImpactCasesAddress(_scenario.Set.Id) { Settings = Settings, Count = new(ImpactFigure.Changes) };
        var cases = await OpenCasesAsync(address);

        var opened = PageAddress.Parse<OccurrenceAddress>(cases.Find(".cases a:not([tabindex])").GetAttribute("href")!)!;

        Assert.Equal((Settings, address), (opened.Settings, opened.CameFromImpact));
    }

    [Fact]
    public async Task The_keys_act_on_the_occurrence_that_has_the_focus_and_on_no_other()
    {
        var cases = await OpenCasesAsync(CasesOf(new(ImpactFigure.WonByAdding, To: _moths.TaxonOf("Samia cynthia"))));
        Assert.Empty(cases.FindAll("button[aria-keyshortcuts]"));

        var focused = cases.FindAll("[role=group]").Select(each => each.Name()).Last();
        IElement Focused() => cases.FindAll("[role=group]").Single(each => each.GetAttribute("aria-label") == focused);

        await cases.InvokeAsync(() => Focused().FocusInAsync(new()));

        var keys = cases.FindAll("button[aria-keyshortcuts]");
        Assert.Equal(["A", "R"], keys.Select(key => key.GetAttribute("aria-keyshortcuts")));
        Assert.All(keys, key => Assert.Same(Focused(), key.Closest("[role=group]")));
    }

    [Fact]
    public async Task One_click_puts_a_suggested_species_into_the_draft_and_the_impact_becomes_that_of_the_draft()
    {
        var page = await OpenAsync();

        await page.PressAsync(() => page.Button("Add Samia cynthia to the draft"));

        page.WaitForAssertion(() => Assert.Contains("draft", Address, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal("0", page.Find(".planned[aria-busy=false]").Fact("Would be updated")));
        var draft = await _dashboard.Product<TaxaListDrafts>().FindAsync(_list.Id, (await _dashboard.Services.GetRequiredService<ICurrentPerson>().GetAsync(Token)).Id, Token);
        Assert.Equal("Samia cynthia", Assert.Single(draft!.Content.Changes).After!.Name);
    }

    [Fact]
    public async Task Who_has_done_nothing_yet_sees_the_draft_that_a_suggestion_begins()
    {
        await _dashboard.StartAsync();
        Assert.Null(await _dashboard.Product<ICurrentPerson>().FindAsync(Token));
        var page = await OpenAsync();

        await page.PressAsync(() => page.Button("Add Samia cynthia to the draft"));

        page.WaitForAssertion(() => Assert.Contains("1 change", page.Find(".draft .what").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_number_that_nothing_is_behind_any_more_says_so_and_leads_back()
    {
        var cases = Open<ImpactCasesPage>(CasesOf(new(ImpactFigure.Restored)));

        cases.WaitForAssertion(() => Assert.Contains("no such occurrence", cases.Markup, StringComparison.Ordinal));
        Assert.Equal(CaptureSet, cases.Link("Back to the impact").GetAttribute("href"));
    }

    [Fact]
    public void An_address_without_a_list_says_what_is_wrong_with_it()
    {
        var cases = Open<ImpactCasesPage>(new ImpactCasesAddress(_scenario.Set.Id));

        cases.WaitForAssertion(() => Assert.NotNull(cases.Link("Back to the impact")));
        Assert.NotEmpty(cases.Find(".state p").TextContent);
    }

    private MaskSettings Settings => new() { TaxaListId = _list.Id, ClassifierIds = [_moths.Id] };

    private string CaptureSet => DashboardUrls.CaptureSet(_scenario.Set.Id, Settings);

    private string Address
    {
        get
        {
            var navigation = _dashboard.Services.GetRequiredService<NavigationManager>();
            return navigation.ToBaseRelativePath(navigation.Uri);
        }
    }

    private string CasesOf(ImpactFilter filter) => new ImpactCasesAddress(_scenario.Set.Id) { Settings = Settings, Count = filter };

    private async Task<IRenderedComponent<CaptureSetPage>> OpenAsync()
    {
        var page = Open<CaptureSetPage>(CaptureSet);
        page.WaitForAssertion(() => Assert.Equal("false", page.Find(".report").GetAttribute("aria-busy")));
        await page.InvokeAsync(() => Task.CompletedTask);
        return page;
    }

    private async Task<IRenderedComponent<ImpactCasesPage>> OpenCasesAsync(string address)
    {
        var page = Open<ImpactCasesPage>(address);
        page.WaitForAssertion(() => Assert.Contains("no more", page.Markup, StringComparison.Ordinal));
        await page.InvokeAsync(() => Task.CompletedTask);
        return page;
    }

    private IRenderedComponent<TPage> Open<TPage>(string address)
        where TPage : IComponent
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return _dashboard.Render<TPage>();
    }

    private async Task<List<Identification>> SaidAsync()
    {
        await using var context = _database.CreateDbContext();
        return await context.Identifications.AsNoTracking().ToListAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
