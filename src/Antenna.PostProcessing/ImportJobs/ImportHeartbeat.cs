using Antenna.Data.Database;
using Antenna.Data.Import;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Npgsql;

namespace Antenna.PostProcessing.ImportJobs;

/// <summary>
/// Tells others, from a timer, that this process is at an import and how far it is, and hears whether somebody canceled it or
/// another process claimed it.
/// </summary>
internal sealed class ImportHeartbeat : IAsyncDisposable, IProgress<ImportProgress>
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopped = new();
    private readonly NpgsqlDataSource _dataSource;
    private readonly ImportClaim _claim;
    private readonly ImportWaits _waits;
    private readonly TimeProvider _time;
    private readonly IProgress<ImportProgress>? _also;
    private readonly Lock _gate = new();
    private CancellationTokenSource _ended = new();
    private Task _beating;
    private ImportProgress? _progress;

    /// <param name="also">Hears of the progress, too.</param>
    public ImportHeartbeat(NpgsqlDataSource dataSource, ImportClaim claim, ImportWaits waits, TimeProvider time, IProgress<ImportProgress>? also)
    {
        (_dataSource, _claim, _waits, _time, _also) = (dataSource, claim, waits, time, also);
        _beating = BeatAsync(_ended.Token);
    }

    /// <summary>Canceled when the import is not to go on.</summary>
    public CancellationToken Stopped => _stopped.Token;

    /// <summary>Somebody canceled it.</summary>
    public bool IsCanceled { get; private set; }

    /// <summary>Another process has claimed it.</summary>
    public bool IsStale { get; private set; }

    public void Report(ImportProgress value)
    {
        lock (_gate)
            _progress = value;
        if (value.Wait is { } wait)
            _waits.Begin(_claim, wait);
        else
            _waits.End(_claim);
        _also?.Report(value);
    }

    /// <summary>Tells that the import waits, and is tried again: also one that had come to its end before the database failed.</summary>
    public void Wait(DatabaseWait wait)
    {
        Report(new(ImportPhase.Wait, Wait: wait));
        if (!_beating.IsCompleted)
            return;
        _ended.Dispose();
        _ended = new();
        _beating = BeatAsync(_ended.Token);
    }

    /// <summary>Ends it, before the row says how the import ended: a heartbeat that waited for that would take its claim for stale.</summary>
    public async Task EndAsync()
    {
        await _ended.CancelAsync();
        await _beating;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _waits.End(_claim);
        _ended.Dispose();
        _stopped.Dispose();
    }

    private async Task BeatAsync(CancellationToken ended)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(ended);
                ImportProgress? progress;
                lock (_gate)
                    progress = _progress;
                var state = await ImportRecords.BeatAsync(_dataSource, _claim, progress, _time.GetUtcNow().UtcDateTime, ended);
                if (state is ImportState.Running)
                    continue;
                (IsCanceled, IsStale) = (state is ImportState.Canceling, state is null);
                await _stopped.CancelAsync();
                return;
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException)
            {
                // The database is away: the import itself meets that, and tries again.
            }
        }
    }
}
