using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>A standing mask from its setting to its end, as commands go by it.</summary>
public sealed class StandingMaskCommandTests(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly CommandProject _project = new(cluster);
    private readonly TemporaryFolder _folder = new();

    public ValueTask InitializeAsync() => _project.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return _project.DisposeAsync();
    }

    [Fact]
    public async Task What_is_imported_while_it_stands_is_masked_and_nothing_else()
    {
        await ImportAsync(1);
        (await _project.Commands().RunAsync(_project.Words("standing-masks set --project 1 --taxa-list {list} --classifier garden"))).Done();

        Assert.Contains("Standing mask 1 (garden to Vermont moths), 1 capture with new predictions: run 1.", (await ImportAsync(2)).Done(), StringComparison.Ordinal);
        Assert.DoesNotContain("Standing mask", (await ImportAsync(2)).Done(), StringComparison.Ordinal);
        (await _project.Commands().RunAsync("standing-masks", "pause", "1")).Done();
        Assert.Contains("it is paused", (await ImportAsync(3)).Done(), StringComparison.Ordinal);
        (await _project.Commands().RunAsync("standing-masks", "resume", "1")).Done();
        var report = (await ImportAsync(4, "--json")).Json();

        Assert.Equal(2, Assert.Single(report.GetProperty("standingMasks").EnumerateArray()).GetProperty("runId").GetInt64());
        Assert.Equal([1, 0, 1, 0], await FromTheClassifierItselfAsync());
        var runs = (await _project.Commands().RunAsync("list", "runs", "--json")).Json().EnumerateArray();
        Assert.All(runs, run => Assert.Equal("succeeded", run.GetProperty("progress").GetProperty("state").GetString()));
    }

    [Fact]
    public async Task One_that_has_ended_masks_nothing_more_and_what_is_there_is_masked_only_where_asked()
    {
        await ImportAsync(1);
        (await _project.Commands().RunAsync(_project.Words("standing-masks set --project 1 --taxa-list {list} --classifier garden --also-now"))).Done();
        Assert.Equal([0], await FromTheClassifierItselfAsync());

        (await _project.Commands().RunAsync("standing-masks", "end", "1")).Done();
        await ImportAsync(2);

        Assert.Equal([0, 1], await FromTheClassifierItselfAsync());
        var mask = Assert.Single((await _project.Commands().RunAsync("list", "standing-masks", "--json")).Json().EnumerateArray());
        Assert.Equal(TestSettings.Curator, mask.GetProperty("ended").GetProperty("by").GetString());
    }

    [Fact]
    public async Task An_import_is_good_where_its_run_is_refused_and_says_why()
    {
        await ImportAsync(1);
        (await _project.Commands().RunAsync(_project.Words("standing-masks set --project 1 --taxa-list {list} --classifier garden"))).Done();
        await _project.Mountains.AddVersionAsync(_project.List, ["Turdus merula"]);

        var answer = (await ImportAsync(2)).Done();

        Assert.Contains("no run was launched. None of the 2 classes of garden is a taxon on Vermont moths v2", answer, StringComparison.Ordinal);
        Assert.Equal([1, 1], await FromTheClassifierItselfAsync());
    }

    [Theory]
    [InlineData("set --project 1 --taxa-list {birds} --classifier {moths}", "--classifier: None of the ")]
    [InlineData("set --project 1 --taxa-list {coast-list} --classifier {moths}", "--taxa-list: Taxa list ")]
    [InlineData("set --project 1 --taxa-list {list}@1 --classifier {moths}", "--taxa-list: A standing mask goes by the newest version")]
    [InlineData("pause 7", "There is no standing mask 7.")]
    public async Task What_is_wrong_is_said_at_its_option_and_nothing_is_written(string command, string problem)
    {
        var before = await _project.ReadAsync();

        var refused = (await _project.Commands("Somebody new").RunAsync(["standing-masks", .. _project.Words(command)])).Refused();

        Assert.StartsWith(problem, refused[0], StringComparison.Ordinal);
        if (command.StartsWith("set", StringComparison.Ordinal))
            DatabaseContent.AssertEqual(before, await _project.ReadAsync());
    }

    /// <summary>Imports a night with one animal, whose capture is new.</summary>
    private Task<Answer> ImportAsync(int night, params string[] options)
    {
        var content = $$"""
            {
              "algorithms": {
                "garden": { "name": "garden", "key": "garden", "task_type": "classification", "version": 1, "category_map": { "data": [
                  { "index": 0, "label": "Actias luna", "taxon_rank": "SPECIES" }, { "index": 1, "label": "Samia cynthia", "taxon_rank": "SPECIES" } ] } },
                "boxes": { "name": "boxes", "key": "boxes", "task_type": "localization", "version": 1 }
              },
              "source_images": [ { "id": "1", "url": "night-{{night}}.jpg" } ],
              "detections": [ {
                "source_image_id": "1", "bbox": { "x1": 1, "y1": 1, "x2": 50, "y2": 50 }, "algorithm": { "name": "boxes", "key": "boxes" },
                "timestamp": "2026-06-0{{night}}T22:00:00",
                "classifications": [ {
                  "classification": "Samia cynthia", "labels": null, "scores": [], "logits": [1, 2], "terminal": true,
                  "algorithm": { "name": "garden", "key": "garden" }, "timestamp": "2026-06-0{{night}}T22:00:00" } ] } ],
              "errors": null
            }
            """;
        return _project.Commands().RunAsync(
            ["import", "pipeline", _folder.Write($"night-{night}.json", content), "--project", "Green Mountains", "--capture-set", $"Night {night}", .. options]);
    }

    /// <summary>Of each night's capture, in their order, how many terminal rows are the classifier's own.</summary>
    private async Task<IReadOnlyList<long>> FromTheClassifierItselfAsync()
    {
        await using var command = _project.Database.DataSource.CreateCommand(
            """
            select count(*) filter (where row.terminal)
            from captures capture join detections detection on detection.capture_id = capture.id
            join classifications row on row.detection_id = detection.id
            join algorithms algorithm on algorithm.id = row.algorithm_id and algorithm.key = 'garden'
            where capture.path like '%night-%' group by capture.id order by capture.id
            """);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var counts = new List<long>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            counts.Add(reader.GetInt64(0));
        return counts;
    }
}
