namespace Antenna.Benchmarks;

/// <summary>The peak of this process's resident memory over what it was when the watch began, in bytes.</summary>
internal sealed class MemoryPeak : IDisposable
{
    private readonly long _idle;
    private readonly Timer _timer;
    private long _peak;

    private MemoryPeak()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _idle = Environment.WorkingSet;
        _timer = new(_ => Sample(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
    }

    public static MemoryPeak Start() => new();

    public long Stop()
    {
        Sample();
        return Interlocked.Read(ref _peak) - _idle;
    }

    public void Dispose() => _timer.Dispose();

    private void Sample()
    {
        var now = Environment.WorkingSet;
        var peak = Interlocked.Read(ref _peak);
        while (now > peak && Interlocked.CompareExchange(ref _peak, now, peak) is var seen && seen != peak)
            peak = seen;
    }
}
