using System.Net;
using System.Text.Json;
using Antenna.Data.Model;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Dashboard.Tests.Api;

/// <summary>What programs read over HTTP: lists page by page, things by their ids, and what is wrong with a request.</summary>
public sealed class ApiReadingTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_list_is_walked_by_its_cursors_in_both_directions()
    {
        var scenario = await ScenarioAsync("Walked", 5);
        var all = await IdsAsync($"occurrences/?project={scenario.Project.Id}");
        var first = await server.GetAsync($"occurrences/?project={scenario.Project.Id}&limit=2&order=oldest");
        var second = await server.GetAsync(first.GetProperty("next").GetString()!);
        var third = await server.GetAsync(second.GetProperty("next").GetString()!);
        var back = await server.GetAsync(third.GetProperty("previous").GetString()!);

        Assert.Equal(JsonValueKind.Null, first.GetProperty("previous").ValueKind);
        Assert.Equal(JsonValueKind.Null, third.GetProperty("next").ValueKind);
        Assert.Equal(all.Order(), [.. Ids(first), .. Ids(second), .. Ids(third)]);
        Assert.Equal(Ids(second), Ids(back));
    }

    /// <summary>What follows the question mark in the address of a page, and what Antenna's own API calls the project.</summary>
    [Theory]
    [InlineData("occurrences/?project={0}&view=gallery&size=25&verified=no&min=0.1&from=1999-01-01&to=2999-01-01&q=nothing", 0)]
    [InlineData("occurrences/?project_id={0}", 2)]
    [InlineData("occurrences/?PROJECT={0}&verified=no", 2)]
    [InlineData("runs/?project={0}&state=succeeded", 0)]
    [InlineData("runs/?project={0}&min-updated=1&max-updated=9&some=changed&none=skipped", 0)]
    [InlineData("captures/collections/?project={0}", 1)]
    [InlineData("classifications/?occurrence=0", 0)]
    [InlineData("detections/?project={0}", 2)]
    [InlineData("detections/?project_id={0}&occurrence=0", 0)]
    [InlineData("deployments/?project={0}", 0)]
    public async Task A_query_of_a_page_is_a_query_of_the_api(string address, int found)
    {
        var scenario = await ScenarioAsync($"Paged {address}", 2);

        Assert.Equal(found, (await IdsAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, scenario.Project.Id))).Count);
    }

    [Theory]
    [InlineData("occurrences/?project=x", "project")]
    [InlineData("occurrences/?project_id=x", "project")]
    [InlineData("occurrences/?project=1&project=2", "project")]
    [InlineData("occurrences/?verified=maybe", "verified")]
    [InlineData("occurrences/?from=yesterday", "from")]
    [InlineData("occurrences/?min=NaN", "min")]
    [InlineData("occurrences/?order=best", "order")]
    [InlineData("occurrences/?run=1&change=1", "change")]
    [InlineData("occurrences/?list=1&listed=2", "listed")]
    [InlineData("occurrences/?limit=0", "limit")]
    [InlineData("occurrences/?limit=101", "limit")]
    [InlineData("occurrences/?cursor=abc", "cursor")]
    [InlineData("occurrences/?veryfied=no", "veryfied")]
    [InlineData("detections/?project=x", "project")]
    [InlineData("detections/?occurence=1", "occurence")]
    [InlineData("detections/?cursor=abc", "cursor")]
    [InlineData("deployments/?set=1", "set")]
    [InlineData("runs/?state=asleep", "state")]
    [InlineData("runs/?min-updated=none", "min-updated")]
    [InlineData("runs/?some=held", "some")]
    [InlineData("projects/?limit=5", "limit")]
    [InlineData("ml/algorithms/?kind=classifier", "kind")]
    [InlineData("taxa/lists/1/taxa/?version=two", "version")]
    [InlineData("taxa/lists/1/taxa/?taxon=Saturniidae", "taxon")]
    [InlineData("taxa/lists/1/taxa/?added=v2", "added")]
    public async Task What_is_wrong_with_a_query_is_said_by_the_parameters_name(string address, string parameter)
    {
        var problem = await server.GetAsync(address, HttpStatusCode.BadRequest);

        Assert.Equal([parameter], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.Contains(parameter, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    /// <summary>A program that walks through a list would begin again for ever.</summary>
    [Fact]
    public async Task A_cursor_of_another_list_or_order_is_refused()
    {
        var scenario = await ScenarioAsync("Cursors", 2);
        var next = (await server.GetAsync($"occurrences/?project={scenario.Project.Id}&limit=1")).GetProperty("next").GetString()!;

        foreach (var wrong in new[] { $"{next}&order=oldest", next.Replace("occurrences", "classifications", StringComparison.Ordinal).Replace("project=", "occurrence=", StringComparison.Ordinal) })
            Assert.True((await server.GetAsync(wrong, HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty("cursor", out _));
    }

    [Theory]
    [InlineData("projects/404404", "There is no project 404404.")]
    [InlineData("deployments/404404", "There is no deployment 404404.")]
    [InlineData("captures/collections/404404", "There is no capture set 404404.")]
    [InlineData("detections/404404", "There is no detection 404404.")]
    [InlineData("occurrences/404404", "There is no occurrence 404404.")]
    [InlineData("classifications/404404", "There is no classification 404404.")]
    [InlineData("classifications/404404/scores", "There is no classification 404404.")]
    [InlineData("ml/algorithms/404404", "There is no algorithm 404404.")]
    [InlineData("ml/labels/404404", "There is no category map 404404.")]
    [InlineData("taxa/404404", "There is no taxon 404404.")]
    [InlineData("taxa/lists/404404", "There is no taxa list 404404.")]
    [InlineData("taxa/lists/404404/taxa", "There is no taxa list 404404.")]
    [InlineData("runs/404404", "There is no run 404404.")]
    [InlineData("runs/404404/changes", "There is no run 404404.")]
    [InlineData("runs/404404/log", "There is no run 404404.")]
    [InlineData("moths", "There is nothing at GET /api/v2/moths.")]
    public async Task What_is_not_there_is_said(string address, string detail) =>
        Assert.StartsWith(detail, (await server.GetAsync(address, HttpStatusCode.NotFound)).GetProperty("detail").GetString(), StringComparison.Ordinal);

    [Fact]
    public async Task Detections_are_listed_by_project_occurrence_and_capture_newest_first()
    {
        var scenario = await ScenarioAsync("Detections", 3);
        await ScenarioAsync("Detections elsewhere", 1);
        var project = scenario.Project.Id;
        var all = await server.GetAsync($"detections/?project={project}");
        var one = all.GetProperty("results")[1];

        var first = await server.GetAsync($"detections/?project={project}&limit=2");
        var second = await server.GetAsync(first.GetProperty("next").GetString()!);

        Assert.Equal(Ids(all).OrderDescending(), Ids(all));
        Assert.Equal(Ids(all), [.. Ids(first), .. Ids(second)]);
        Assert.Equal([one.GetProperty("id").GetInt64()], await IdsAsync($"detections/?occurrence={one.GetProperty("occurrence").GetInt64()}"));
        Assert.Equal([one.GetProperty("id").GetInt64()], await IdsAsync($"detections/?capture={one.GetProperty("capture").GetProperty("id").GetInt64()}"));
        Assert.Equal([project], all.GetProperty("results").EnumerateArray().Select(row => row.GetProperty("project").GetProperty("id").GetInt64()).Distinct());
        Assert.Equal(one.GetRawText(), (await server.GetAsync(one.GetProperty("details").GetString()!)).GetRawText());
        Assert.Equal((4, 1), (one.GetProperty("bbox").GetArrayLength(), one.GetProperty("classifications_count").GetInt32()));
    }

    /// <summary>One that says a name only says nothing here.</summary>
    [Fact]
    public async Task An_occurrence_tells_what_observations_say_of_it_besides_its_name()
    {
        var scenario = await ScenarioAsync("Observed", 2);
        var detections = (await server.GetAsync($"detections/?project={scenario.Project.Id}")).GetProperty("results");
        await using var context = server.Database.CreateDbContext();
        foreach (var detection in detections.EnumerateArray())
        {
            var says = detection.GetProperty("id").GetInt64() == detections[0].GetProperty("id").GetInt64();
            context.Add(new ImportedObservation
            {
                CaptureId = detection.GetProperty("capture").GetProperty("id").GetInt64(), ObservationId = "a", OccurrenceId = detection.GetProperty("occurrence").GetInt64(),
                Sex = says ? "female" : null, LifeStage = says ? "adult" : null, Behaviour = says ? "resting" : null, Animals = says ? 2 : null,
            });
        }

        await context.SaveChangesAsync(Token);

        var observed = await Task.WhenAll(detections.EnumerateArray().Select(async detection =>
            (await server.GetAsync($"occurrences/{detection.GetProperty("occurrence").GetInt64()}")).GetProperty("observed")));

        var one = Assert.Single(observed[0].EnumerateArray());
        Assert.Equal(
            ("female", "adult", "resting", 2),
            (one.GetProperty("sex").GetString(), one.GetProperty("life_stage").GetString(), one.GetProperty("behavior").GetString(), one.GetProperty("individual_count").GetInt32()));
        Assert.Equal(detections[0].GetProperty("capture").GetProperty("id").GetInt64(), one.GetProperty("capture_id").GetInt64());
        Assert.Empty(observed[1].EnumerateArray());
    }

    [Fact]
    public async Task Deployments_are_listed_by_name_with_what_is_of_them()
    {
        var scenario = await ScenarioAsync("Deployments", 0);
        await AddDeploymentsAsync(scenario.Project.Id);

        var all = await server.GetAsync($"deployments/?project={scenario.Project.Id}");
        var first = await server.GetAsync($"deployments/?project={scenario.Project.Id}&limit=2");
        var last = await server.GetAsync(first.GetProperty("next").GetString()!);
        var back = await server.GetAsync(last.GetProperty("previous").GetString()!);

        var rows = all.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(["Bog", "Heath", "Meadow"], rows.Select(row => row.GetProperty("name").GetString()));
        Assert.Equal([0, 0, 2], rows.Select(row => row.GetProperty("captures_count").GetInt32()));
        Assert.Equal([0, 0, 1], rows.Select(row => row.GetProperty("occurrences_count").GetInt32()));
        Assert.Equal((52.5, JsonValueKind.Null), (rows[2].GetProperty("latitude").GetDouble(), rows[0].GetProperty("longitude").ValueKind));
        Assert.Equal(Ids(all), [.. Ids(first), .. Ids(last)]);
        Assert.Equal(Ids(first), Ids(back));
        Assert.Equal(rows[2].GetRawText(), (await server.GetAsync(rows[2].GetProperty("details").GetString()!)).GetRawText());
    }

    [Fact]
    public async Task What_a_client_has_already_is_not_sent_again_until_it_changes()
    {
        var scenario = await ScenarioAsync("Tagged", 1);
        var address = new Uri($"occurrences/?project={scenario.Project.Id}", UriKind.Relative);
        using var first = await server.Client.GetAsync(address, Token);
        var tag = first.Headers.ETag!;

        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(address, tag));
        await scenario.AddOccurrenceAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(address, tag));
    }

    /// <summary>A proxy on this computer, whose name the server was told to answer to.</summary>
    [Theory]
    [InlineData("moths.example")]
    [InlineData("192.168.1.7")]
    public async Task A_request_to_a_name_that_is_not_this_computers_is_refused(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "projects/") { Headers = { Host = host } };

        using var response = await server.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Taxa_are_found_by_what_people_type_with_all_that_is_above_them()
    {
        var id = await (await ScenarioAsync("Taxa", 0)).SpeciesAsync("Catocala ilia");

        var found = await server.GetAsync("taxa/?q=catoc+ili");

        var taxon = Assert.Single(found.GetProperty("results").EnumerateArray());
        Assert.Equal((id, "SPECIES"), (taxon.GetProperty("id").GetInt64(), taxon.GetProperty("rank").GetString()));
        Assert.Equal(taxon.GetRawText(), (await server.GetAsync($"taxa/{id}")).GetRawText());
        Assert.Contains(id, await IdsAsync("taxa/"));
    }

    [Fact]
    public async Task A_list_tells_its_versions_and_what_is_on_each()
    {
        var scenario = await ScenarioAsync("Lists", 0);
        var list = await scenario.AddListOfAsync("Actias luna");
        await scenario.AddVersionAsync(list, ["Actias luna", "Catocala ilia"]);

        var details = await server.GetAsync($"taxa/lists/{list.Id}");
        var second = await server.GetAsync($"taxa/lists/{list.Id}/taxa");
        var first = await server.GetAsync($"taxa/lists/{list.Id}/taxa?version=1");

        Assert.Equal([2, 1], details.GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("number").GetInt32()));
        Assert.Equal(1, details.GetProperty("versions")[0].GetProperty("difference").GetProperty("added").GetInt32());
        Assert.Equal(2, second.GetProperty("results").GetArrayLength());
        Assert.Equal("Actias luna", Assert.Single(first.GetProperty("results").EnumerateArray()).GetProperty("name").GetString());
        Assert.Contains("version 3", (await server.GetAsync($"taxa/lists/{list.Id}/taxa?version=3", HttpStatusCode.NotFound)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_on_a_list_is_found_by_a_taxon_and_by_the_version_that_added_it()
    {
        var scenario = await ScenarioAsync("Filtered lists", 0);
        var list = await scenario.AddListOfAsync("Actias luna");
        await scenario.AddVersionAsync(list, ["Actias luna", "Catocala ilia", "Samia cynthia"]);
        var ilia = await scenario.SpeciesAsync("Catocala ilia");

        Assert.Equal(["Catocala ilia"], await NamesAsync($"taxa/lists/{list.Id}/taxa?taxon={ilia}"));
        Assert.Equal(["Catocala ilia", "Samia cynthia"], await NamesAsync($"taxa/lists/{list.Id}/taxa?added=2"));
        Assert.Equal(["Actias luna"], await NamesAsync($"taxa/lists/{list.Id}/taxa?added=1"));

        async Task<IEnumerable<string?>> NamesAsync(string address) =>
            [.. (await server.GetAsync(address)).GetProperty("results").EnumerateArray().Select(row => row.GetProperty("name").GetString())];
    }

    private async Task<Scenario> ScenarioAsync(string project, int animals)
    {
        var scenario = await Scenario.CreateAsync(server.Database.DataSource, project);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Catocala ilia");
        if (animals > 0)
            await scenario.AddOccurrencesAsync([.. Enumerable.Range(0, animals).Select(_ => (PipelineResult[][])[[moths.Says(2, 1)]])]);
        return scenario;
    }

    private async Task AddDeploymentsAsync(long projectId)
    {
        await using var context = server.Database.CreateDbContext();
        var meadow = new Deployment { ProjectId = projectId, Name = "Meadow", Latitude = 52.5, Longitude = 13.4 };
        context.Deployments.AddRange(meadow, new() { ProjectId = projectId, Name = "Bog" }, new() { ProjectId = projectId, Name = "Heath" });
        await context.SaveChangesAsync(Token);
        context.Captures.AddRange(
            new Capture { ProjectId = projectId, Path = "meadow-1.jpg", DeploymentId = meadow.Id },
            new Capture { ProjectId = projectId, Path = "meadow-2.jpg", DeploymentId = meadow.Id });
        context.Occurrences.Add(new() { ProjectId = projectId, DeploymentId = meadow.Id });
        await context.SaveChangesAsync(Token);
    }

    private async Task<HttpStatusCode> StatusAsync(Uri address, System.Net.Http.Headers.EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { tag } } };
        using var response = await server.Client.SendAsync(request, Token);
        return response.StatusCode;
    }

    private async Task<IReadOnlyList<long>> IdsAsync(string address) => Ids(await server.GetAsync(address));

    private static IReadOnlyList<long> Ids(JsonElement page) => [.. page.GetProperty("results").EnumerateArray().Select(row => row.GetProperty("id").GetInt64())];

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
