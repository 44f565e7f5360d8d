using System.Net;
using System.Text;
using System.Text.Json;
using Antenna.Data.Model;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Dashboard.Tests.Api;

/// <summary>Programs launch, cancel, resume and undo runs by the launcher of pages, and are refused with its words at its fields.</summary>
public sealed class ApiLaunchTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_launch_that_is_undone_leaves_what_was_there_before()
    {
        var (scenario, moths, list, animal) = await FillAsync("Launched");

        var launched = await LaunchAsync(scenario, moths, list);
        var again = await LaunchAsync(scenario, moths, list);
        await server.ExecuteAsync(launched);
        var masked = await server.GetAsync($"occurrences/{animal.Id}");
        var plan = await server.GetAsync($"runs/{launched}/undo");
        var undo = Launched(await server.PostAsync($"runs/{launched}/undo", new { }, HttpStatusCode.Accepted));
        await server.ExecuteAsync(undo);

        Assert.Equal(launched, again);
        Assert.Equal("Catocala ilia", masked.GetProperty("determination").GetProperty("name").GetString());
        Assert.Equal((1, 1), (plan.GetProperty("written").GetInt32(), plan.GetProperty("taxon_changed").GetInt32()));
        Assert.Equal("Actias luna", (await server.GetAsync($"occurrences/{animal.Id}")).GetProperty("determination").GetProperty("name").GetString());
        Assert.Equal("reverted", (await server.GetAsync($"runs/{launched}")).GetProperty("state").GetString());
        Assert.Equal(launched, (await server.GetAsync($"runs/{undo}")).GetProperty("undoes_run").GetInt64());
        var log = await server.GetAsync($"runs/{undo}/log");
        Assert.True(log.TryGetProperty("results", out _));
    }

    [Fact]
    public async Task Runs_are_found_by_what_they_came_to()
    {
        var (scenario, moths, list, _) = await FillAsync("Counted");
        var run = await LaunchAsync(scenario, moths, list);
        await server.ExecuteAsync(run);

        Assert.Equal([run], await IdsAsync("some=changed&none=skipped&min-updated=1"));
        Assert.Empty(await IdsAsync("none=changed"));
        Assert.Empty(await IdsAsync("max-updated=0"));

        async Task<IEnumerable<long>> IdsAsync(string filter) =>
            [.. (await server.GetAsync($"runs/?project={scenario.Project.Id}&{filter}")).GetProperty("results").EnumerateArray().Select(row => row.GetProperty("id").GetInt64())];
    }

    /// <summary>What a run says of its settings launches another that does the same.</summary>
    [Fact]
    public async Task The_settings_of_a_run_can_be_launched_again()
    {
        var (scenario, moths, list, _) = await FillAsync("Repeated");
        var settings = (await server.GetAsync($"runs/{await LaunchAsync(scenario, moths, list)}")).GetProperty("settings");

        var again = await server.PostAsync(
            "runs/", new Dictionary<string, object> { ["task"] = "class-masking", ["capture-set"] = scenario.Set.Id, ["settings"] = settings }, HttpStatusCode.Accepted);

        Assert.True(again.GetProperty("runs")[0].GetProperty("already_under_way").GetBoolean());
    }

    [Fact]
    public async Task What_is_wrong_with_a_launch_is_said_at_its_fields_and_nothing_is_written()
    {
        var (scenario, moths, list, _) = await FillAsync("Refused");
        var settings = new Dictionary<string, string> { ["taxa-list"] = $"{list.Id}@7", ["classifier"] = $"{moths.Id},404404", ["hold-below"] = "2", ["mode"] = "loud" };

        var problem = await server.PostAsync("runs/", Request(scenario.Set.Id, settings), HttpStatusCode.BadRequest);

        Assert.Equal(["classifier", "hold-below", "mode", "taxa-list"], Fields(problem));
        Assert.Equal("There is no classifier 404404.", problem.GetProperty("errors").GetProperty("classifier")[0].GetString());
        Assert.Empty((await server.GetAsync($"runs/?project={scenario.Project.Id}")).GetProperty("results").EnumerateArray());
    }

    [Fact]
    public async Task A_dry_run_counts_what_the_launch_then_does_and_writes_nothing()
    {
        var (scenario, moths, list, animal) = await FillAsync("Dry run");
        var request = Request(scenario.Set.Id, new() { ["taxa-list"] = $"{list.Id}", ["classifier"] = $"{moths.Id}" });
        var before = await RowsAsync();

        var planned = (await server.PostAsync("runs/dry-run", request, HttpStatusCode.OK)).GetProperty("runs")[0];
        var after = await RowsAsync();
        var unchanged = (await server.GetAsync($"occurrences/{animal.Id}")).GetProperty("determination").GetProperty("name").GetString();
        var run = await LaunchAsync(scenario, moths, list);
        await server.ExecuteAsync(run);

        Assert.Equal((before, "Actias luna"), (after, unchanged));
        var done = await server.GetAsync($"runs/{run}");
        foreach (var same in new[] { "task", "checked", "counters", "occurrences_updated" })
            Assert.Equal(done.GetProperty(same).GetRawText(), planned.GetProperty(same).GetRawText());
        Assert.Equal(1, planned.GetProperty("counters").GetProperty("masked").GetInt64());
        Assert.Equal("moths", planned.GetProperty("label").GetString());
        Assert.StartsWith(done.GetProperty("title").GetString()!, planned.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.True(planned.TryGetProperty("warnings", out _));
    }

    [Fact]
    public async Task A_dry_run_is_refused_as_the_launch_would_be()
    {
        var (scenario, moths, list, _) = await FillAsync("Dry and refused");
        var requests = new[]
        {
            Request(scenario.Set.Id, new() { ["taxa-list"] = $"{list.Id}@7", ["classifier"] = $"{moths.Id},404404", ["hold-below"] = "2" }),
            Request(404404, new() { ["taxa-list"] = $"{list.Id}", ["classifier"] = $"{moths.Id}", ["masks"] = "1" }),
            new() { ["task"] = "juggling", ["capture-set"] = scenario.Set.Id },
            new() { ["task"] = "class-masking" },
        };

        foreach (var request in requests)
        {
            var launch = await server.PostAsync("runs/", request, HttpStatusCode.BadRequest);
            var dry = await server.PostAsync("runs/dry-run", request, HttpStatusCode.BadRequest);
            Assert.Equal(launch.GetProperty("errors").GetRawText(), dry.GetProperty("errors").GetRawText());
        }
    }

    [Theory]
    [InlineData("""{"task":"juggling","capture-set":1}""", "task")]
    [InlineData("""{"capture-set":1}""", "task")]
    [InlineData("""{"task":"class-masking"}""", "scope")]
    [InlineData("""{"task":"class-masking","capture-set":1,"occurrence":1}""", "scope")]
    [InlineData("""{"task":"class-masking","capture-set":1,"settings":{"masks":"1"}}""", "masks")]
    [InlineData("""{"task":"class-masking","occurrences":[],"settings":{"taxa-list":"1","classifier":"1"}}""", "occurrences")]
    [InlineData("""{"task":"class-masking","capture-set":"all","settings":{}}""", "capture-set")]
    [InlineData("""{"task":"class-masking","capture-set":1,"settings":null}""", "classifier")]
    [InlineData("""{"task":"class-masking","capture_set":1}""", "capture_set")]
    [InlineData("""{"task":""", "task")]
    [InlineData("null", "body")]
    [InlineData("", "body")]
    public async Task What_is_no_request_is_refused_by_its_place(string json, string field)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await server.Client.PostAsync(new Uri("runs/", UriKind.Relative), content, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Token));
        Assert.Contains(field, Fields(problem));
    }

    [Fact]
    public async Task A_run_is_canceled_and_resumed_and_what_cannot_be_is_said()
    {
        var (scenario, moths, list, _) = await FillAsync("Canceled");
        var run = await LaunchAsync(scenario, moths, list);

        var canceled = await server.PostAsync($"runs/{run}/cancel", new { }, HttpStatusCode.OK);
        var resumed = await server.PostAsync($"runs/{run}/resume", new { }, HttpStatusCode.OK);
        var tooEarly = await server.PostAsync($"runs/{run}/undo", new { }, HttpStatusCode.Conflict);
        await server.ExecuteAsync(run);
        var tooLate = await server.PostAsync($"runs/{run}/cancel", new { }, HttpStatusCode.Conflict);

        Assert.Equal(("canceled", "queued"), (canceled.GetProperty("state").GetString(), resumed.GetProperty("state").GetString()));
        Assert.Contains("under way", tooEarly.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("succeeded", tooLate.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(["queued", "canceled", "queued", "running", "succeeded"], (await server.GetAsync($"runs/{run}")).GetProperty("states")
            .EnumerateArray().Select(state => state.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task A_run_that_was_canceled_is_retried_as_a_new_one_and_one_under_way_is_not()
    {
        var (scenario, moths, list, _) = await FillAsync("Retried");
        var run = await LaunchAsync(scenario, moths, list);

        var tooEarly = await server.PostAsync($"runs/{run}/retry", new { }, HttpStatusCode.Conflict);
        await server.PostAsync($"runs/{run}/cancel", new { }, HttpStatusCode.OK);
        var retried = (await server.PostAsync($"runs/{run}/retry", new { }, HttpStatusCode.Accepted)).GetProperty("runs");

        Assert.Contains("under way", tooEarly.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, retried.GetArrayLength());
        Assert.NotEqual(run, retried[0].GetProperty("id").GetInt64());
    }

    /// <summary>Who undoes names the runs that go with it, as they were seen.</summary>
    [Fact]
    public async Task A_run_on_which_a_later_one_stands_is_undone_with_it_where_that_is_named()
    {
        var (scenario, moths, list, _) = await FillAsync("Standing");
        var first = await LaunchAsync(scenario, moths, list);
        await server.ExecuteAsync(first);
        await scenario.AddVersionAsync(list, ["Idia aemula"]);
        var second = await LaunchAsync(scenario, moths, list);
        await server.ExecuteAsync(second);

        var refused = await server.PostAsync($"runs/{first}/undo", new { }, HttpStatusCode.Conflict);
        var undone = await server.PostAsync($"runs/{first}/undo", new { standing = new[] { second } }, HttpStatusCode.Accepted);

        Assert.Contains($"{second}", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, undone.GetProperty("runs").GetArrayLength());
    }

    [Theory]
    [InlineData("runs/404404/cancel")]
    [InlineData("runs/404404/resume")]
    [InlineData("runs/404404/retry")]
    [InlineData("runs/404404/undo")]
    public async Task What_is_not_there_is_not_changed(string address) => Assert.Equal(
        "There is no run 404404.", (await server.PostAsync(address, new { }, HttpStatusCode.NotFound)).GetProperty("detail").GetString());

    /// <summary>Those of the settings that launches take, by their keys.</summary>
    [Fact]
    public async Task Tasks_tell_their_settings_and_what_their_counters_count()
    {
        var task = (await server.GetAsync("tasks/")).GetProperty("results").EnumerateArray().Single(each => each.GetProperty("key").GetString() == "class-masking");

        Assert.Contains("hold-below", task.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("key").GetString()));
        Assert.Contains("masked", task.GetProperty("outcomes").EnumerateArray().Select(outcome => outcome.GetProperty("key").GetString()));
    }

    /// <summary>A request that is refused records nothing, not even who asked.</summary>
    [Fact]
    public async Task A_refused_launch_does_not_record_who_asked()
    {
        await using var database = server.Database.CreateDbContext();
        var before = await database.People.CountAsync(Token);

        await server.PostAsync("runs/", Request(404404, new() { ["taxa-list"] = "404404", ["classifier"] = "404404" }), HttpStatusCode.BadRequest);

        Assert.Equal(before, await database.People.CountAsync(Token));
    }

    /// <summary>How much there is of what a launch writes.</summary>
    private async Task<(int People, int Runs, int Classifications, int Algorithms)> RowsAsync()
    {
        await using var database = server.Database.CreateDbContext();
        return (await database.People.CountAsync(Token), await database.Runs.CountAsync(Token), await database.Classifications.CountAsync(Token), await database.Algorithms.CountAsync(Token));
    }

    private async Task<long> LaunchAsync(Scenario scenario, ScenarioClassifier moths, TaxaList list) => Launched(await server.PostAsync(
        "runs/", Request(scenario.Set.Id, new() { ["taxa-list"] = $"{list.Id}", ["classifier"] = $"{moths.Id}" }), HttpStatusCode.Accepted));

    private static Dictionary<string, object> Request(long set, Dictionary<string, string> settings) =>
        new() { ["task"] = "class-masking", ["capture-set"] = set, ["settings"] = settings };

    private static long Launched(JsonElement answer) => answer.GetProperty("runs").EnumerateArray().Last().GetProperty("id").GetInt64();

    private static IEnumerable<string> Fields(JsonElement problem) => problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal);

    private async Task<(Scenario Scenario, ScenarioClassifier Moths, TaxaList List, ScenarioOccurrence Animal)> FillAsync(string project)
    {
        var scenario = await Scenario.CreateAsync(server.Database.DataSource, project);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Catocala ilia", "Idia aemula");
        var animal = await scenario.AddOccurrenceAsync(moths.Says(3, 2, 1));
        return (scenario, moths, await scenario.AddListOfAsync("Catocala ilia", "Idia aemula"), animal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
