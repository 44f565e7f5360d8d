using System.Collections.Concurrent;
using Antenna.Data.Runs;

namespace Antenna.PostProcessing.Runs;

/// <summary>The parts that this process works on at the moment.</summary>
public sealed class ActiveParts
{
    private readonly ConcurrentDictionary<PartClaim, CancellationTokenSource> _parts = [];

    /// <summary>The claims of the parts.</summary>
    public IReadOnlyCollection<PartClaim> Claims => [.. _parts.Keys];

    /// <summary>Notes that this process works on a part, until the result is disposed of.</summary>
    /// <param name="revoked">Canceled when another worker is seen to have claimed the part.</param>
    internal IDisposable Add(PartClaim claim, CancellationTokenSource revoked)
    {
        _parts[claim] = revoked;
        return new Removal(this, claim);
    }

    /// <summary>Stops the work on a part that another worker has claimed.</summary>
    internal void Revoke(PartClaim claim)
    {
        if (!_parts.TryGetValue(claim, out var revoked))
            return;
        try
        {
            revoked.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work has ended meanwhile, and with it the reason to stop it.
        }
    }

    private sealed class Removal(ActiveParts parts, PartClaim claim) : IDisposable
    {
        public void Dispose() => parts._parts.TryRemove(claim, out _);
    }
}
