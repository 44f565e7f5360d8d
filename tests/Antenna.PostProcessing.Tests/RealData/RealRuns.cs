using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.Testing;
using Antenna.Testing.RealData;

namespace Antenna.PostProcessing.Tests.RealData;

/// <summary>
/// Runs on the real data sets, each executed once for all tests of a class: within a test, so that one without the data is
/// skipped. The sets are two projects, so runs of one mode share a database.
/// </summary>
public sealed class RealRuns(PostgresCluster cluster) : IAsyncDisposable
{
    private readonly Dictionary<ScoreMode, RealBench> _benches = [];
    private readonly Dictionary<(string Set, ScoreMode Mode), RealRun> _runs = [];

    /// <summary>Masks all of a set to the Vermont insects.</summary>
    public async Task<RealRun> ExecuteAsync(string name, ScoreMode mode)
    {
        if (_runs.TryGetValue((name, mode), out var known))
            return known;
        if (!_benches.TryGetValue(mode, out var bench))
            _benches.Add(mode, bench = await NewBenchAsync());
        var set = await bench.LoadAsync(name);
        var before = await bench.OccurrencesAsync(set);
        var run = new RealRun(bench, set, before, await bench.Bench.RunAsync(RealBench.Mask(set).WithMode(mode), set.Curator));
        _runs.Add((name, mode), run);
        return run;
    }

    /// <summary>A bench of its own for one test, which disposes of it.</summary>
    public async Task<RealBench> NewBenchAsync()
    {
        var bench = new RealBench(cluster);
        await bench.InitializeAsync();
        return bench;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var bench in _benches.Values)
            await bench.DisposeAsync();
    }
}

/// <summary>A run that masked a real set.</summary>
/// <param name="Before">The occurrences as they were before it, by id.</param>
public sealed record RealRun(RealBench Real, RealSet Set, IReadOnlyDictionary<long, Occurrence> Before, RunSnapshot Run);
