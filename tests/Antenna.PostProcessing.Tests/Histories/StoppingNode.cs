using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Runs;
using Microsoft.EntityFrameworkCore;
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

    public static async Task<StoppingNode> StartAsync(NpgsqlDataSource dataSource)
    {
        var stops = new Stops();
        var node = await NodeInProcess.StartAsync(dataSource, RunExecutionRole.ScheduleOnly, services => services.AddSingleton(provider =>
            new PostProcessingTasks([new StoppingTask(new ClassMaskingTask(
                provider.GetRequiredService<IDbContextFactory<AntennaDbContext>>(), provider.GetRequiredService<MaskPlanner>()), stops)])));
        return new(node, dataSource, stops);
    }

    /// <summary>Executes a run, and stops once it has committed so many batches, if it has as many.</summary>
    public async Task ExecuteAsync(long runId, int batches)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _stops.After(batches, stop);
        try
        {
            await RunBench.ExecutePartsAsync(_dataSource, _node.Service<RunExecutor>(), runId, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            // So it stops: the schedule would have another node take the run up.
        }
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    /// <summary>Stops a node once it begins with the batch after so many. All changes of a batch are gathered in one object.</summary>
    private sealed class Stops
    {
        private int _left;
        private CancellationTokenSource? _stop;
        private LineageChanges? _batch;

        public void After(int batches, CancellationTokenSource stop) => (_left, _stop, _batch) = (batches, stop, null);

        public void See(LineageChanges batch)
        {
            if (batch == _batch)
                return;
            _batch = batch;
            if (_left-- <= 0)
                _stop!.Cancel();
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
