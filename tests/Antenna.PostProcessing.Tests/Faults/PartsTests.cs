using System.Collections.Concurrent;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tests.Histories;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

/// <summary>Into how many parts a run is cut, who executes them and how often they stop does not show in the end.</summary>
public sealed class PartsTests(PostgresCluster cluster)
{
    [Fact]
    public async Task The_end_is_the_same_for_any_number_of_parts_workers_and_stops()
    {
        var random = FaultFigures.NewRandom();
        await using var undisturbed = await LongRun.LaunchAsync(cluster);
        await undisturbed.Bench.ExecuteAsync(undisturbed.RunId);
        var masked = await DatabaseContent.ReadOutcomeAsync(undisturbed.Bench.DataSource);
        await undisturbed.Bench.ExecuteAsync(await undisturbed.LaunchUndoAsync());
        var undone = await DatabaseContent.ReadOutcomeAsync(undisturbed.Bench.DataSource);

        var (rounds, parts, stops) = (FaultFigures.Rounds(few: 3), 0, 0);
        for (var round = 0; round < rounds; round++)
        {
            await using var run = await LongRun.LaunchAsync(cluster);
            await using var nodes = await Nodes.StartAsync(run, random);
            await nodes.ExecuteAsync(run.RunId);
            DatabaseContent.AssertEqual(masked, await DatabaseContent.ReadOutcomeAsync(run.Bench.DataSource));
            await nodes.ExecuteAsync(await run.LaunchUndoAsync());
            DatabaseContent.AssertEqual(undone, await DatabaseContent.ReadOutcomeAsync(run.Bench.DataSource));
            parts += nodes.Parts;
            stops += nodes.Stopped;
        }

        FaultFigures.Tell($"any parts, workers and stops: {rounds} runs and their undoing, {parts} parts, stopped and resumed {stops} times, none lost, none doubled");
    }

    /// <summary>Nodes that share the parts of runs, and stop in the middle of batches.</summary>
    private sealed class Nodes(LongRun run, Random random, IReadOnlyList<StoppingNode> nodes) : IAsyncDisposable
    {
        private const int MostStops = 4;

        public int Parts { get; private set; }

        public int Stopped { get; private set; }

        public static async Task<Nodes> StartAsync(LongRun run, Random random)
        {
            // Of an undo, too: it touches fewer occurrences than there are.
            var size = new PartSize(random.Next(1, 60), random.Next(1, 40));
            TestContext.Current.TestOutputHelper?.WriteLine($"{size}");
            var nodes = new List<StoppingNode>();
            for (var number = random.Next(1, 4); number > 0; number--)
                nodes.Add(await StoppingNode.StartAsync(run.Bench.DataSource, size));
            return new(run, random, nodes);
        }

        public async Task ExecuteAsync(long runId)
        {
            await CountAsync(nodes[0].StartRunAsync(runId, random.Next(6)));
            for (var stops = random.Next(MostStops); await LeftAsync(runId) is { Length: > 0 } left; stops--)
            {
                random.Shuffle(left);

                // A part that is taken up twice is taken from the one who had it.
                int[] twice = random.Next(3) == 0 ? [left[^1]] : [];
                var parts = new ConcurrentQueue<int>([.. left, .. twice]);
                var plans = nodes.Select(node => (Node: node, Workers: random.Next(1, 4), Batches: stops > 0 ? random.Next(12) : int.MaxValue)).ToList();
                await Task.WhenAll(plans.Select(plan => CountAsync(plan.Node.ExecuteAsync(runId, parts, plan.Workers, plan.Batches))));
            }

            var ended = (await RunSnapshot.ReadAsync(run.Bench.DataSource, runId, Token))!;
            Assert.Equal((RunState.Succeeded, null), (ended.State, ended.Failure));
            Parts += ended.Parts;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }

        private async Task CountAsync(Task<bool> execution)
        {
            if (await execution)
                Stopped++;
        }

        private async Task<int[]> LeftAsync(long runId)
        {
            await using var connection = await run.Bench.DataSource.OpenConnectionAsync(Token);
            return [.. await RunPartRecords.UnfinishedAsync(connection, runId, Token)];
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
