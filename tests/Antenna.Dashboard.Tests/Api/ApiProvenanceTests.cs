using System.Net;
using System.Text.Json;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Dashboard.Tests.Api;

/// <summary>Where a masked classification came from, and what it costs to ask.</summary>
public sealed class ApiProvenanceTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_masked_classification_leads_to_its_source_its_list_version_and_its_run()
    {
        var (scenario, moths, animals, run) = await MaskAsync("Provenance", 1);

        var occurrence = await server.GetAsync($"occurrences/{animals[0].Id}");
        var masked = occurrence.GetProperty("predictions").EnumerateArray().Single();

        Assert.Equal(occurrence.GetProperty("determination_classification").GetInt64(), masked.GetProperty("id").GetInt64());
        var origin = masked.GetProperty("applied_to");
        Assert.Equal(["id", "created_at", "algorithm"], origin.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["id", "name", "key"], origin.GetProperty("algorithm").EnumerateObject().Select(member => member.Name));
        Assert.Equal((animals[0].Source, moths.Id), (origin.GetProperty("id").GetInt64(), origin.GetProperty("algorithm").GetProperty("id").GetInt64()));
        Assert.Equal(run, masked.GetProperty("run").GetProperty("id").GetInt64());
        Assert.Equal("Vermont moths v1", masked.GetProperty("run").GetProperty("taxa_list").GetProperty("label").GetString());
        Assert.Equal("reweighted", masked.GetProperty("mode").GetString());
        Assert.Equal(masked.GetRawText(), (await server.GetAsync(masked.GetProperty("details").GetString()!)).GetRawText());
        var source = await server.GetAsync($"classifications/{origin.GetProperty("id").GetInt64()}");
        Assert.Equal(JsonValueKind.Null, source.GetProperty("applied_to").ValueKind);
        Assert.False(source.GetProperty("terminal").GetBoolean());
        Assert.Equal(
            [masked.GetProperty("id").GetInt64(), animals[0].Source],
            occurrence.GetProperty("detections")[0].GetProperty("classifications").EnumerateArray().Select(row => row.GetProperty("id").GetInt64()));
        var details = await server.GetAsync(masked.GetProperty("run").GetProperty("details").GetString()!);
        Assert.Equal(1, details.GetProperty("counters").GetProperty("masked").GetInt64());
        Assert.Equal($"{moths.Id}", details.GetProperty("settings").GetProperty("classifier").GetString());
        Assert.Equal(1, (await server.GetAsync($"runs/{run}/changes")).GetProperty("taxon_changed").GetInt64());
        Assert.NotEqual(0, (await server.GetAsync($"occurrences/?project={scenario.Project.Id}&run={run}")).GetProperty("results").GetArrayLength());
    }

    /// <summary>Whatever else a mask did, the classifier's own row stays and is told, also where the page folds the two into one card.</summary>
    [Fact]
    public async Task A_mask_that_kept_the_species_does_not_hide_its_source()
    {
        var (_, _, animals, _) = await MaskAsync("Kept", 1, 1, 5, 0);

        var classifications = (await server.GetAsync($"occurrences/{animals[0].Id}")).GetProperty("detections")[0].GetProperty("classifications");

        Assert.Equal([true, false], classifications.EnumerateArray().Select(row => row.GetProperty("terminal").GetBoolean()));
    }

    [Fact]
    public async Task Scores_are_derived_from_the_logits_of_the_source_and_what_the_mask_keeps()
    {
        var (_, moths, animals, _) = await MaskAsync("Scores", 1);
        var masked = (await server.GetAsync($"occurrences/{animals[0].Id}")).GetProperty("predictions")[0].GetProperty("id").GetInt64();

        var scores = await server.GetAsync($"classifications/{masked}/scores");
        var labels = await server.GetAsync($"ml/labels/{scores.GetProperty("labels_id").GetInt64()}");
        var own = await server.GetAsync($"classifications/{animals[0].Source}/scores");

        Assert.Equal(moths.Map.Select(label => label.Label), labels.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal(0, Values(scores, "scores")[0]);
        Assert.Equal(1, Values(scores, "scores").Sum(), 1e-9);
        Assert.Equal(1, Values(own, "scores").Sum(), 1e-9);
        Assert.Equal(3, scores.GetProperty("logits")[0].GetDouble());
        Assert.Equal(JsonValueKind.Null, scores.GetProperty("logits")[2].ValueKind);
    }

    [Fact]
    public async Task A_classification_without_logits_says_why_it_has_no_scores()
    {
        var scenario = await Scenario.CreateAsync(server.Database.DataSource, "No logits");
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna");
        var animal = await scenario.AddOccurrenceAsync(moths.SaysWithoutLogits());

        var problem = await server.GetAsync($"classifications/{animal.Source}/scores", HttpStatusCode.NotFound);

        Assert.Contains("there are no logits", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    /// <summary>No statement a row: a page of many costs what a page of one does.</summary>
    [Theory]
    [InlineData("projects/", 1)]
    [InlineData("captures/collections/?project={0}", 1)]
    [InlineData("occurrences/?project={0}", 7)]
    [InlineData("occurrences/{1}", 9)]
    [InlineData("detections/?project={0}", 1)]
    [InlineData("deployments/?project={0}", 1)]
    [InlineData("classifications/", 3)]
    [InlineData("ml/algorithms/", 1)]
    [InlineData("taxa/", 2)]
    [InlineData("taxa/lists/?project={0}", 3)]
    [InlineData("runs/?project={0}", 2)]
    public async Task An_answer_takes_as_many_statements_for_one_as_for_many(string address, int most)
    {
        var few = await StatementsAsync(address, $"One, {address}", 1);
        var many = await StatementsAsync(address, $"Many, {address}", 9);

        Assert.True(many <= few, $"{few} statements for one, {many} for many: {string.Join(Environment.NewLine, server.Counted.Statements)}");
        Assert.InRange(many, 1, most);
    }

    private async Task<int> StatementsAsync(string address, string project, int animals)
    {
        var (scenario, _, occurrences, _) = await MaskAsync(project, animals);
        await server.GetAsync("taxa/?q=warm");
        server.Counted.Clear();
        await server.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, scenario.Project.Id, occurrences[0].Id));
        return server.Counted.Statements.Count;
    }

    /// <summary>Animals whose species is not on the list, unless other logits are given, masked to it.</summary>
    private async Task<(Scenario Scenario, ScenarioClassifier Moths, IReadOnlyList<ScenarioOccurrence> Animals, long Run)> MaskAsync(
        string project, int animals, params float[] logits)
    {
        var scenario = await Scenario.CreateAsync(server.Database.DataSource, project);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Catocala ilia", "Idia aemula");
        var result = moths.Says(logits.Length > 0 ? logits : [3, 1, float.NegativeInfinity]);
        var occurrences = await scenario.AddOccurrencesAsync([.. Enumerable.Range(0, animals).Select(_ => (PipelineResult[][])[[result]])]);
        var list = await scenario.AddListOfAsync("Catocala ilia", "Idia aemula");
        var launched = await server.Product<RunLauncher>().LaunchAsync(
            new MaskRequest(RunScope.OfCaptureSet(scenario.Set.Id), MaskSettings.Default.WithVersion(list.Id, null).WithClassifier(moths.Id)), scenario.Curator, Token);
        await server.ExecuteAsync(launched[0].RunId);
        return (scenario, moths, occurrences, launched[0].RunId);
    }

    private static IReadOnlyList<double> Values(JsonElement vector, string name) => [.. vector.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
