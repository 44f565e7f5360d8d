using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Import;

/// <summary>
/// Reports whose lock an import waits for: that of another import into the same project, of a run that writes the same
/// occurrences, or of anybody else.
/// </summary>
internal sealed class ImportLockWatch : IAsyncDisposable
{
    /// <summary>Shorter waits are not reported.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _ended = new();
    private readonly Task _watching;

    /// <param name="sessions">The name of the import's sessions.</param>
    public ImportLockWatch(NpgsqlDataSource dataSource, string sessions, IProgress<ImportProgress>? progress, TimeProvider time) =>
        _watching = progress is null ? Task.CompletedTask : WatchAsync(dataSource, sessions, progress, time, _ended.Token);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _watching;
        _ended.Dispose();
    }

    private static async Task WatchAsync(
        NpgsqlDataSource dataSource, string sessions, IProgress<ImportProgress> progress, TimeProvider time, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(ended);
                if (await LockWait.FindAsync(dataSource, sessions, ended) is { } wait)
                    progress.Report(new(ImportPhase.Wait, Wait: new(DatabaseErrorKind.LockWait, wait.Since, wait.Holder)));
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException)
            {
                // The database is away: the import itself meets that, and tells it.
            }
        }
    }
}
