using AngleSharp.Dom;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Occurrences;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Occurrences;

public sealed class OccurrencesPageTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;

    /// <summary>Of Samia, Actias and nothing known, in that order.</summary>
    private IReadOnlyList<ScenarioOccurrence> _animals = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OccurrenceFilter InProject => new() { ProjectId = _scenario.Project.Id };

    private string Address => Navigation.ToBaseRelativePath(Navigation.Uri);

    private NavigationManager Navigation => _dashboard.Services.GetRequiredService<NavigationManager>();

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", "?who");
        _animals = await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 4, 0)]], [[_moths.Says(4, 1, 0)]], [[_moths.Says(0, 0, 9)]]]);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public void The_only_project_is_in_the_address_before_one_asks()
    {
        var page = Open(new OccurrencesAddress());

        page.WaitForElement("tbody tr");
        Assert.Equal(DashboardUrls.Occurrences(InProject), Address);
        Assert.Contains("Green Mountains", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.FindAll("label"), label => label.TextContent == "Project");
    }

    [Fact]
    public async Task Where_there_are_several_projects_rows_name_theirs_and_a_capture_set_decides_which_one_it_is()
    {
        var other = await Scenario.CreateAsync(_database.DataSource, "Coast");
        await other.AddOccurrenceAsync(_moths.Says(1, 4, 0));

        var page = Open(new OccurrencesAddress());
        page.WaitForElement("tbody tr");
        Assert.Equal(["Coast", "Green Mountains", "Green Mountains", "Green Mountains"], page.FindAll("tbody tr").Select(row => row.CellText("Project")));

        Show(new() { Filter = new() { CaptureSetId = other.Set.Id } });
        page.WaitForAssertion(() => Assert.Equal(DashboardUrls.Occurrences(new OccurrenceFilter { ProjectId = other.Project.Id, CaptureSetId = other.Set.Id }), Address));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
    }

    [Fact]
    public async Task A_row_has_the_machines_score_next_to_a_persons_identification()
    {
        await _scenario.IdentifyAsync(_animals[0], "Actias luna");

        var page = Open(new() { Filter = InProject });

        page.WaitForElement("tbody tr");
        var (unknown, actias, samia) = (Row(page, 2), Row(page, 1), Row(page, 0));
        Assert.Equal("Actias luna", samia.QuerySelector(".taxon-name")!.TextContent);
        Assert.Equal("verified", samia.QuerySelector(".verified")!.TextContent);
        Assert.Equal("the machine: Samia cynthia", samia.QuerySelector(".machine")!.TextContent.Trim());
        Assert.Equal("0.94", samia.CellText("Machine score"));
        Assert.Null(actias.QuerySelector(".verified"));
        Assert.Equal(DashboardUrls.Occurrence(_animals[1].Id), actias.QuerySelector("th a")!.GetAttribute("href"));
        Assert.Equal(("no determination", ""), (unknown.CellText("Determination"), unknown.CellText("Machine score")));
    }

    [Fact]
    public void Heads_sort_the_list_and_show_how_it_is_sorted()
    {
        var page = Open(new() { Filter = InProject });
        page.WaitForElement("tbody tr");
        Assert.Equal(
            [
                new OccurrencesAddress { Filter = InProject, Order = OccurrenceOrder.Name }.ToString(), new OccurrencesAddress { Filter = InProject, Order = OccurrenceOrder.HighestScore }.ToString(),
                new OccurrencesAddress { Filter = InProject, Order = OccurrenceOrder.Oldest }.ToString(),
            ],
            page.FindAll("thead a").Select(link => link.GetAttribute("href")));
        Assert.Equal("descending", page.ColumnHead("First seen").GetAttribute("aria-sort"));

        Show(new() { Filter = InProject, Order = OccurrenceOrder.Name });
        page.WaitForAssertion(() => Assert.Equal(
            ["Actias luna", "Samia cynthia", "no determination"], page.FindAll("tbody tr").Select(row => row.CellText("Determination"))));
        Assert.Equal("ascending", page.ColumnHead("Determination").GetAttribute("aria-sort"));
        Assert.Equal(new OccurrencesAddress { Filter = InProject, Order = OccurrenceOrder.NameDescending }.ToString(), page.Find("thead a").GetAttribute("href"));
    }

    [Fact]
    public async Task Searching_changes_the_address_and_keeps_order_and_view_and_not_the_place()
    {
        var address = new OccurrencesAddress { Filter = InProject, Order = OccurrenceOrder.Name, View = OccurrenceView.Gallery, Cursor = "anywhere" };
        var page = Open(address);
        page.WaitForElement(".card");

        await page.InvokeAsync(() => page.Find("input[type=search]").InputAsync("samia"));

        page.WaitForAssertion(() => Assert.Equal(
            address.By(InProject with { Search = "samia" }).ToString(), Address));
        page.WaitForAssertion(() => Assert.Equal("Samia cynthia", Assert.Single(page.FindAll(".card")).QuerySelector(".name")!.TextContent.Trim()));
        Assert.Equal("name with “samia”", page.Find(".chip span").TextContent);
    }

    [Fact]
    public void A_chip_removes_its_filter_and_leaves_the_others()
    {
        var filter = InProject with { TaxonId = _moths.TaxonOf("Samia cynthia"), Verified = false };

        var page = Open(new() { Filter = filter });

        page.WaitForAssertion(() => Assert.Equal(
            [("Samia cynthia and all below it", DashboardUrls.Occurrences(filter with { TaxonId = null })), ("not verified", DashboardUrls.Occurrences(filter with { Verified = null }))],
            page.FindAll(".chip").Select(chip => (chip.QuerySelector("span")!.TextContent, chip.GetAttribute("href")!))));
        Assert.Equal("Remove the filter: Samia cynthia and all below it", page.Find(".chip").GetAttribute("aria-label"));
        Assert.Equal(DashboardUrls.Occurrences(InProject), page.Find(".chips .all").GetAttribute("href"));
        Assert.Single(page.FindAll("tbody tr"));
    }

    [Fact]
    public void Where_nothing_passes_the_page_shows_which_filter_to_remove()
    {
        var filter = InProject with { TaxonId = _moths.TaxonOf("Samia cynthia"), CaptureSetId = _scenario.Set.Id, Verified = true };

        var page = Open(new() { Filter = filter });

        page.WaitForAssertion(() => Assert.Equal(
            [("Samia cynthia and all below it", false), ("capture set All nights", false), ("verified", true)],
            page.FindAll(".state li").Select(each => (each.QuerySelector("span")!.TextContent, each.TextContent.Contains("without it some do", StringComparison.Ordinal)))));
        Assert.Equal(DashboardUrls.Occurrences(filter with { Verified = null }), page.FindAll(".state li").Single(each => each.QuerySelector("span")!.TextContent == "verified").QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Selecting_all_selects_this_page_and_is_kept_while_one_pages_and_filters()
    {
        await _scenario.AddOccurrencesAsync([.. Enumerable.Range(0, 30).Select(_ => new[] { new[] { _moths.Says(4, 1, 0) } })]);
        var page = Open(new() { Filter = InProject, Size = 25 });
        page.WaitForElement("tbody tr");

        await page.InvokeAsync(() => page.Find("thead input").ChangeAsync(true));
        Assert.Equal("25 selected on this page", page.Find(".bar strong").TextContent);
        Assert.Equal(25, page.FindAll("tr.selected").Count);
        Assert.Contains("on nothing else", page.Find(".bar p").TextContent, StringComparison.Ordinal);
        Assert.Equal(DashboardUrls.CaptureSets(_scenario.Project.Id), page.Find(".bar p a").GetAttribute("href"));

        Navigation.NavigateTo(page.Find(".pager a[rel=next]").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(8, page.FindAll("tbody tr").Count));
        Assert.Equal("0 selected on this page, 25 on others", page.Find(".bar strong").TextContent);
        Assert.Empty(page.FindAll("tr.selected"));
        Assert.Null(page.Find("thead input").GetAttribute("checked"));
        Assert.All(["Agree with the predictions (0)", "Name them…"], name => Assert.True(page.Button(name).HasAttribute("disabled")));
        await page.InvokeAsync(() => page.Find("tbody input").ChangeAsync(true));

        Navigation.NavigateTo(page.Find(".pager a[rel=prev]").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(25, page.FindAll("tr.selected").Count));
        Assert.Equal("25 selected on this page, 1 on others", page.Find(".bar strong").TextContent);

        Show(new() { Filter = InProject with { Verified = false }, Size = 100 });
        page.WaitForAssertion(() => Assert.Equal("26 selected on this page", page.Find(".bar strong").TextContent));

        await page.InvokeAsync(() => page.Button("Clear the selection").ClickAsync(new()));
        Assert.Empty(page.FindAll(".bar"));
    }

    [Fact]
    public async Task Acting_acts_on_what_is_selected_on_this_page_and_leaves_the_rest_selected()
    {
        await _scenario.AddOccurrencesAsync([.. Enumerable.Range(0, 30).Select(_ => new[] { new[] { _moths.Says(4, 1, 0) } })]);
        var page = Open(new() { Filter = InProject, Size = 25 });
        page.WaitForElement("tbody tr");
        await page.InvokeAsync(() => page.Find("thead input").ChangeAsync(true));
        Navigation.NavigateTo(page.Find(".pager a[rel=next]").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(8, page.FindAll("tbody tr").Count));
        await page.InvokeAsync(() => page.Choice($"Select occurrence {_animals[0].Id}").ChangeAsync(true));

        await page.InvokeAsync(() => page.Button("Agree with the prediction (1)").ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Contains("Agreed with 1 prediction.", page.Find(".message").TextContent, StringComparison.Ordinal));
        Assert.Equal("0 selected on this page, 25 on others", page.Find(".bar strong").TextContent);
        await using var context = _database.CreateDbContext();
        Assert.Equal(_animals[0].Id, (await context.Identifications.SingleAsync(Token)).OccurrenceId);
    }

    [Fact]
    public async Task Agreeing_with_a_selection_is_agreement_with_each_prediction_that_no_person_has_judged_and_can_be_undone()
    {
        await _scenario.IdentifyAsync(_animals[1], "Samia cynthia");
        var page = Open(new() { Filter = InProject with { CaptureSetId = _scenario.Set.Id } });
        page.WaitForElement("tbody tr");
        await page.InvokeAsync(() => page.Find("thead input").ChangeAsync(true));
        Assert.Equal(DashboardUrls.CaptureSet(_scenario.Set.Id), page.Find(".bar p a").GetAttribute("href"));

        await page.InvokeAsync(() => page.Button("Agree with the prediction (1)").ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Contains("Agreed with 1 prediction.", page.Find(".message").TextContent, StringComparison.Ordinal));
        await using var context = _database.CreateDbContext();
        var agreement = await context.Identifications.SingleAsync(each => each.OccurrenceId == _animals[0].Id, Token);
        Assert.Equal(
            (_animals[0].Source, _moths.Id, _moths.TaxonOf("Samia cynthia")),
            (agreement.AgreedClassificationId, agreement.AgreedAlgorithmId, agreement.TaxonId));
        Assert.Single(await context.Identifications.Where(each => each.OccurrenceId == _animals[1].Id).ToListAsync(Token));
        Assert.False(await context.Identifications.AnyAsync(each => each.OccurrenceId == _animals[2].Id, Token));
        Assert.NotNull(Row(page, 0).QuerySelector(".verified"));
        Assert.Empty(page.FindAll(".bar"));

        await page.InvokeAsync(() => page.Find(".message button").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Null(Row(page, 0).QuerySelector(".verified")));
        Assert.False(await context.Identifications.AnyAsync(each => each.OccurrenceId == _animals[0].Id, Token));
        Assert.Contains("1 identification removed", page.Find("[role=status].message").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".message button"));
    }

    [Fact]
    public async Task Undoing_leaves_what_had_been_there_before_the_act_and_the_message_counts_it_apart()
    {
        var me = await _dashboard.Product<ICurrentPerson>().GetAsync(Token);
        var before = await _dashboard.Product<Identifications>().SubmitAsync(new SuggestedName(_animals[1].Id, _moths.TaxonOf("Actias luna")), me, Token);
        var page = await NameAsync("actias", [_animals[1].Id, _animals[2].Id]);

        page.WaitForAssertion(() => Assert.Contains("Identified 1 occurrence as Actias luna.", page.Find(".message").TextContent, StringComparison.Ordinal));
        Assert.Contains("1 occurrence had the same", page.Find(".message").TextContent, StringComparison.Ordinal);
        _dashboard.JSInterop.Invocations["Blazor._internal.domWrapper.focus"][^1].Arguments[0].ShouldBeElementReferenceTo(page.Find(".message"));
        await page.InvokeAsync(() => page.Find(".message button").ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Contains("Undone", page.Find(".message").TextContent, StringComparison.Ordinal));
        await using var context = _database.CreateDbContext();
        Assert.Equal(before.IdentificationId, (await context.Identifications.SingleAsync(Token)).Id);
    }

    [Fact]
    public async Task Naming_a_selection_is_an_identification_of_each_and_no_agreement()
    {
        var page = await NameAsync("actias", [_animals[1].Id, _animals[2].Id]);

        page.WaitForAssertion(() => Assert.Contains("Identified 2 occurrences as Actias luna.", page.Find(".message").TextContent, StringComparison.Ordinal));
        await using var context = _database.CreateDbContext();
        var identifications = await context.Identifications.OrderBy(each => each.OccurrenceId).ToListAsync(Token);
        Assert.Equal([_animals[1].Id, _animals[2].Id], identifications.Select(each => each.OccurrenceId));
        Assert.All(identifications, each => Assert.False(each.IsAgreement));
    }

    [Fact]
    public async Task A_row_is_pinned_by_one_press_in_the_table_and_in_the_gallery()
    {
        var pins = _dashboard.Product<PinnedOccurrences>();
        foreach (var view in Enum.GetValues<OccurrenceView>())
        {
            var page = Open(new() { Filter = InProject, View = view });
            page.WaitForAssertion(() => Assert.Equal("false", page.Button($"Pin occurrence {_animals[1].Id}").GetAttribute("aria-pressed")));

            await page.PressAsync(() => page.Button($"Pin occurrence {_animals[1].Id}"));

            page.WaitForAssertion(() => Assert.Equal("true", page.Button($"Pin occurrence {_animals[1].Id}").GetAttribute("aria-pressed")));
            Assert.Equal([_animals[1].Id], await pins.ReadAsync(_scenario.Project.Id, Token));
            await page.PressAsync(() => page.Button($"Pin occurrence {_animals[1].Id}"));
            page.WaitForAssertion(() => Assert.Equal("false", page.Button($"Pin occurrence {_animals[1].Id}").GetAttribute("aria-pressed")));
        }
    }

    [Fact]
    public async Task A_selection_is_pinned_at_once_with_a_report_and_stays_selected_and_undoing_takes_away_those_pins()
    {
        var pins = _dashboard.Product<PinnedOccurrences>();
        await pins.PinAsync([_animals[0].Id], Token);
        var page = await SelectAsync(_animals[0].Id, _animals[2].Id);

        await page.PressAsync(() => page.Button("Pin (2)"));

        page.WaitForAssertion(() => Assert.Contains("Pinned 1 occurrence. 1 was pinned already.", page.Find(".message").TextContent, StringComparison.Ordinal));
        Assert.Equal("2 selected on this page", page.Find(".bar strong").TextContent);
        Assert.Equal("true", page.Button($"Pin occurrence {_animals[2].Id}").GetAttribute("aria-pressed"));

        await page.PressAsync(() => page.Find(".message button"));

        page.WaitForAssertion(() => Assert.Contains("Undone: 1 pin taken away.", page.Find(".message").TextContent, StringComparison.Ordinal));
        Assert.Equal([_animals[0].Id], await pins.ReadAsync(_scenario.Project.Id, Token));
    }

    [Fact]
    public async Task What_a_selection_is_determined_as_is_recomputed_with_a_report_of_each_that_was_stale()
    {
        await using (var context = _database.CreateDbContext())
            await context.Occurrences.Where(each => each.Id == _animals[0].Id).ExecuteUpdateAsync(each => each.SetProperty(row => row.DeterminationTaxonId, (long?)null).SetProperty(row => row.DeterminationScore, (double?)null), Token);
        var page = await SelectAsync(_animals[0].Id, _animals[1].Id);

        await page.PressAsync(() => page.Button("Recompute determinations (2)"));

        page.WaitForAssertion(() => Assert.Contains("Recomputed 2 determinations: 1 was stale, and corrected; 1 right.", page.Find(".message").TextContent, StringComparison.Ordinal));
        Assert.Equal($"{_animals[0].Id}: none → Samia cynthia", Assert.Single(page.FindAll(".message li")).TextContent);
        Assert.Empty(page.FindAll(".message button"));
    }

    [Fact]
    public void The_address_has_everything_that_is_shown()
    {
        var address = new OccurrencesAddress
        {
            Filter = new()
            {
                ProjectId = _scenario.Project.Id, CaptureSetId = 1, DeploymentId = 2, TaxonId = 3, From = new(2024, 1, 2), To = new(2025, 3, 4),
                MinScore = 0.25, MaxScore = 0.75, RanAlgorithmId = 4, NotRanAlgorithmId = 5, List = new(6, Listed: false), Verified = true,
                ChangedBy = new(7, new(null, 8)), Search = "a & b",
            },
            Order = OccurrenceOrder.LowestScore,
            View = OccurrenceView.Gallery,
            Size = 100,
            Cursor = "here",
        };

        var page = Open(address);

        page.WaitForElement(".chip");
        Assert.Equal(address.By(address.Filter with { Verified = null }), Asked(page));

        static OccurrencesAddress Asked(IRenderedComponent<OccurrencesPage> page)
        {
            var chips = page.FindComponent<FilterChips>().Instance;
            return chips.Address.By(chips.Chips.Single(chip => chip.Text == "verified").Without);
        }
    }

    [Fact]
    public async Task What_is_selected_is_still_there_after_a_reload_and_in_another_tab_and_can_be_looked_through()
    {
        await _dashboard.StartAsync();
        var page = Open(new() { Filter = InProject });
        page.WaitForElement("tbody tr");
        await page.InvokeAsync(() => page.Choice($"Select occurrence {_animals[0].Id}").ChangeAsync(true));
        await page.InvokeAsync(() => page.Choice($"Select occurrence {_animals[2].Id}").ChangeAsync(true));

        // Another circuit knows nothing but what is stored.
        await using var other = new DashboardContext(_database);
        await other.StartAsync();
        other.Services.GetRequiredService<NavigationManager>().NavigateTo(new OccurrencesAddress { Filter = InProject with { Verified = true } });
        var tab = other.Render<OccurrencesPage>();
        tab.WaitForAssertion(() => Assert.Equal("0 selected on this page, 2 on others", tab.Find(".bar strong").TextContent));
        await tab.InvokeAsync(() => tab.Find("details.tray").TriggerEventAsync("ontoggle", EventArgs.Empty));
        tab.WaitForAssertion(() => Assert.Equal(2, tab.FindAll(".tray li").Count));
        await tab.PressAsync(() => tab.Button($"Take occurrence {_animals[0].Id} out of the selection"));

        Assert.Equal("0 selected on this page, 1 on others", tab.Find(".bar strong").TextContent);
        page.WaitForAssertion(() => Assert.Equal("1 selected on this page", page.Find(".bar strong").TextContent));
        Assert.Equal(
            new SelectionMaskAddress { ProjectId = _scenario.Project.Id },
            PageAddress.Parse<SelectionMaskAddress>(page.Link("Mask the selection (1)").GetAttribute("href")!));
    }

    [Fact]
    public async Task More_than_a_selection_holds_is_left_out_and_said()
    {
        await _scenario.AddOccurrencesAsync([.. Enumerable.Range(0, Antenna.Data.Model.Selection.MostOccurrences).Select(_ => Array.Empty<PipelineResult[]>())]);
        var ids = (await _database.CreateDbContext().Occurrences.Select(occurrence => occurrence.Id).ToListAsync(Token)).Except(_animals.Select(animal => animal.Id)).ToList();
        var me = await _dashboard.Product<ICurrentPerson>().GetAsync(Token);
        await _dashboard.Product<OccurrenceTrays>().ChangeAsync(me.Id, ids, [], Token);
        var page = Open(new() { Filter = InProject with { Search = $"{_animals[0].Id}" } });
        page.WaitForElement("tbody tr");

        await page.InvokeAsync(() => page.Choice($"Select occurrence {_animals[0].Id}").ChangeAsync(true));

        Assert.Equal($"0 selected on this page, {ids.Count:N0} on others", page.Find(".bar strong").TextContent);
        Assert.Contains("up to 1,000 occurrences", page.Find(".bar [role=alert]").TextContent, StringComparison.Ordinal);
    }

    /// <summary>Selects these occurrences in the gallery, and names them by the first taxon that a text finds.</summary>
    private async Task<IRenderedComponent<OccurrencesPage>> SelectAsync(params long[] occurrences)
    {
        var page = Open(new() { Filter = InProject });
        page.WaitForElement("tbody tr");
        foreach (var id in occurrences)
            await page.InvokeAsync(() => page.Choice($"Select occurrence {id}").ChangeAsync(true));
        return page;
    }

    private async Task<IRenderedComponent<OccurrencesPage>> NameAsync(string text, IReadOnlyList<long> occurrences)
    {
        var popovers = _dashboard.RenderPopovers();
        var page = Open(new() { Filter = InProject, View = OccurrenceView.Gallery });
        page.WaitForElement(".card");
        foreach (var id in occurrences)
            await page.InvokeAsync(() => page.Choice($"Select occurrence {id}").ChangeAsync(true));
        await page.InvokeAsync(() => page.Button("Name them…").ClickAsync(new()));
        await page.InvokeAsync(() => page.Find(".picker input").InputAsync(text));
        popovers.WaitForElement(".suggestion");
        await popovers.InvokeAsync(() => popovers.Find(".mud-list-item").ClickAsync(new()));
        await page.InvokeAsync(() => page.Button($"Identify {occurrences.Count} occurrences").ClickAsync(new()));
        return page;
    }

    private IRenderedComponent<OccurrencesPage> Open(OccurrencesAddress address)
    {
        Show(address);
        return _dashboard.Render<OccurrencesPage>();
    }

    private void Show(OccurrencesAddress address) => Navigation.NavigateTo(address);

    private IElement Row(IRenderedComponent<OccurrencesPage> page, int animal) =>
        page.FindAll("tbody tr").Single(row => row.QuerySelector("th")!.TextContent == $"{_animals[animal].Id}");
}
