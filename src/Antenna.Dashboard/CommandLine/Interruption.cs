using System.Runtime.InteropServices;

namespace Antenna.Dashboard.CommandLine;

/// <summary>
/// Turns the first Ctrl-C or termination signal into a cancellation, so that a command can end in good order. A second
/// one ends the process at once, as the operating system does it.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Interrupt(signal, CommandLine.ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Interrupt(signal, CommandLine.ExitCode.Terminated)),
    ];

    public CancellationToken Token => _source.Token;

    /// <summary>The exit code that tells a shell which signal it was.</summary>
    public int ExitCode { get; private set; } = CommandLine.ExitCode.Interrupted;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Interrupt(PosixSignalContext signal, int exitCode)
    {
        if (_source.IsCancellationRequested)
            return;
        signal.Cancel = true;
        ExitCode = exitCode;
        _source.Cancel();
    }
}
