namespace Antenna.Dashboard.Components.Live;

/// <summary>Calls where progress is reported: <see cref="Progress{T}"/> would call later, and out of order.</summary>
internal sealed class ImmediateProgress<T>(Action<T> tell) : IProgress<T>
{
    public void Report(T value) => tell(value);
}
