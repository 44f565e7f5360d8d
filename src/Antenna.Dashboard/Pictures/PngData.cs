using System.Buffers.Binary;

namespace Antenna.Dashboard.Pictures;

/// <summary>The compressed pixels of a PNG, which lie in any number of chunks, as one stream.</summary>
/// <param name="file">At the content of the first chunk of pixels.</param>
/// <param name="length">bytes of that chunk.</param>
internal sealed class PngData(Stream file, int length) : Stream
{
    private int _left = length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (_left == 0)
        {
            if (!TryBeginNext())
                return 0;
        }

        var read = file.Read(buffer[..Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Reads over the checksum, and the length and type of the next chunk.</summary>
    private bool TryBeginNext()
    {
        Span<byte> between = stackalloc byte[12];
        if (file.ReadAtLeast(between, between.Length, throwOnEndOfStream: false) < between.Length || !between[8..].SequenceEqual("IDAT"u8))
            return false;
        _left = BinaryPrimitives.ReadInt32BigEndian(between[4..]);
        return _left >= 0;
    }
}
