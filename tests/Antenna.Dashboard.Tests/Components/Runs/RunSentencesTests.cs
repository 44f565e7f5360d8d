using Antenna.Dashboard.Components.Runs;
using Antenna.Dashboard.Runs;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tasks;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Runs;

/// <summary>What pages and commands tell of a run, where each number is none, one and many.</summary>
public sealed class RunSentencesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private DashboardContext _dashboard = null!;

    public ValueTask InitializeAsync()
    {
        _dashboard = new(database);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _dashboard.DisposeAsync();

    /// <summary>An occurrence without a determination was not decided: it is not counted as having stayed so.</summary>
    [Theory]
    [InlineData(0, 0, 0, "No occurrence changed.")]
    [InlineData(1, 0, 0, "1 occurrence kept the species at another score.")]
    [InlineData(2, 0, 0, "2 occurrences kept the species at another score.")]
    [InlineData(0, 1, 0, "1 occurrence kept the species and its score.")]
    [InlineData(0, 2, 0, "2 occurrences kept the species and its score.")]
    [InlineData(0, 0, 1, "1 occurrence has no determination, as before.")]
    [InlineData(0, 0, 112, "112 occurrences have no determination, as before.")]
    public void Occurrences_that_a_run_left_are_told_by_what_stayed_of_them(long scoreOnly, long kept, long undetermined, string sentence)
    {
        var table = _dashboard.Render<RunChangesTable>(changes => changes
            .Add(it => it.Run, Run(RunState.Succeeded))
            .Add(it => it.Changes, new RunChanges([], 0, 0, scoreOnly, kept, undetermined)));

        Assert.Equal([sentence], table.FindAll("p").Select(paragraph => paragraph.TextContent.Trim()));
    }

    [Theory]
    [InlineData(0L, "No prediction was in scope, so there was nothing to do.")]
    [InlineData(1L, "No prediction was checked.")]
    [InlineData(null, "No prediction was checked.")]
    public void A_run_that_ended_before_its_first_row_does_not_say_that_its_scope_is_empty(long? total, string sentence) =>
        Assert.Equal(sentence, RunSummary.Rows(Masking, OutcomeCounts.None, total));

    [Theory]
    [InlineData(0, 0, false, "0 occurrences updated: nothing changed.")]
    [InlineData(0, 0, true, "0 occurrences would be updated: nothing would change.")]
    [InlineData(1, 0, false, "0 occurrences updated: 1 prediction changed, and every determined taxon stayed.")]
    [InlineData(2, 0, false, "0 occurrences updated: 2 predictions changed, and every determined taxon stayed.")]
    [InlineData(2, 0, true, "0 occurrences would be updated: 2 predictions would change, and every determined taxon would stay.")]
    [InlineData(2, 1, false, "1 occurrence updated: its determined taxon is another than before, or none.")]
    [InlineData(2, 2, false, "2 occurrences updated: their determined taxon is another than before, or none.")]
    [InlineData(2, 1, true, "1 occurrence would be updated: its determined taxon would be another than before, or none.")]
    public void None_updated_is_followed_by_what_did_change(long masked, long updated, bool conditional, string sentence) =>
        Assert.Equal(sentence, RunSummary.Occurrences(Masking, MaskCounts.Of(masked: masked), updated, conditional));

    private IRunTask Masking => _dashboard.Product<PostProcessingTasks>().Get(ClassMaskingTask.TaskKey);

    private static RunRow Run(RunState state) => new(
        7, 1, "Green Mountains", "class-masking", RunScope.OfCaptureSet(1), "All nights", new AlgorithmName(1, "moths", "moths", AlgorithmKind.Classifier),
        null, 1, "Curator", new RunSnapshot(7, state, 0, OutcomeCounts.None, 0, DateTime.UnixEpoch, null, null, null, 1));
}
