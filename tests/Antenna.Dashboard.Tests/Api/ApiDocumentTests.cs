using System.Text.Json;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Dashboard.Tests.Api;

/// <summary>The document that is made of the code: complete, and good enough for a client to be made of it.</summary>
public sealed class ApiDocumentTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Document = "openapi.json";

    [Fact]
    public async Task Every_operation_says_what_it_does_and_every_parameter_what_it_means()
    {
        var operations = (await server.GetAsync(Document)).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()).Select(operation => operation.Value).ToList();

        Assert.NotEmpty(operations);
        Assert.All(operations, operation => Assert.True(operation.GetProperty("summary").GetString()?.Length > 0));
        Assert.Distinct(operations.Select(operation => operation.GetProperty("operationId").GetString()));
        Assert.All(operations.SelectMany(Parameters), parameter => Assert.True(
            parameter.GetProperty("in").GetString() == "path" || parameter.GetProperty("description").GetString()?.Length > 0, parameter.GetRawText()));
    }

    [Fact]
    public async Task A_list_has_the_parameters_that_it_reads()
    {
        var list = (await server.GetAsync(Document)).GetProperty("paths").GetProperty("/api/v2/occurrences").GetProperty("get");

        var names = Parameters(list).Select(parameter => parameter.GetProperty("name").GetString()!).ToList();

        Assert.Equal(names.Distinct(), names);
        Assert.Superset(new HashSet<string>(["project", "set", "taxon", "list", "listed", "run", "change", "order", "limit", "cursor"]), names.ToHashSet());
    }

    [Fact]
    public async Task A_client_that_is_generated_from_it_reads_what_there_is()
    {
        var scenario = await Scenario.CreateAsync(server.Database.DataSource);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", Scenario.Background);
        var animals = await scenario.AddOccurrencesAsync([[[moths.Says(1, 0)]], [[moths.Says(1, 0)]]]);
        var client = await ClientAsync();

        dynamic page = await client.CallAsync("ListOccurrences", ("project", scenario.Project.Id), ("limit", 1), ("verified", null!));
        dynamic occurrence = await client.CallAsync("GetOccurrence", ("id", animals[0].Id));
        dynamic detections = await client.CallAsync("ListDetections", ("project", scenario.Project.Id), ("occurrence", animals[0].Id));
        dynamic deployments = await client.CallAsync("ListDeployments", ("project", scenario.Project.Id));
        dynamic labels = await client.CallAsync("GetLabels", ("id", moths.Algorithm.CategoryMapId!.Value));

        Assert.Single(page.Results);
        Assert.NotNull((string)page.Next);
        Assert.Equal(animals[0].Source, (long)Enumerable.First(Enumerable.First(occurrence.Detections).Classifications).Id);
        Assert.Equal("Actias luna", (string)occurrence.Determination.Name);
        Assert.Null((object?)occurrence.Deployment);
        Assert.Equal(animals[0].Detections[0], (long)Enumerable.Single(detections.Results).Id);
        Assert.Empty(deployments.Results);
        Assert.Equal(["Actias luna", Scenario.Background], (IEnumerable<string>)labels.Labels);
        Assert.Equal("NotATaxon", $"{Enumerable.Last(labels.Data).Meaning}".Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
    }

    [Fact]
    public async Task A_client_that_is_generated_from_it_launches_and_undoes_a_run()
    {
        var scenario = await Scenario.CreateAsync(server.Database.DataSource, "By a client");
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Catocala ilia");
        var animal = await scenario.AddOccurrenceAsync(moths.Says(2, 1));
        var list = await scenario.AddListOfAsync("Catocala ilia");
        var client = await ClientAsync();
        var request = client.New("LaunchRequest");
        request.Task = "class-masking";
        request.CaptureSet = scenario.Set.Id;
        request.Settings = new Dictionary<string, string> { ["taxa-list"] = $"{list.Id}", ["classifier"] = $"{moths.Id}" };

        dynamic planned = await client.CallAsync("DryRun", ("body", request));
        dynamic launched = await client.CallAsync("LaunchRun", ("body", request));
        var run = (long)Enumerable.First(launched.Runs).Id;
        await server.ExecuteAsync(run);
        dynamic masked = await client.CallAsync("GetOccurrence", ("id", animal.Id));
        dynamic undone = await client.CallAsync("UndoRun", ("id", run), ("body", client.New("UndoRequest")));

        var prediction = Enumerable.First(masked.Predictions);
        Assert.Equal((animal.Source, run), ((long)prediction.Applied_to.Id, (long)prediction.Run.Id));
        Assert.Equal(1, (long)Enumerable.Single(planned.Runs).Occurrences_updated);
        Assert.Equal("Catocala ilia", (string)masked.Determination.Name);
        Assert.False((bool)Enumerable.First(undone.Runs).Already_under_way);
    }

    private async Task<GeneratedClient> ClientAsync() => await GeneratedClient.OfAsync(
        (await server.GetAsync(Document)).GetRawText(),
        new() { BaseAddress = new(server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)) },
        TestContext.Current.CancellationToken);

    private static IEnumerable<JsonElement> Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];
}
