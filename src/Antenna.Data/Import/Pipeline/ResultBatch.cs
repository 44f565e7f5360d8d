using Antenna.Data.Predictions;

namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// As many detections with their results as are written together. It is filled and emptied over and over, and the bytes
/// of its logits are in one buffer: an array a row would be garbage on the large object heap.
/// </summary>
internal sealed class ResultBatch
{
    private const int FullAtDetections = 1_000;
    private const int FullAtResults = 10_000;
    private const int UsualBytes = 8 << 20;

    private byte[] _logits = GC.AllocateUninitializedArray<byte>(UsualBytes);
    private int _used;
    private int _largest;

    public List<DeliveredDetection> Detections { get; } = [];

    public List<ResultRow> Results { get; } = [];

    /// <summary>Whether one more row, of the largest size so far, might have to grow the buffer.</summary>
    public bool IsFull => Detections.Count >= FullAtDetections || Results.Count >= FullAtResults || _used + _largest > _logits.Length;

    /// <summary>Takes a row's logits in; where they are.</summary>
    public Range Add(ReadOnlySpan<float> logits)
    {
        var end = _used + (logits.Length * sizeof(float));
        if (end > _logits.Length)
            Array.Resize(ref _logits, end);
        LogitsBytes.Write(logits, _logits.AsSpan(_used));
        var added = _used..end;
        _largest = Math.Max(_largest, end - _used);
        _used = end;
        return added;
    }

    /// <summary>The bytes of a row's logits, as they are stored.</summary>
    public ReadOnlyMemory<byte> LogitsOf(ResultRow row) => _logits.AsMemory()[row.Logits];

    public void Clear()
    {
        Detections.Clear();
        Results.Clear();
        _used = 0;
    }
}
