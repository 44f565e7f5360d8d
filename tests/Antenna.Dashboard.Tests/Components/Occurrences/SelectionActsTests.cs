using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Occurrences;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Occurrences;

/// <summary>What is done with all that is selected, on whatever pages, and taken back.</summary>
public sealed class SelectionActsTests(PostgresCluster cluster) : OccurrencesPageBench(cluster)
{
    [Fact]
    public async Task Agreeing_with_what_is_on_other_pages_too_says_first_with_what_and_then_agrees_with_all_of_it()
    {
        var page = await SelectOnTwoPagesAsync();

        await page.PressAsync(() => page.Button("Agree with the predictions…"));

        // The first page has 25 of those that were added; of the two on the second, one has a prediction.
        page.WaitForAssertion(() => Assert.Equal(["25 Actias luna", "1 Samia cynthia"], page.FindAll("[role=group][aria-label^=What] li").Select(taxon => taxon.Words())));
        await using var context = Database.CreateDbContext();
        Assert.Empty(await context.Identifications.ToListAsync(Token));
        await page.PressAsync(() => page.Button("Agree with 26 predictions"));

        page.WaitForAssertion(() => AssertMessage(page, "Agreed", "prediction", 26));
        AssertMessage(page, "no prediction", "occurrence had", 1);
        Assert.Empty(page.FindAll(".bar"));
        var agreements = await context.Identifications.ToListAsync(Token);
        Assert.Equal(26, agreements.Count);
        Assert.All(agreements, agreement => Assert.NotNull(agreement.AgreedClassificationId));
        Assert.Contains(Animals[0].Id, agreements.Select(agreement => agreement.OccurrenceId));
        Assert.DoesNotContain(Animals[2].Id, agreements.Select(agreement => agreement.OccurrenceId));
    }

    [Fact]
    public async Task What_is_about_to_be_agreed_with_is_asked_anew_once_something_else_is_selected()
    {
        var page = await SelectOnTwoPagesAsync();
        await page.PressAsync(() => page.Button("Agree with the predictions…"));
        page.WaitForElement("[role=group][aria-label^=What]");

        await page.InvokeAsync(() => page.Choice($"Select occurrence {Animals[2].Id}").ChangeAsync(false));

        page.WaitForAssertion(() => Assert.Equal((1, 25), Selected(page)));
        Assert.Empty(page.FindAll("[role=group][aria-label^=What]"));
    }

    [Fact]
    public async Task Naming_names_what_is_selected_on_other_pages_too()
    {
        var popovers = Dashboard.RenderPopovers();
        var page = await SelectOnTwoPagesAsync();

        await page.PressAsync(() => page.Button("Name them…"));
        await page.InvokeAsync(() => page.Find(".picker input").InputAsync("actias"));
        popovers.WaitForElement(".suggestion");
        await popovers.InvokeAsync(() => popovers.Find(".mud-list-item").ClickAsync(new()));
        await page.PressAsync(() => page.Button("Identify 27 occurrences"));

        page.WaitForAssertion(() => AssertMessage(page, "Actias luna", "occurrence", 27));
        await using var context = Database.CreateDbContext();
        Assert.Equal(27, await context.Identifications.Select(each => each.OccurrenceId).Distinct().CountAsync(Token));
    }

    [Fact]
    public async Task Agreeing_with_a_selection_is_agreement_with_each_prediction_that_no_person_has_judged_and_can_be_undone()
    {
        await Scenario.IdentifyAsync(Animals[1], "Samia cynthia");
        var page = Open(new() { Filter = InProject with { CaptureSetId = Scenario.Set.Id } });
        page.WaitForElement("tbody tr");
        await page.InvokeAsync(() => page.Find("thead input").ChangeAsync(true));
        Assert.Equal(DashboardUrls.CaptureSet(Scenario.Set.Id), page.Find(".bar p a").GetAttribute("href"));

        await page.InvokeAsync(() => page.Button("Agree with the prediction (1)").ClickAsync(new()));

        page.WaitForAssertion(() => AssertMessage(page, "Agreed", "prediction", 1));
        await using var context = Database.CreateDbContext();
        var agreement = await context.Identifications.SingleAsync(each => each.OccurrenceId == Animals[0].Id, Token);
        Assert.Equal(
            (Animals[0].Source, Moths.Id, Moths.TaxonOf("Samia cynthia")),
            (agreement.AgreedClassificationId, agreement.AgreedAlgorithmId, agreement.TaxonId));
        Assert.Single(await context.Identifications.Where(each => each.OccurrenceId == Animals[1].Id).ToListAsync(Token));
        Assert.False(await context.Identifications.AnyAsync(each => each.OccurrenceId == Animals[2].Id, Token));
        Assert.NotNull(Row(page, 0).QuerySelector(".verified"));
        Assert.Empty(page.FindAll(".bar"));

        await page.InvokeAsync(() => page.Find(".message button").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Null(Row(page, 0).QuerySelector(".verified")));
        Assert.False(await context.Identifications.AnyAsync(each => each.OccurrenceId == Animals[0].Id, Token));
        AssertMessage(page, "removed", "identification", 1);
        Assert.Empty(page.FindAll(".message button"));
    }

    [Fact]
    public async Task Undoing_leaves_what_had_been_there_before_the_act_and_the_message_counts_it_apart()
    {
        var me = await Dashboard.Product<ICurrentPerson>().GetAsync(Token);
        var before = await Dashboard.Product<Identifications>().SubmitAsync(new SuggestedName(Animals[1].Id, Moths.TaxonOf("Actias luna")), me, Token);
        var page = await NameAsync("actias", [Animals[1].Id, Animals[2].Id]);

        page.WaitForAssertion(() => AssertMessage(page, "Actias luna", "occurrence", 1));
        AssertMessage(page, "already", "occurrence had the same", 1);
        Dashboard.JSInterop.Invocations["Blazor._internal.domWrapper.focus"][^1].Arguments[0].ShouldBeElementReferenceTo(page.Find(".message"));
        await page.InvokeAsync(() => page.Find(".message button").ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Contains("Undone", page.Find(".message").TextContent, StringComparison.Ordinal));
        await using var context = Database.CreateDbContext();
        Assert.Equal(before.IdentificationId, (await context.Identifications.SingleAsync(Token)).Id);
    }

    [Fact]
    public async Task Naming_a_selection_is_an_identification_of_each_and_no_agreement()
    {
        var page = await NameAsync("actias", [Animals[1].Id, Animals[2].Id]);

        page.WaitForAssertion(() => AssertMessage(page, "Actias luna", "occurrence", 2));
        await using var context = Database.CreateDbContext();
        var identifications = await context.Identifications.OrderBy(each => each.OccurrenceId).ToListAsync(Token);
        Assert.Equal([Animals[1].Id, Animals[2].Id], identifications.Select(each => each.OccurrenceId));
        Assert.All(identifications, each => Assert.False(each.IsAgreement));
    }

    [Fact]
    public async Task A_selection_is_pinned_at_once_with_a_report_and_stays_selected_and_undoing_takes_away_those_pins()
    {
        var pins = Dashboard.Product<PinnedOccurrences>();
        await pins.PinAsync([Animals[0].Id], Token);
        var page = await SelectAsync(Animals[0].Id, Animals[2].Id);

        await page.PressAsync(() => page.Button("Pin (2)"));

        page.WaitForAssertion(() => AssertMessage(page, "Pinned", "occurrence", 1));
        AssertMessage(page, "already", "was pinned", 1);
        Assert.Equal((2, 0), Selected(page));
        Assert.Equal("true", page.Button($"Pin occurrence {Animals[2].Id}").GetAttribute("aria-pressed"));

        await page.PressAsync(() => page.Find(".message button"));

        page.WaitForAssertion(() => AssertMessage(page, "Undone", "pin", 1));
        Assert.Equal([Animals[0].Id], await pins.ReadAsync(Scenario.Project.Id, Token));
    }

    [Fact]
    public async Task A_capture_set_is_made_of_what_is_selected_on_whatever_pages_and_counts_anew_when_more_is_selected()
    {
        var page = await SelectAsync(Animals[0].Id);
        await page.PressAsync(() => page.Button("Capture set of them…"));
        page.WaitForAssertion(() => Assert.Equal(1, page.Find(".bar .new-set [role=status]").CountOf("capture")));
        await page.InvokeAsync(() => page.Choice($"Select occurrence {Animals[2].Id}").ChangeAsync(true));
        page.WaitForAssertion(() => Assert.Equal(2, page.Find(".bar .new-set [role=status]").CountOf("capture")));

        await page.InvokeAsync(() => page.Field("Name of the set").InputAsync("Odd ones"));
        await page.PressAsync(() => page.Button("Make the set"));

        page.WaitForAssertion(() => Assert.Contains("capture-sets/", Navigation.Uri, StringComparison.Ordinal));
        await using var context = Database.CreateDbContext();
        var set = await context.CaptureSets.SingleAsync(each => each.Name == "Odd ones", Token);
        var captures = await context.CaptureSetItems.Where(item => item.CaptureSetId == set.Id).Select(item => item.CaptureId).ToListAsync(Token);
        Assert.Equal(
            (await context.Detections.Where(each => each.OccurrenceId == Animals[0].Id || each.OccurrenceId == Animals[2].Id).Select(each => each.CaptureId).Distinct().ToListAsync(Token)).Order(),
            captures.Order());
    }

    [Fact]
    public async Task What_a_selection_is_determined_as_is_recomputed_with_a_report_of_each_that_was_stale()
    {
        await using (var context = Database.CreateDbContext())
            await context.Occurrences.Where(each => each.Id == Animals[0].Id).ExecuteUpdateAsync(each => each.SetProperty(row => row.DeterminationTaxonId, (long?)null).SetProperty(row => row.DeterminationScore, (double?)null), Token);
        var page = await SelectAsync(Animals[0].Id, Animals[1].Id);

        await page.PressAsync(() => page.Button("Recompute determinations (2)"));

        page.WaitForAssertion(() => AssertMessage(page, "Recomputed", "determination", 2));
        AssertMessage(page, "corrected", "was stale", 1);
        AssertMessage(page, "right", "was right", 1);
        Assert.Equal($"{Animals[0].Id}: none → Samia cynthia", Assert.Single(page.FindAll(".message li")).TextContent);
        Assert.Empty(page.FindAll(".message button"));
    }

    /// <summary>What is told of the act has this word, and counts so many of these.</summary>
    private static void AssertMessage(IRenderedComponent<OccurrencesPage> page, string word, string noun, int count)
    {
        var message = page.Find("[role=status].message");
        Assert.Contains(word, message.TextContent, StringComparison.Ordinal);
        Assert.Equal(count, message.CountOf(noun));
    }

    /// <summary>Selects the 25 occurrences of the first page, and on the second one that has a prediction and one that has none.</summary>
    private async Task<IRenderedComponent<OccurrencesPage>> SelectOnTwoPagesAsync()
    {
        await Scenario.AddOccurrencesAsync([.. Enumerable.Range(0, 30).Select(_ => new[] { new[] { Moths.Says(4, 1, 0) } })]);
        var page = Open(new() { Filter = InProject, Size = 25 });
        page.WaitForElement("tbody tr");
        await page.InvokeAsync(() => page.Find("thead input").ChangeAsync(true));
        Navigation.NavigateTo(page.Find(".pager a[rel=next]").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(8, page.FindAll("tbody tr").Count));
        foreach (var animal in (ScenarioOccurrence[])[Animals[0], Animals[2]])
            await page.InvokeAsync(() => page.Choice($"Select occurrence {animal.Id}").ChangeAsync(true));
        return page;
    }

    private async Task<IRenderedComponent<OccurrencesPage>> SelectAsync(params long[] occurrences)
    {
        var page = Open(new() { Filter = InProject });
        page.WaitForElement("tbody tr");
        foreach (var id in occurrences)
            await page.InvokeAsync(() => page.Choice($"Select occurrence {id}").ChangeAsync(true));
        return page;
    }

    /// <summary>Selects these occurrences in the gallery, and names them by the first taxon that a text finds.</summary>
    private async Task<IRenderedComponent<OccurrencesPage>> NameAsync(string text, IReadOnlyList<long> occurrences)
    {
        var popovers = Dashboard.RenderPopovers();
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
}
