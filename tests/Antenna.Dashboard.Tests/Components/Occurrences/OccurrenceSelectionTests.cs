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

namespace Antenna.Dashboard.Tests.Components.Occurrences;

/// <summary>What is selected on the page of occurrences, and stays selected.</summary>
public sealed class OccurrenceSelectionTests(PostgresCluster cluster) : OccurrencesPageBench(cluster)
{
    [Fact]
    public async Task Selecting_all_selects_this_page_and_is_kept_while_one_pages_and_filters()
    {
        await Scenario.AddOccurrencesAsync([.. Enumerable.Range(0, 30).Select(_ => new[] { new[] { Moths.Says(4, 1, 0) } })]);
        var page = Open(new() { Filter = InProject, Size = 25 });
        page.WaitForElement("tbody tr");

        await page.InvokeAsync(() => page.Find("thead input").ChangeAsync(true));
        Assert.Equal((25, 0), Selected(page));
        Assert.Equal(25, page.FindAll("tr.selected").Count);
        Assert.Contains("on nothing else", page.Find(".bar p").TextContent, StringComparison.Ordinal);
        Assert.Equal(DashboardUrls.CaptureSets(Scenario.Project.Id), page.Find(".bar p a").GetAttribute("href"));

        Navigation.NavigateTo(page.Find(".pager a[rel=next]").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(8, page.FindAll("tbody tr").Count));
        Assert.Equal((0, 25), Selected(page));
        Assert.Empty(page.FindAll("tr.selected"));
        Assert.Null(page.Find("thead input").GetAttribute("checked"));
        Assert.All(["Agree with the predictions…", "Name them…"], name => Assert.False(page.Button(name).HasAttribute("disabled")));
        await page.InvokeAsync(() => page.Find("tbody input").ChangeAsync(true));

        Navigation.NavigateTo(page.Find(".pager a[rel=prev]").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(25, page.FindAll("tr.selected").Count));
        Assert.Equal((25, 1), Selected(page));

        Show(new() { Filter = InProject with { Verified = false }, Size = 100 });
        page.WaitForAssertion(() => Assert.Equal((26, 0), Selected(page)));

        await page.InvokeAsync(() => page.Button("Clear the selection").ClickAsync(new()));
        Assert.Empty(page.FindAll(".bar"));
    }

    [Fact]
    public async Task A_row_is_pinned_by_one_press_in_the_table_and_in_the_gallery()
    {
        var pins = Dashboard.Product<PinnedOccurrences>();
        foreach (var view in Enum.GetValues<OccurrenceView>())
        {
            var page = Open(new() { Filter = InProject, View = view });
            page.WaitForAssertion(() => Assert.Equal("false", page.Button($"Pin occurrence {Animals[1].Id}").GetAttribute("aria-pressed")));

            await page.PressAsync(() => page.Button($"Pin occurrence {Animals[1].Id}"));

            page.WaitForAssertion(() => Assert.Equal("true", page.Button($"Pin occurrence {Animals[1].Id}").GetAttribute("aria-pressed")));
            Assert.Equal([Animals[1].Id], await pins.ReadAsync(Scenario.Project.Id, Token));
            await page.PressAsync(() => page.Button($"Pin occurrence {Animals[1].Id}"));
            page.WaitForAssertion(() => Assert.Equal("false", page.Button($"Pin occurrence {Animals[1].Id}").GetAttribute("aria-pressed")));
        }
    }

    [Fact]
    public async Task What_is_selected_is_still_there_after_a_reload_and_in_another_tab_and_can_be_looked_through()
    {
        await Dashboard.StartAsync();
        var page = Open(new() { Filter = InProject });
        page.WaitForElement("tbody tr");
        await page.InvokeAsync(() => page.Choice($"Select occurrence {Animals[0].Id}").ChangeAsync(true));
        await page.InvokeAsync(() => page.Choice($"Select occurrence {Animals[2].Id}").ChangeAsync(true));

        // Another circuit knows nothing but what is stored.
        await using var other = new DashboardContext(Database);
        await other.StartAsync();
        other.Services.GetRequiredService<NavigationManager>().NavigateTo(new OccurrencesAddress { Filter = InProject with { Verified = true } });
        var tab = other.Render<OccurrencesPage>();
        tab.WaitForAssertion(() => Assert.Equal((0, 2), Selected(tab)));
        await tab.InvokeAsync(() => tab.Find("details.tray").TriggerEventAsync("ontoggle", EventArgs.Empty));
        tab.WaitForAssertion(() => Assert.Equal(2, tab.FindAll(".tray li").Count));
        await tab.PressAsync(() => tab.Button($"Take occurrence {Animals[0].Id} out of the selection"));

        Assert.Equal((0, 1), Selected(tab));
        page.WaitForAssertion(() => Assert.Equal((1, 0), Selected(page)));
        Assert.Equal(
            new SelectionMaskAddress { ProjectId = Scenario.Project.Id },
            PageAddress.Parse<SelectionMaskAddress>(page.Link("Mask the selection (1)").GetAttribute("href")!));
    }

    [Fact]
    public async Task More_than_a_selection_holds_is_left_out_and_said()
    {
        await Scenario.AddOccurrencesAsync([.. Enumerable.Range(0, Antenna.Data.Model.Selection.MostOccurrences).Select(_ => Array.Empty<PipelineResult[]>())]);
        var ids = (await Database.CreateDbContext().Occurrences.Select(occurrence => occurrence.Id).ToListAsync(Token)).Except(Animals.Select(animal => animal.Id)).ToList();
        var me = await Dashboard.Product<ICurrentPerson>().GetAsync(Token);
        await Dashboard.Product<OccurrenceTrays>().ChangeAsync(me.Id, ids, [], Token);
        var page = Open(new() { Filter = InProject with { Search = $"{Animals[0].Id}" } });
        page.WaitForElement("tbody tr");

        await page.InvokeAsync(() => page.Choice($"Select occurrence {Animals[0].Id}").ChangeAsync(true));

        Assert.Equal((0, ids.Count), Selected(page));
        Assert.Contains("up to 1,000 occurrences", page.Find(".bar [role=alert]").TextContent, StringComparison.Ordinal);
    }
}
