using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Histories;

/// <summary>
/// A project in which runs are canceled, resumed, undone and done again while people name animals and newer results come in:
/// after each step it is compared with <see cref="RunModel"/>.
/// </summary>
internal sealed class LivesOfRuns
{
    private readonly RunBench _bench;
    private readonly StoppingNode _node;
    private readonly HistoryProject _project;
    private readonly RunModel _model = new();
    private SortedDictionary<long, LineageContent> _rows = [];

    private LivesOfRuns(RunBench bench, StoppingNode node, HistoryProject project) => (_bench, _node, _project) = (bench, node, project);

    public HistoryProject Project => _project;

    public List<Launch> Launched { get; } = [];

    public int Canceled { get; private set; }

    public int Resumed { get; private set; }

    public int Undone { get; private set; }

    public int Refused { get; private set; }

    public static async Task<LivesOfRuns> PlayAsync(RunBench bench, StoppingNode node, History history)
    {
        var lives = new LivesOfRuns(bench, node, await HistoryProject.CreateAsync(bench, history));
        await lives._project.VaryAsync();
        lives._rows = await lives.ReadRowsAsync();
        var delivered = lives._rows;
        foreach (var step in history.Steps)
            await lives.PlayAsync(step);

        await lives.UndoEverythingAsync();
        if (!history.Steps.Any(step => step is NewerResult))
            AssertSame(delivered, lives._rows);
        return lives;
    }

    private async Task PlayAsync(Step step)
    {
        var identified = (await _project.ReadAsync()).IdentificationRows;
        switch (step)
        {
            case Launch launch:
                await ExecuteAsync(await LaunchAsync(launch), Undo.ToItsEnd);
                break;
            case CanceledRun canceled:
                await ExecuteAsync(await LaunchAsync(canceled.Run), canceled.Batches);
                break;
            case Resume resume when _model.Newest.Count > 0:
                await ResumeAsync(_model.Newest[resume.Run % _model.Newest.Count]);
                break;
            case Undo undo when _model.Newest.Count > 0:
                await UndoAsync(_model.Newest[undo.Run % _model.Newest.Count], undo.WithStanding, undo.Batches);
                break;
            default:
                await _project.PlayAsync(step);
                _rows = await ReadRowsAsync();
                return;
        }

        Assert.Equal(identified, (await _project.ReadAsync()).IdentificationRows);
        Assert.Equal(_model.States, await ReadStatesAsync());
    }

    private async Task<long> LaunchAsync(Launch launch)
    {
        var run = await _project.LaunchAsync(launch);
        Launched.Add(launch);
        _model.Launched(run, undoes: null);
        return run;
    }

    /// <summary>Executes a run to its end, or until it is canceled.</summary>
    private async Task ExecuteAsync(long run, int batches)
    {
        var before = _rows;
        if (batches >= 0)
        {
            _model.Begun(run);
            if (await _node.ExecuteAsync(run, batches))
                await CancelAsync(run);
        }
        else
        {
            await CancelAsync(run);
        }

        await _node.ExecuteAsync(run, Undo.ToItsEnd);
        var ended = (await RunSnapshot.ReadAsync(_bench.DataSource, run, Token))!;
        Assert.Null(ended.Failure);
        Assert.Contains(ended.State, batches == Undo.ToItsEnd ? [RunState.Succeeded] : new[] { RunState.Succeeded, RunState.Canceled });
        _rows = await ReadRowsAsync();
        if (_model.Undoes(run) is { } undone)
        {
            var expected = _model.Without(undone, before);
            if (ended.State is RunState.Succeeded)
                AssertSame(expected, _rows);
            else
                Assert.All(
                    before.Keys.Union(_rows.Keys),
                    lineage => Assert.Contains($"{_rows.Of(lineage)}", new[] { $"{before.Of(lineage)}", $"{expected.Of(lineage)}" }));
        }

        _model.Ended(run, ended.State, before, _rows);
    }

    private async Task CancelAsync(long run)
    {
        Canceled++;
        Assert.Contains(
            await _bench.Service<RunControl>().CancelAsync(run, _project.Scenario.Curator, Token), new[] { RunState.Canceling, RunState.Canceled });
    }

    private async Task ResumeAsync(long run)
    {
        Task<RunState> Resume() => _bench.Service<RunControl>().ResumeAsync(run, _project.Scenario.Curator, Token);
        if (!_model.MayBeResumed(run))
        {
            await Assert.ThrowsAsync<RunRefusedException>(Resume);
            Refused++;
            return;
        }

        Assert.Equal(RunState.Queued, await Resume());
        await ExecuteAsync(run, Undo.ToItsEnd);
        Resumed++;
    }

    private async Task UndoAsync(long run, bool withStanding, int batches)
    {
        var undo = _bench.Service<RunUndo>();
        var plan = (await undo.PlanAsync(run, Token))!;
        var standing = _model.StandingOn(run);
        Assert.Equal((_model.MayBeUndone(run), _model.Undoes(run) is not null), (plan.WhyNot is null, plan.IsRedo));
        Assert.Equal(standing, plan.Standing);
        if (!_model.MayBeUndone(run) || standing.Count > 0 && !withStanding)
        {
            await Assert.ThrowsAsync<RunRefusedException>(() => undo.LaunchAsync(run, [], _project.Scenario.Curator, Token));
            Refused++;
            return;
        }

        long[] undone = [.. standing, run];
        var launched = await undo.LaunchAsync(run, standing, _project.Scenario.Curator, Token);
        foreach (var (each, undoes) in launched.Zip(undone))
            _model.Launched(each.RunId, undoes);
        foreach (var each in launched)
        {
            await ExecuteAsync(each.RunId, each == launched[^1] ? batches : Undo.ToItsEnd);
            Undone++;
        }
    }

    /// <summary>Newest first; an undo of which only a part was done is done to its end.</summary>
    private async Task UndoEverythingAsync()
    {
        foreach (var run in _model.Newest)
        {
            if (_model.MayBeUndone(run) && (_model.Undoes(run) is null || _model.States[run] is RunState.Canceled))
                await UndoAsync(run, withStanding: true, Undo.ToItsEnd);
        }
    }

    private Task<SortedDictionary<long, LineageContent>> ReadRowsAsync() => LineageContent.ReadAsync(_bench.DataSource, _project.Scenario.Project.Id);

    private async Task<IReadOnlyDictionary<long, RunState>> ReadStatesAsync()
    {
        await using var context = _bench.CreateContext();
        return await context.Runs.Where(run => run.ProjectId == _project.Scenario.Project.Id).ToDictionaryAsync(run => run.Id, run => run.State, Token);
    }

    private static void AssertSame(SortedDictionary<long, LineageContent> expected, SortedDictionary<long, LineageContent> actual) =>
        Assert.Equal(expected.Select(lineage => $"{lineage.Key} {lineage.Value}"), actual.Select(lineage => $"{lineage.Key} {lineage.Value}"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
