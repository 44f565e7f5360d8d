using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Antenna.Core.Predictions;
using Antenna.Data.Scopes;
using Npgsql;

namespace Antenna.PostProcessing.Masking;

/// <summary>One source with its masked prediction, or why there is none.</summary>
public readonly record struct PredictedRow(long SourceId, long OccurrenceId, LogitsFault Fault, MaskedPrediction? Prediction);

/// <summary>The rows of one transaction: whole occurrences, in the order of their ids.</summary>
public sealed record PredictedBatch(IReadOnlyList<PredictedRow> Rows)
{
    public long LastOccurrenceId => Rows[^1].OccurrenceId;

    public IReadOnlyCollection<long> OccurrenceIds => [.. Rows.Select(row => row.OccurrenceId).Distinct()];
}

/// <summary>
/// Streams a scope through the masking function. Reading and masking run ahead of the consumer of the batches by two of
/// them, so that the two connections and the two kinds of work overlap while memory stays that of a few batches.
/// </summary>
public static class PredictedBatches
{
    /// <summary>Classes of a masked row that are stored, best first.</summary>
    public const int Top = 10;

    private const int Ahead = 2;

    /// <summary>The batches of what is left of a scope after the checkpoint, each of about this many rows.</summary>
    public static async IAsyncEnumerable<PredictedBatch> ReadAsync(
        NpgsqlDataSource dataSource,
        RunScope scope,
        long classifierId,
        KeptSet kept,
        int batchSize,
        long checkpoint,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<PredictedBatch>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var filling = FillAsync(channel.Writer, dataSource, scope, classifierId, kept, batchSize, checkpoint, stop.Token);
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
        ChannelWriter<PredictedBatch> writer,
        NpgsqlDataSource dataSource,
        RunScope scope,
        long classifierId,
        KeptSet kept,
        int batchSize,
        long checkpoint,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var reader = await ScopeRows.ReadAsync(connection, scope, classifierId, checkpoint, cancellationToken);
            var rows = new List<PredictedRow>(batchSize);
            while (await reader.ReadAsync(cancellationToken))
            {
                if (rows.Count >= batchSize && rows[^1].OccurrenceId != reader.OccurrenceId)
                {
                    await writer.WriteAsync(new(rows), cancellationToken);
                    rows = new(batchSize);
                }

                rows.Add(Predict(reader, kept));
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

    private static PredictedRow Predict(SourceRowReader row, KeptSet kept)
    {
        var fault = MaskedPrediction.TryCompute(row.Logits, kept, Top, out var prediction);
        return new(row.SourceId, row.OccurrenceId, fault, prediction);
    }
}
