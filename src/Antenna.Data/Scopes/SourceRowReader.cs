using System.Data;
using Antenna.Data.Database;
using Antenna.Data.Predictions;
using Npgsql;

namespace Antenna.Data.Scopes;

/// <summary>The row of a lineage that a roll-up starts from.</summary>
/// <param name="TerminalId">The row that is terminal.</param>
/// <param name="BaseId">The same, or where that is a rolled-up row, the one that it was derived from.</param>
/// <param name="AlgorithmId">The algorithm of the base: the classifier, or a mask.</param>
public readonly record struct LineageBase(long TerminalId, long BaseId, long AlgorithmId);

/// <summary>
/// Reads sources one at a time. One row's logits are in memory at a time, in a buffer that the next row overwrites: reading
/// a million rows takes no more memory than reading ten.
/// </summary>
public sealed class SourceRowReader : IAsyncDisposable
{
    private readonly NpgsqlDataReader _reader;
    private readonly bool _hasBase;
    private byte[] _buffer = [];
    private int _length;

    private SourceRowReader(NpgsqlDataReader reader, bool hasBase) => (_reader, _hasBase) = (reader, hasBase);

    /// <summary>The source's id, which is its lineage's.</summary>
    public long SourceId { get; private set; }

    public long OccurrenceId { get; private set; }

    /// <summary>Where bases are read; null where the lineage has no terminal row any more.</summary>
    public LineageBase? Base { get; private set; }

    /// <summary>One logit a class; empty where the row has none. Valid until the next read.</summary>
    public ReadOnlySpan<float> Logits => LogitsBytes.Read(_buffer.AsSpan(0, _length));

    /// <param name="hasBase">Whether the base comes before the logits.</param>
    internal static async Task<SourceRowReader> OpenAsync(
        NpgsqlConnection connection, string sql, object?[] values, bool hasBase, CancellationToken cancellationToken) =>
        new(await connection.ReadLongAsync(sql, values, cancellationToken, CommandBehavior.SequentialAccess), hasBase);

    public async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (!await _reader.ReadAsync(cancellationToken))
            return false;

        var (last, lastSource) = (OccurrenceId, SourceId);
        SourceId = _reader.GetInt64(0);
        OccurrenceId = _reader.GetInt64(1);
        if ((OccurrenceId, SourceId).CompareTo((last, lastSource)) <= 0)
            throw new InvalidOperationException($"The rows of a scope are not in order: {SourceId} of occurrence {OccurrenceId} came after {lastSource} of {last}.");
        if (_hasBase)
            Base = await _reader.IsDBNullAsync(2, cancellationToken) ? null : BaseOf(_reader.GetFieldValue<long[]>(2));
        await ReadLogitsAsync(_hasBase ? 3 : 2, cancellationToken);
        return true;
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private static LineageBase BaseOf(long[] ids) => new(ids[0], ids[1], ids[2]);

    private async Task ReadLogitsAsync(int column, CancellationToken cancellationToken)
    {
        _length = 0;
        if (await _reader.IsDBNullAsync(column, cancellationToken))
            return;

        await using var stream = await _reader.GetStreamAsync(column, cancellationToken);
        _length = checked((int)stream.Length);
        if (_buffer.Length < _length)
            _buffer = new byte[_length];
        await stream.ReadExactlyAsync(_buffer.AsMemory(0, _length), cancellationToken);
    }
}
