using AngleSharp.Dom;
using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.CaptureSets;
using Antenna.PostProcessing.Masking;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.CaptureSets;

public sealed class CaptureSetPageTests(PostgresCluster cluster) : CaptureSetPageBench(cluster)
{
    [Fact]
    public async Task The_only_list_and_the_only_classifier_that_it_keeps_something_of_are_chosen_at_once()
    {
        var list = await Scenario.AddListOfAsync("Actias luna");
        await AddClassifierAsync("beetles", "Lucanus cervus");

        await OpenAsync(new());

        Assert.Equal(DashboardUrls.CaptureSet(Scenario.Set.Id, new() { TaxaListId = list.Id, ClassifierIds = [Moths.Id] }), Address);
    }

    [Fact]
    public async Task Where_there_is_no_list_one_is_begun_from_what_is_on_the_set_and_the_way_leads_back()
    {
        var page = await OpenAsync(new());

        var links = page.FindAll(".masking .form > p a").ToDictionary(link => link.TextContent, link => link.GetAttribute("href"));

        var begun = PageAddress.Parse<NewTaxaListAddress>(links["Begin one"]!)!;
        Assert.Equal((Scenario.Project.Id, Scenario.Set.Id), (begun.ProjectId, begun.CaptureSetId));
        Assert.Equal(DashboardUrls.CaptureSet(Scenario.Set.Id, new() { TaxaListId = 7 }), begun.NextWith(7));
        Assert.Equal(DashboardUrls.TaxaListImport(Scenario.Project.Id), links["import one"]);
    }

    [Fact]
    public async Task What_a_launch_would_change_is_counted_by_the_steps_of_the_run_and_nothing_is_written()
    {
        await Scenario.AddListOfAsync("Actias luna");
        var before = await DatabaseContent.ReadEverythingAsync(Database.DataSource);

        var page = await OpenAsync(new());

        page.WaitForElement(".planned [role=status]");
        var planned = page.Find(".planned");
        Assert.Equal(("3", "0", "2"), (planned.Fact("Masked"), planned.Fact("Unchanged"), planned.Fact("Would be updated")));
        var told = page.Find(".planned [role=status]");
        Assert.Equal((3, 3, 2), (told.CountOf("prediction"), told.CountOf("masked"), told.CountOf("occurrence")));
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(Database.DataSource));
    }

    [Fact]
    public async Task Choosing_is_a_change_of_the_address_and_what_is_counted_follows_it()
    {
        var list = await Scenario.AddListOfAsync("Actias luna");
        var page = await OpenAsync(new() { TaxaListId = list.Id, ClassifierIds = [Moths.Id] });

        await page.SetAsync(".only input", true);

        var chosen = new MaskSettings { TaxaListId = list.Id, ClassifierIds = [Moths.Id], Options = MaskOptions.Default with { OnlyWhenSpeciesChanges = true } };
        page.WaitForAssertion(() => Assert.Equal(DashboardUrls.CaptureSet(Scenario.Set.Id, chosen), Address));
        page.WaitForAssertion(() => Assert.Equal((3, 2, 1), page.Find(".planned [role=status]") is var told ? (told.CountOf("prediction"), told.CountOf("masked"), told.CountOf("unchanged")) : default));
    }

    [Fact(Timeout = LongestWait.Seconds * 1_000)]
    public async Task One_count_goes_on_at_a_time_and_none_once_the_page_is_left()
    {
        var list = await Scenario.AddListOfAsync("Actias luna");
        var token = TestContext.Current.CancellationToken;
        await using var other = await Database.DataSource.OpenConnectionAsync(token);
        await using var transaction = await other.BeginTransactionAsync(token);
        await using var hold = other.CreateCommand();
        hold.CommandText = "lock table classification_logits in access exclusive mode";
        await hold.ExecuteNonQueryAsync(token);
        var page = Open(new() { TaxaListId = list.Id, ClassifierIds = [Moths.Id] });
        await WaitForCountsAsync(1);

        await page.SetAsync(".only input", true);
        page.WaitForState(() => Address.Contains("only-changes", StringComparison.Ordinal));
        page.WaitForElement(".planned");
        await WaitForCountsAsync(1);

        await Dashboard.DisposeComponentsAsync();
        await WaitForCountsAsync(0);
    }

    [Fact]
    public async Task A_classifier_without_logits_cannot_be_chosen_and_the_page_gives_the_reason()
    {
        var list = await Scenario.AddListOfAsync("Actias luna");
        var silent = await Scenario.AddClassifierAsync("silent", "Actias luna", "Samia cynthia");
        await Scenario.AddOccurrenceAsync(silent.SaysWithoutLogits());

        var page = await OpenAsync(new() { TaxaListId = list.Id });

        var row = RowOf(page, "silent");
        Assert.Contains("came without logits", row.TextContent, StringComparison.Ordinal);
        Assert.True(row.QuerySelector("input")!.HasAttribute("disabled"));
        Assert.False(RowOf(page, "moths").QuerySelector("input")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task What_a_run_would_leave_out_of_a_classifier_is_counted_with_the_reason()
    {
        await Scenario.AddOccurrenceAsync(Moths.SaysWithoutLogits());
        await Scenario.AddOccurrenceAsync(Moths.Says(1, 2) with { Terminal = false });

        var page = await OpenAsync(new());

        var row = RowOf(page, "moths");
        Assert.Equal(("5", "4", "3"), (row.CellText("Results"), row.CellText("In scope"), row.CellText("Can be masked")));
        Assert.Equal((1, 1), (row.CountOf("out of scope"), row.CountOf("without logits")));
        Assert.Contains("intermediate", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_classifier_of_which_the_list_keeps_nothing_cannot_be_chosen_with_the_reason_that_a_launch_would_give()
    {
        var list = await Scenario.AddListOfAsync("Actias luna");
        await AddClassifierAsync("beetles", "Lucanus cervus");

        var page = await OpenAsync(new() { TaxaListId = list.Id });

        var row = RowOf(page, "beetles");
        Assert.Equal(1, row.CountOf("class"));
        Assert.All(["None", "Vermont moths v1"], part => Assert.Contains(part, row.TextContent, StringComparison.Ordinal));
        Assert.True(row.QuerySelector("input")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task What_is_wrong_stands_at_its_field_and_there_is_nothing_to_launch()
    {
        var list = await Scenario.AddListOfAsync("Actias luna");

        var page = await OpenAsync(new() { TaxaListId = list.Id, ClassifierIds = [Moths.Id], Options = MaskOptions.Default with { HoldBelow = 2 }, BatchSize = 0 });

        page.WaitForAssertion(() => Assert.Equal("true", page.Field("Hold below").GetAttribute("aria-invalid")));
        Assert.Contains("Hold below 2", FieldOf(page, "Hold below").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Field("Batch size").GetAttribute("aria-invalid"));
        Assert.Contains("batch of 0 rows", FieldOf(page, "Batch size").TextContent, StringComparison.Ordinal);
        Assert.True(LaunchButton(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Labels_that_resolve_to_no_taxon_are_reported_before_the_launch()
    {
        var list = await Scenario.AddListOfAsync("Actias luna");
        var more = await AddClassifierAsync("more moths", "Actias luna", "?unheard of");

        var page = await OpenAsync(new() { TaxaListId = list.Id, ClassifierIds = [more.Id] });

        page.WaitForAssertion(() => Assert.Equal(1, page.Find(".warning").CountOf("of 2 labels")));
        Assert.All(["more moths", "'?unheard of'"], part => Assert.Contains(part, page.Find(".warning").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_in_it_is_counted_and_shown_with_crops_that_lead_to_their_occurrences()
    {
        var page = await OpenAsync(new());

        page.WaitForElement(".samples");
        Assert.Equal(["3", "3", "3", "0"], page.Find(".facts").Facts("Captures", "Detections", "Occurrences", "Nights"));
        await using var context = Database.CreateDbContext();
        var occurrences = await context.Occurrences.OrderBy(occurrence => occurrence.Id).Select(occurrence => occurrence.Id).ToListAsync(Token);

        // From there previous and next walk through the set.
        var ofSet = new OccurrencesAddress { Filter = new() { ProjectId = Scenario.Project.Id, CaptureSetId = Scenario.Set.Id } };
        Assert.Equal(occurrences.Select(id => ofSet.Open(id).ToString()), page.FindAll(".samples a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void An_unknown_set_is_reported_as_unknown()
    {
        Dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(DashboardUrls.CaptureSet(987_654));
        var page = Dashboard.Render<CaptureSetPage>();

        page.WaitForAssertion(() => Assert.EndsWith("no capture set 987654", page.Find("h1").TextContent, StringComparison.Ordinal));
    }

    /// <summary>Waits until so many counts stand before rows that another transaction holds.</summary>
    private async Task WaitForCountsAsync(int counts)
    {
        // Nothing tells that a lock is waited for but asking; the server paces the asking.
        await using var command = Database.DataSource.CreateCommand(
            $"""
            do $$ begin
                while (select count(*) from pg_stat_activity
                       where datname = current_database() and wait_event_type = 'Lock' and query like '%classification_logits%') <> {counts}
                loop perform pg_sleep(0.05), pg_stat_clear_snapshot(); end loop;
            end $$
            """);
        command.CommandTimeout = LongestWait.Seconds;
        await command.ExecuteNonQueryAsync(Token);
    }

    private static IElement RowOf(IRenderedComponent<CaptureSetPage> page, string classifier) =>
        page.FindAll(".data-table tbody tr").Single(row => row.QuerySelector("th")?.Name().StartsWith($"{classifier} ", StringComparison.Ordinal) is true);

    private static IElement FieldOf(IRenderedComponent<CaptureSetPage> page, string label) =>
        page.FindAll(".mud-input-control").Single(field => field.QuerySelector(".mud-input-label")?.TextContent == label);
}
