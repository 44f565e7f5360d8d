using System.Collections.Concurrent;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Runs;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Antenna.PostProcessing.Tests.Histories;

/// <summary>A node that stops in the middle of runs, in the transaction of a batch that is then not committed.</summary>
internal sealed class StoppingNode : IAsyncDisposable
{
    private readonly NodeInProcess _node;
    private readonly Stops _stops;

    private readonly NpgsqlDataSource _dataSource;

    private StoppingNode(NodeInProcess node, NpgsqlDataSource dataSource, Stops stops) => (_node, _dataSource, _stops) = (node, dataSource, stops);

    /// <param name="partSize">How large the parts are of runs that this node starts; null for the product's size.</param>
    public static async Task<StoppingNode> StartAsync(NpgsqlDataSource dataSource, PartSize? partSize = null)
    {
        var stops = new Stops();
        var node = await NodeInProcess.StartAsync(dataSource, RunExecutionRole.ScheduleOnly, services =>
        {
            services.AddSingleton(provider => new PostProcessingTasks(provider.GetServices<IRunTask>().Select(task => new StoppingTask(task, stops))));
            if (partSize is not null)
                services.AddSingleton(partSize);
        });
        return new(node, dataSource, stops);
    }

    /// <summary>Executes a run, and stops once it has committed so many batches, if it has as many.</summary>
    /// <returns>Whether it stopped before its end.</returns>
    public Task<bool> ExecuteAsync(long runId, int batches) => StopAfterAsync(
        batches, token => RunBench.ExecutePartsAsync(_dataSource, _node.Service<RunExecutor>(), runId, token));

    /// <summary>Starts a run, and executes its only part, if it has no more.</summary>
    /// <returns>Whether it stopped before its end.</returns>
    public Task<bool> StartRunAsync(long runId, int batches) => StopAfterAsync(
        batches, token => _node.Service<RunExecutor>().StartAsync(runId, token));

    /// <summary>Executes parts of a run, several at once, and stops with all of them.</summary>
    /// <param name="parts">Those that are left, for any node to take from.</param>
    /// <returns>Whether it stopped before its end.</returns>
    public Task<bool> ExecuteAsync(long runId, ConcurrentQueue<int> parts, int workers, int batches) => StopAfterAsync(
        batches,
        token => Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(
            async () =>
            {
                while (parts.TryDequeue(out var part))
                    await _node.Service<RunExecutor>().ExecutePartAsync(runId, part, token);
            },
            token))));

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private async Task<bool> StopAfterAsync(int batches, Func<CancellationToken, Task> execute)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _stops.After(batches, stop);
        try
        {
            await execute(stop.Token);
            return false;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            // So it stops: the schedule would have another node take the run up.
            return true;
        }
    }

    /// <summary>Stops a node once it begins with the batch after so many. All changes of a batch are gathered in one object.</summary>
    private sealed class Stops
    {
        private readonly Lock _gate = new();
        private readonly HashSet<LineageChanges> _batches = new(ReferenceEqualityComparer.Instance);
        private int _left;
        private CancellationTokenSource? _stop;

        public void After(int batches, CancellationTokenSource stop)
        {
            lock (_gate)
            {
                (_left, _stop) = (batches, stop);
                _batches.Clear();
            }
        }

        public void See(LineageChanges batch)
        {
            CancellationTokenSource? stop = null;
            lock (_gate)
            {
                if (_batches.Add(batch) && _left-- <= 0)
                    stop = _stop;
            }

            stop?.Cancel();
        }
    }

    private sealed class StoppingTask(IRunTask task, Stops stops) : IRunTask
    {
        public string Key => task.Key;

        public string Name => task.Name;

        public (string One, string Many) Rows => task.Rows;

        public IReadOnlyList<TaskOutcome> Outcomes => task.Outcomes;

        public async Task<ITaskWork> LoadAsync(Run run, CancellationToken cancellationToken) =>
            new StoppingWork(await task.LoadAsync(run, cancellationToken), stops);

        public IReadOnlyList<(string Name, string Value)> Describe(string settingsJson) => task.Describe(settingsJson);
    }

    private sealed class StoppingWork(ITaskWork work, Stops stops) : ITaskWork
    {
        public Task<long> CountAsync(NpgsqlConnection connection, RunScope scope, CancellationToken cancellationToken) =>
            work.CountAsync(connection, scope, cancellationToken);

        public Task<IReadOnlyList<OccurrenceRange>> CutAsync(
            NpgsqlConnection connection, RunScope scope, PartSize size, CancellationToken cancellationToken) =>
            work.CutAsync(connection, scope, size, cancellationToken);

        public IAsyncEnumerable<TaskRow> ReadAsync(
            NpgsqlConnection connection, RunScope scope, OccurrenceRange range, CancellationToken cancellationToken) =>
            work.ReadAsync(connection, scope, range, cancellationToken);

        public string Apply(TaskRow row, LineageChanges changes, Func<long> newId)
        {
            stops.See(changes);
            return work.Apply(row, changes, newId);
        }
    }
}
