using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Npgsql;

namespace Antenna.PostProcessing.Runs;

/// <summary>The rows of one transaction: whole occurrences, in the order of their ids.</summary>
public sealed record TaskBatch(IReadOnlyList<TaskRow> Rows)
{
    public long LastOccurrenceId => Rows[^1].OccurrenceId;

    /// <summary>The occurrences to lock.</summary>
    public IReadOnlyCollection<long> OccurrenceIds =>
        [.. Rows.Select(row => row.OccurrenceId).Concat(Rows.SelectMany(row => row.OtherOccurrenceIds)).Distinct()];

    /// <summary>How many rows may be written.</summary>
    public int MostWritten => Rows.Sum(row => row.MostWritten);
}

/// <summary>
/// Streams the rows of a range batch by batch. Reading and computing run ahead of the consumer of the batches by two of
/// them, so that the two connections and the two kinds of work overlap while memory stays that of a few batches.
/// </summary>
public static class TaskBatches
{
    private const int Ahead = 2;

    /// <summary>The batches of a range, each of about this many rows; a batch ends where an occurrence does.</summary>
    /// <param name="firstBatchSize">Rows of the first batch, where somebody waits for it; null for as many as of the others.</param>
    public static async IAsyncEnumerable<TaskBatch> ReadAsync(
        NpgsqlDataSource dataSource,
        ITaskWork work,
        RunScope scope,
        OccurrenceRange range,
        int batchSize,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        int? firstBatchSize = null)
    {
        var channel = Channel.CreateBounded<TaskBatch>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var filling = FillAsync(channel.Writer, dataSource, connection => work.ReadAsync(connection, scope, range, stop.Token), batchSize, firstBatchSize ?? batchSize, stop.Token);
        try
        {
            await foreach (var batch in channel.Reader.ReadAllAsync(cancellationToken))
                yield return batch;
        }
        finally
        {
            // A consumer that stops early must not leave a reader behind. The reader's exception came through the channel.
            await stop.CancelAsync();
            await filling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task FillAsync(
        ChannelWriter<TaskBatch> writer,
        NpgsqlDataSource dataSource,
        Func<NpgsqlConnection, IAsyncEnumerable<TaskRow>> read,
        int batchSize,
        int firstBatchSize,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            var (rows, size) = (new List<TaskRow>(firstBatchSize), firstBatchSize);
            await foreach (var row in read(connection).WithCancellation(cancellationToken))
            {
                if (rows.Count >= size && rows[^1].OccurrenceId != row.OccurrenceId)
                {
                    await writer.WriteAsync(new(rows), cancellationToken);
                    (rows, size) = (new(batchSize), batchSize);
                }

                rows.Add(row);
            }

            if (rows.Count > 0)
                await writer.WriteAsync(new(rows), cancellationToken);
            writer.Complete();
        }
        catch (Exception exception)
        {
            writer.Complete(exception);
        }
    }
}
