namespace Antenna.Dashboard.CommandLine;

/// <summary>
/// Leaves signals alone: a command ends by its cancellation token, and the console's own lifetime would swallow the second
/// Ctrl-C that does not wait.
/// </summary>
internal sealed class CommandLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
