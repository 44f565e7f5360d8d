using Antenna.Data.Runs;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// How fast a run goes, from what was seen of it in the last seconds: after a pause or a resumption an average over the
/// whole run would say nothing of now.
/// </summary>
public sealed class RunPace(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<(long At, long Checked)> _seen = [];
    private long? _total;
    private double? _rate;
    private long _rateAt;

    /// <summary>Rows a second; null until two moments were seen between which something was checked, and once nothing moves any more.</summary>
    public double? RowsPerSecond => _rate is not null && time.GetElapsedTime(_rateAt) <= Window ? _rate : null;

    /// <summary>How long the rest takes at this pace; null while that is not known.</summary>
    public TimeSpan? TimeLeft => RowsPerSecond is > 0 and var rate && _total is { } total && _seen.Count > 0
        ? TimeSpan.FromSeconds(Math.Max(0, total - _seen.Last().Checked) / rate)
        : null;

    /// <summary>Takes note of how the run stands now.</summary>
    public void See(RunSnapshot snapshot)
    {
        _total = snapshot.Total;
        var now = time.GetTimestamp();
        _seen.Enqueue((now, snapshot.Counters.Checked));
        while (_seen.Count > 2 && time.GetElapsedTime(_seen.Peek().At, now) > Window)
            _seen.Dequeue();

        var (firstAt, first) = _seen.Peek();
        var elapsed = time.GetElapsedTime(firstAt, now).TotalSeconds;
        if (elapsed > 0 && snapshot.Counters.Checked > first)
            (_rate, _rateAt) = ((snapshot.Counters.Checked - first) / elapsed, now);
    }
}
