using AngleSharp.Dom;
using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Runs;
using Antenna.Dashboard.Runs;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.SizeFilter;
using Antenna.PostProcessing.Tasks;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Runs;

/// <summary>The page of one run: live while it is under way, and what it did ever after.</summary>
public sealed class RunPageTests(PostgresCluster cluster) : RunPagesBench(cluster)
{
    protected override IReadOnlyList<PipelineResult> Said => [Moths.Says(1, 4), Moths.Says(4, 1), Moths.Says(2, 4), Moths.Says(2, 4)];

    [Fact]
    public async Task A_run_is_followed_from_its_turn_to_its_end()
    {
        var id = await LaunchAsync(Request);
        var page = Open(id);
        page.WaitForAssertion(() => Assert.Contains("Waiting for its turn", page.Find(".pace").TextContent, StringComparison.Ordinal));
        Assert.Equal("Queued", page.Find("header .state").TextContent);

        await Dashboard.ExecuteAsync(id);

        page.WaitForAssertion(() => Assert.Equal("Succeeded", page.Find("header .state").TextContent));
        Assert.Equal(4, page.Find(".pace").CountOf("of 4 predictions"));
        var told = page.Find(".sentence[role=status]");
        Assert.Equal((4, 4, 3), (told.CountOf("prediction"), told.CountOf("masked"), told.CountOf("occurrence")));
        Assert.Equal(("4", "3"), (page.Find(".counts").Fact("Masked"), page.Find(".counts").Fact("Occurrences updated")));
        page.WaitForAssertion(() => Assert.Equal("3", page.Find(".columns .data-table tbody tr").CellText("Occurrences")));
    }

    [Fact]
    public async Task A_run_that_waits_reports_for_what_and_what_to_do()
    {
        var id = await LaunchAsync(Request);
        var part = await Dashboard.Product<RunStarter>().StartAsync(id, Token);
        var node = await Dashboard.Product<NodeMonitor>().GetNodeIdAsync(Token);
        var claim = (await RunPartRecords.ClaimAsync(Database.DataSource, id, part!.Value, node, DateTime.UtcNow, Token))!.Claim;
        var wait = new DatabaseWait(DatabaseErrorKind.DiskFull, new(2026, 7, 12, 3, 0, 7, DateTimeKind.Utc));
        await RunPartRecords.RecordWaitAsync(Database.DataSource, claim, wait, Token);

        var page = Open(id);

        page.WaitForAssertion(() => Assert.Equal(RunWaitText.Sentence(wait), page.Find("section[aria-label=Progress] [role=alert]").TextContent));
        await RunPartRecords.RecordWaitAsync(Database.DataSource, claim, null, Token);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("section[aria-label=Progress] [role=alert]")));
    }

    [Fact]
    public async Task What_changed_opens_its_occurrences_transition_by_transition()
    {
        await Scenario.IdentifyAsync(Animals[2], "Samia cynthia");
        var id = await RunAsync(Request);

        var page = Open(id);

        page.WaitForElement(".columns tbody .figure a");
        Assert.Equal(
            DashboardUrls.Occurrences(new OccurrenceFilter { ProjectId = Scenario.Project.Id, ChangedBy = new(id) }),
            page.Find(".columns p a").GetAttribute("href"));
        var changed = page.Find(".columns .data-table tbody tr");
        Assert.Equal(("Samia cynthia", "Actias luna", "2"), (changed.CellText("From"), changed.CellText("To"), changed.CellText("Occurrences")));
        Assert.Equal(
            DashboardUrls.Occurrences(new OccurrenceFilter
            {
                ProjectId = Scenario.Project.Id,
                ChangedBy = new(id, new(Moths.TaxonOf("Samia cynthia"), Moths.TaxonOf("Actias luna"))),
            }),
            changed.QuerySelector("a")!.GetAttribute("href"));
        Assert.All(["another score", "its score"], kept => Assert.Equal(1, page.FindAll(".columns p").Single(told => told.TextContent.Contains(kept, StringComparison.Ordinal)).CountOf("occurrence")));
    }

    [Fact]
    public async Task The_settings_are_those_of_the_launch_and_lead_back_to_a_preview_with_them()
    {
        var id = await RunAsync(Request with { Settings = Request.Settings with { BatchSize = 3, Options = new(ScoreMode.Reweighted, OnlyWhenSpeciesChanges: true, HoldBelow: 0.25) } });

        var page = Open(id);

        page.WaitForElement(".settings");
        var settings = page.FindAll(".settings tr").ToDictionary(row => row.QuerySelector("th")!.TextContent, row => row.QuerySelector("td")!.TextContent.Trim());
        Assert.Equal(
            ("All nights", "Vermont moths v1", "moths", "yes", "a kept mass of 0.25", "3"),
            (settings["Scope"], settings["Taxa list"], settings["Classifier"], settings["Only when the species changes"], settings["Hold below"], settings["Rows a batch"]));
        var choice = new MaskSettings
        {
            TaxaListId = List.Id, TaxaListVersion = 1, ClassifierIds = [Moths.Id], BatchSize = 3,
            Options = new(ScoreMode.Reweighted, OnlyWhenSpeciesChanges: true, HoldBelow: 0.25),
        };
        Assert.Equal(DashboardUrls.CaptureSet(Scenario.Set.Id, choice), page.Find(".again a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_run_on_an_occurrence_leads_back_to_it()
    {
        var id = await LaunchAsync(new MaskRequest(RunScope.OfOccurrence(Animals[0].Id), Request.Settings with { Options = MaskOptions.Default with { Mode = ScoreMode.Absolute } }));

        var page = Open(id);

        page.WaitForElement(".settings");
        Assert.Equal(DashboardUrls.Occurrence(Animals[0].Id), page.Find(".settings a").GetAttribute("href"));
        var address = new OccurrenceAddress(Animals[0].Id) with { Settings = new() { TaxaListId = List.Id, TaxaListVersion = 1, ClassifierIds = [Moths.Id], Options = MaskOptions.Default with { Mode = ScoreMode.Absolute } } };
        Assert.Equal(address.ToString(), page.Find(".again a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_run_of_another_task_leads_back_to_its_settings_on_what_was_selected()
    {
        var scope = RunScope.OfSelection([Animals[0].Id, Animals[2].Id]);
        var launched = await Dashboard.Product<RunLauncher>().LaunchAsync(
            SizeFilterTask.TaskKey, new TaskRequest(scope, TaskValues.FromTexts(["threshold=0.25"])), Scenario.Curator, Token);

        var page = Open(Assert.Single(launched).RunId);

        page.WaitForElement(".settings");
        var address = PageAddress.Parse<SelectionMaskAddress>(page.Find(".again a").GetAttribute("href")!)!;
        await using var context = Database.CreateDbContext();
        Assert.Equal((Scenario.Project.Id, context.Runs.Single().SelectionId, SizeFilterTask.TaskKey), (address.ProjectId, address.SelectionId, address.Task));
        Assert.Contains("threshold=0.25", address.TaskSettings);
    }

    [Fact]
    public async Task The_rarer_changes_are_listed_on_demand_each_with_its_occurrences()
    {
        var beetles = await Scenario.AddClassifierAsync("beetles", "Actias luna", "Lucanus cervus");
        await Scenario.AddOccurrenceAsync(beetles.Says(1, 4));
        var (ofMoths, ofBeetles) = (await RunAsync(Request), await RunAsync(Request with { Settings = Request.Settings with { ClassifierIds = [beetles.Id] } }));
        await using (var context = Database.CreateDbContext())
            await context.Database.ExecuteSqlAsync($"update run_occurrence_effects set run_id = {ofMoths} where run_id = {ofBeetles}", Token);
        var history = Dashboard.Product<RunHistory>();
        var run = (await history.FindRowAsync(ofMoths, Token))!;
        var first = await history.ChangesAsync(ofMoths, most: 1, Token);

        var table = Dashboard.Render<RunChangesTable>(parameters => parameters.Add(it => it.Run, run).Add(it => it.Changes, first));
        Assert.Single(table.FindAll("tbody tr"));
        await table.PressAsync(() => table.Button("Show 1 rarer change"));

        table.WaitForAssertion(() => Assert.Equal(
            ["Lucanus cervus", "Samia cynthia"], table.FindAll("tbody .before").Select(taxon => taxon.TextContent.Trim()).Order(StringComparer.Ordinal)));
        Assert.All(table.FindAll("tbody a"), link => Assert.NotNull(PageAddress.Parse<OccurrencesAddress>(link.GetAttribute("href")!)!.Filter.ChangedBy));
    }

    [Fact]
    public async Task A_failed_run_gives_the_reason_and_leads_to_doing_it_again()
    {
        var id = await LaunchAsync(Request);
        await UpdateAsync(id, RunState.Failed, "The disk is full: make room.");

        var page = Open(id);

        page.WaitForAssertion(() => Assert.Contains("The disk is full: make room.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.StartsWith(DashboardUrls.CaptureSet(Scenario.Set.Id), page.Find("[role=alert] a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_belongs_to_a_line_of_the_log_is_one_click_from_it()
    {
        var id = await LaunchAsync(Request);
        await using (var connection = await Database.DataSource.OpenConnectionAsync(Token))
            await RunLog.WriteAsync(connection, id, DateTime.UtcNow, RunLogLevel.Error, ["Stopped."], Token, new { Part = 3, SqlState = (string?)null, Error = "IOException" });

        var page = Open(id);

        page.WaitForElement("details summary");
        Assert.Equal("3", page.Find("details").Fact("part"));
        Assert.Equal("IOException", page.Find("details").Fact("error"));
        Assert.DoesNotContain("sqlState", page.Find("details").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_run_skips_is_in_its_log_while_it_is_followed()
    {
        var silent = await Scenario.AddOccurrenceAsync(Moths.SaysWithoutLogits());
        var id = await LaunchAsync(Request);
        var page = Open(id);
        page.WaitForAssertion(() => Assert.Contains("Nothing out of the ordinary", page.Markup, StringComparison.Ordinal));

        await Dashboard.ExecuteAsync(id);

        page.WaitForAssertion(() => Assert.Equal(1, page.Find("ul.listed li").CountOf("prediction skipped")));
        Assert.All(["no logits", $"prediction {silent.Source}."], part => Assert.Contains(part, page.Find("ul.listed li").TextContent, StringComparison.Ordinal));
        Assert.Equal("1", page.Find(".counts").Fact("Skipped: no logits"));
    }

    [Fact]
    public async Task Another_run_on_the_same_page_is_followed_instead()
    {
        var first = await RunAsync(Request);
        var second = await LaunchAsync(Request);
        var page = Open(first);
        page.WaitForAssertion(() => Assert.Equal("Succeeded", page.Find("header .state").TextContent));

        page.Render(parameters => parameters.Add(it => it.Id, second));
        page.WaitForAssertion(() => Assert.Equal("Queued", page.Find("header .state").TextContent));
        await Dashboard.ExecuteAsync(second);

        page.WaitForAssertion(() => Assert.Contains("nothing changed", page.Find(".sentence").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_run_is_reported_as_unknown()
    {
        var page = Open(987_654);

        page.WaitForAssertion(() => Assert.EndsWith("no run 987654", page.Find("h1").TextContent, StringComparison.Ordinal));
    }
}
