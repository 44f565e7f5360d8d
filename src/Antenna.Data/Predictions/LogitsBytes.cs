using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Antenna.Data.Predictions;

/// <summary>Logits as they are stored: one little-endian float32 a class.</summary>
public static class LogitsBytes
{
    /// <summary>The bytes to store for these logits.</summary>
    public static byte[] Of(ReadOnlySpan<float> logits)
    {
        var bytes = new byte[logits.Length * sizeof(float)];
        Write(logits, bytes);
        return bytes;
    }

    /// <summary>Writes the bytes to store for these logits, four a logit.</summary>
    public static void Write(ReadOnlySpan<float> logits, Span<byte> destination)
    {
        MemoryMarshal.AsBytes(logits).CopyTo(destination);
        ToLittleEndian(destination[..(logits.Length * sizeof(float))]);
    }

    /// <summary>Reads stored bytes as logits, in place: the bytes are not to be used as bytes afterwards.</summary>
    public static ReadOnlySpan<float> Read(Span<byte> bytes)
    {
        ToLittleEndian(bytes);
        return MemoryMarshal.Cast<byte, float>(bytes);
    }

    private static void ToLittleEndian(Span<byte> bytes)
    {
        if (BitConverter.IsLittleEndian)
            return;
        var values = MemoryMarshal.Cast<byte, uint>(bytes);
        BinaryPrimitives.ReverseEndianness(values, values);
    }
}
