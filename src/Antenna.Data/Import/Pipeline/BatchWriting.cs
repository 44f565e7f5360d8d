namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// Two batches, one of which is written while the other is filled: the file is parsed on one processor while the database works on
/// another.
/// </summary>
/// <param name="write">Writes a batch.</param>
internal sealed class BatchWriting(Func<ResultBatch, CancellationToken, Task> write) : IAsyncDisposable
{
    private ResultBatch _other = new();
    private Task _writing = Task.CompletedTask;

    /// <summary>The batch that is filled.</summary>
    public ResultBatch Batch { get; private set; } = new();

    /// <summary>Begins to write what was filled, once what was written before is there, and empties the other batch.</summary>
    /// <exception cref="ImportRefusedException">What was written before is refused.</exception>
    public async Task NextAsync(CancellationToken cancellationToken)
    {
        await _writing;
        var filled = Batch;
        (Batch, _other) = (_other, filled);
        Batch.Clear();

        // On the thread pool: encoding the rows for the database would otherwise hold up the parsing of the next batch.
        _writing = Task.Run(() => write(filled, cancellationToken), cancellationToken);
    }

    /// <summary>Writes what is left, to its end.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await NextAsync(cancellationToken);
        await _writing;
    }

    /// <summary>Waits until nothing is written any more: the connection is the caller's again.</summary>
    public async ValueTask DisposeAsync() => await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
