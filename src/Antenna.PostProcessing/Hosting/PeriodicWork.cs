using Microsoft.Extensions.Hosting;

namespace Antenna.PostProcessing.Hosting;

/// <summary>
/// Something that a node does again and again as long as it runs. Whatever error it meets is logged, and left to the next time: a
/// host stops where one of its services fails, and all that the node executes with it.
/// </summary>
/// <param name="interval">From the beginning of one time to the next; a time that takes longer delays the next.</param>
public abstract class PeriodicWork(TimeSpan interval, TimeProvider time) : BackgroundService
{
    protected TimeProvider Time { get; } = time;

    /// <summary>Whether it is done at the start too, not only after the first interval.</summary>
    protected virtual bool AtStart => false;

    /// <summary>Does it once.</summary>
    protected abstract Task DoAsync(CancellationToken stoppingToken);

    /// <summary>Logs that it failed this time.</summary>
    protected abstract void LogMissed(Exception exception);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, Time);
        try
        {
            if (AtStart)
                await TryAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node is stopping. Not let out: where a host is only disposed of, it would take this for a failure.
        }
    }

    private async Task TryAsync(CancellationToken stoppingToken)
    {
        try
        {
            await DoAsync(stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            LogMissed(exception);
        }
    }
}
