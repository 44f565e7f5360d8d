namespace Antenna.Dashboard.Components.Live;

/// <summary>
/// Runs work on the thread pool instead of a circuit's synchronization context. A circuit does one thing at a time: while it parses or
/// masks, its page answers nobody.
/// </summary>
internal static class OffCircuit
{
    /// <param name="work">Continues on the pool after each await, so it must not touch the state of a component.</param>
    public static Task RunAsync(Func<Task> work, CancellationToken cancellationToken) => Task.Run(work, cancellationToken);

    /// <inheritdoc cref="RunAsync(Func{Task}, CancellationToken)"/>
    public static Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) => Task.Run(work, cancellationToken);
}
