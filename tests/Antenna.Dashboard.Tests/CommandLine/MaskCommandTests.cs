using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary><c>mask</c> on rows of which some cannot be masked.</summary>
public sealed class MaskCommandTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const string NewCurator = "Somebody new";

    private readonly CommandProject _project = new(cluster);

    public ValueTask InitializeAsync() => _project.InitializeAsync();

    public ValueTask DisposeAsync() => _project.DisposeAsync();

    [Fact]
    public async Task Rows_that_cannot_be_masked_are_counted_under_their_reason_and_named()
    {
        var answer = (await _project.Commands().RunAsync(_project.Words("mask --capture-set {set} --taxa-list {list} --classifier {moths}"))).Done();

        Assert.Equal(
            [
                "Run 1, moths: Succeeded.",
                "5 predictions checked: 2 masked, 1 skipped (no logits), 1 skipped (wrong number of logits), 1 skipped (not a number).",
                "1 occurrence updated: its determined taxon is another than before, or none.",
                "Warning: 1 prediction skipped (no logits), because there are no logits: prediction 3.",
                "Warning: 1 prediction skipped (wrong number of logits), because the number of logits is not that of the classifier's classes: prediction 4.",
                "Warning: 1 prediction skipped (not a number), because a logit is not a number: prediction 5.",
            ],
            answer.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_dry_run_counts_as_the_run_then_does_and_writes_nothing_not_even_the_person()
    {
        var antenna = _project.Commands(NewCurator);
        var words = _project.Words("mask --capture-set {set} --taxa-list {list} --classifier {moths} --json");
        var before = await _project.ReadAsync();

        var counted = Assert.Single((await antenna.RunAsync([.. words, "--dry-run"])).Json().EnumerateArray());

        DatabaseContent.AssertEqual(before, await _project.ReadAsync());
        var run = Assert.Single((await antenna.RunAsync(words)).Json().EnumerateArray());
        Assert.True(await _project.KnowsAsync(NewCurator));
        Assert.Equal("succeeded", run.GetProperty("state").GetString());
        foreach (var property in (string[])["counters", "occurrencesUpdated", "label"])
            Assert.Equal(run.GetProperty(property).GetRawText(), counted.GetProperty(property).GetRawText());
    }
}
