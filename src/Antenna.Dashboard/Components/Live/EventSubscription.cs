namespace Antenna.Dashboard.Components.Live;

/// <summary>A subscription to an event, until it is disposed of.</summary>
internal sealed class EventSubscription(Action end) : IDisposable
{
    public void Dispose() => end();
}
