using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tests.Runs;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Antenna.PostProcessing.Tests.Histories;

/// <summary>A node that stops in the middle of runs: between two batches, and so inside the transaction of none.</summary>
internal sealed class StoppingNode : IAsyncDisposable
{
    private readonly Node _node;
    private readonly Stops _stops;

    private StoppingNode(Node node, Stops stops) => (_node, _stops) = (node, stops);

    public static async Task<StoppingNode> StartAsync(NpgsqlDataSource dataSource)
    {
        var stops = new Stops();
        var node = await Node.StartAsync(dataSource, RunExecutionRole.ScheduleOnly, services =>
        {
            services.AddSingleton<ClassMaskingTask>();
            services.AddKeyedSingleton<IPostProcessingTask>(
                ClassMaskingTask.Key, (provider, _) => new StoppingTask(provider.GetRequiredService<ClassMaskingTask>(), stops));
        });
        return new(node, stops);
    }

    /// <summary>Executes a run, and stops once it has committed so many batches, if it has as many.</summary>
    public async Task ExecuteAsync(long runId, int batches)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _stops.After(batches, stop);
        try
        {
            await _node.Service<RunExecutor>().ExecuteAsync(runId, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            // So it stops: the schedule would have another node take the run up.
        }
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private sealed class Stops
    {
        private int _left;
        private CancellationTokenSource? _stop;

        public void After(int batches, CancellationTokenSource stop) => (_left, _stop) = (batches, stop);

        /// <summary>Stops the node at once if it is to commit nothing.</summary>
        public void Begin()
        {
            if (_left == 0)
                _stop!.Cancel();
        }

        public void Committed()
        {
            if (--_left == 0)
                _stop!.Cancel();
        }
    }

    private sealed class StoppingTask(ClassMaskingTask task, Stops stops) : IPostProcessingTask
    {
        public Task ExecuteAsync(RunExecution execution, CancellationToken cancellationToken)
        {
            stops.Begin();
            return task.ExecuteAsync(new(execution.Run, execution.Claim, TimeProvider.System, stops.Committed), cancellationToken);
        }
    }
}
