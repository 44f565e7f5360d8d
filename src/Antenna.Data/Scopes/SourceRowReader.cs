using System.Data;
using Antenna.Data.Predictions;
using Npgsql;

namespace Antenna.Data.Scopes;

/// <summary>
/// Reads sources one at a time. One row's logits are in memory at a time, in a buffer that the next row overwrites: reading
/// a million rows takes no more memory than reading ten.
/// </summary>
public sealed class SourceRowReader : IAsyncDisposable
{
    private readonly NpgsqlDataReader _reader;
    private byte[] _buffer = [];
    private int _length;

    private SourceRowReader(NpgsqlDataReader reader) => _reader = reader;

    /// <summary>The source's id, which is its lineage's.</summary>
    public long SourceId { get; private set; }

    public long OccurrenceId { get; private set; }

    /// <summary>One logit a class; empty where the row has none. Valid until the next read.</summary>
    public ReadOnlySpan<float> Logits => LogitsBytes.Read(_buffer.AsSpan(0, _length));

    internal static async Task<SourceRowReader> OpenAsync(NpgsqlCommand command, CancellationToken cancellationToken) =>
        new(await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken));

    public async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (!await _reader.ReadAsync(cancellationToken))
            return false;

        var (last, lastSource) = (OccurrenceId, SourceId);
        SourceId = _reader.GetInt64(0);
        OccurrenceId = _reader.GetInt64(1);
        if ((OccurrenceId, SourceId).CompareTo((last, lastSource)) <= 0)
            throw new InvalidOperationException($"The rows of a scope are not in order: {SourceId} of occurrence {OccurrenceId} came after {lastSource} of {last}.");
        _length = 0;
        if (await _reader.IsDBNullAsync(2, cancellationToken))
            return true;

        await using var stream = await _reader.GetStreamAsync(2, cancellationToken);
        _length = checked((int)stream.Length);
        if (_buffer.Length < _length)
            _buffer = new byte[_length];
        await stream.ReadExactlyAsync(_buffer.AsMemory(0, _length), cancellationToken);
        return true;
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();
}
