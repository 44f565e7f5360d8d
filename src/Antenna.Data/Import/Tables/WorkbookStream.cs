namespace Antenna.Data.Import.Tables;

/// <summary>A workbook whose opening can be canceled: the library that goes through its sheets takes no token.</summary>
internal sealed class WorkbookStream(Stream inner, CancellationToken opening) : Stream
{
    private CancellationToken _opening = opening;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    /// <summary>What is read from now on, others cancel.</summary>
    public void EndOpening() => _opening = CancellationToken.None;

    public override int Read(Span<byte> buffer)
    {
        _opening.ThrowIfCancellationRequested();
        return inner.Read(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
