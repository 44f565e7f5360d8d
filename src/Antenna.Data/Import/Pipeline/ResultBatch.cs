using Antenna.Data.Predictions;

namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// As many detections with their results as are written together. It is filled and emptied over and over, and the bytes
/// of its logits are in one buffer: an array a row would be garbage on the large object heap.
/// </summary>
internal sealed class ResultBatch
{
    private const int FullAtDetections = 1_000;
    private const int FullAtBytes = 8 << 20;

    private byte[] _logits = GC.AllocateUninitializedArray<byte>(FullAtBytes);
    private int _used;

    public List<DetectionRow> Detections { get; } = [];

    public List<ResultRow> Results { get; } = [];

    public bool IsFull => Detections.Count >= FullAtDetections || _used >= FullAtBytes;

    /// <summary>Takes a row's logits in; where they are.</summary>
    public Range Add(ReadOnlySpan<float> logits)
    {
        var end = _used + (logits.Length * sizeof(float));
        if (end > _logits.Length)
            Array.Resize(ref _logits, Math.Max(end, _logits.Length * 2));
        LogitsBytes.Write(logits, _logits.AsSpan(_used));
        var added = _used..end;
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
