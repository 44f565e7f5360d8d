namespace Antenna.Data.Tests.Import;

/// <summary>Hands reports on where they are made, unlike <see cref="Progress{T}"/>, which does so some time later.</summary>
internal sealed class ImmediateProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
