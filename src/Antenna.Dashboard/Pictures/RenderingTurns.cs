namespace Antenna.Dashboard.Pictures;

/// <summary>
/// Bounds how many pictures are rendered at once, without letting one that is slow, by its size or by its disk, hold up the
/// others: after a while it hands its turn to the next, and continues alongside it. As few do that at once as memory allows.
/// </summary>
internal sealed class RenderingTurns(TimeProvider time) : IDisposable
{
    public static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(0.5);

    public const int MostSlow = 2;

    private readonly SemaphoreSlim _turns = new(AtOnce);
    private readonly SemaphoreSlim _slow = new(MostSlow);

    /// <summary>Half of the processors, so that pages and runs go on alongside a gallery; more than a few only use memory.</summary>
    public static int AtOnce { get; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    /// <summary>Waits for a turn, which ends when it is disposed of.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        return new Turn(this, time);
    }

    public void Dispose()
    {
        _turns.Dispose();
        _slow.Dispose();
    }

    private sealed class Turn : IDisposable
    {
        private readonly RenderingTurns _all;
        private readonly Lock _gate = new();
        private readonly ITimer _timer;
        private SemaphoreSlim? _held;

        public Turn(RenderingTurns all, TimeProvider time)
        {
            (_all, _held) = (all, all._turns);
            _timer = time.CreateTimer(_ => HandOver(), null, SlowAfter, SlowAfter);
        }

        public void Dispose()
        {
            _timer.Dispose();
            lock (_gate)
            {
                _held?.Release();
                _held = null;
            }
        }

        /// <summary>Tried again and again, because the places of slow ones may be taken.</summary>
        private void HandOver()
        {
            lock (_gate)
            {
                if (_held != _all._turns || !_all._slow.Wait(0))
                    return;
                _held.Release();
                _held = _all._slow;
            }
        }
    }
}
