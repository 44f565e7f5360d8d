using System.Buffers;
using System.Text;

namespace Antenna.Data.Import.Tables;

/// <summary>
/// Tells the encoding of a text from its bytes: by its mark, by the zeros of UTF-16, by whether all of it is UTF-8, and what is
/// left by which of Windows-1252 and MacRoman makes words of it.
/// </summary>
/// <remarks>
/// Statistical detectors need more text than the three accented letters of a list of names: UTF.Unknown 2.8.0 takes MacRoman for
/// Windows-1250. Memory does not grow with the file.
/// </remarks>
internal sealed class EncodingDetection
{
    private const int BlockSize = 64 << 10;

    /// <summary>Bytes of the beginning in which the zeros of UTF-16 are looked for.</summary>
    private const int Beginning = 4 << 10;

    private long _sequences;
    private long _broken;
    private long _windows;
    private long _mac;
    private int _expected;
    private byte _before;
    private byte _high;

    /// <summary>Reads a text to its end.</summary>
    public static async Task<Encoding> DetectAsync(Stream stream, CancellationToken cancellationToken)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var count = await stream.ReadAtLeastAsync(block.AsMemory(0, BlockSize), BlockSize, throwOnEndOfStream: false, cancellationToken);
            if (OfBeginning(block.AsSpan(0, count)) is { } marked)
                return marked;
            var detection = new EncodingDetection();
            for (; count > 0; count = await stream.ReadAsync(block.AsMemory(0, BlockSize), cancellationToken))
                detection.Add(block.AsSpan(0, count));
            detection.Add("\n"u8);
            return detection.Result;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private Encoding Result =>
        _broken == 0 || _sequences > _broken ? TextEncodings.Utf8 : _mac > _windows ? TextEncodings.MacRoman : TextEncodings.Windows1252;

    private static Encoding? OfBeginning(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
            return TextEncodings.Utf8;
        if (bytes is [0xFF, 0xFE, ..])
            return Encoding.Unicode;
        if (bytes is [0xFE, 0xFF, ..])
            return Encoding.BigEndianUnicode;

        // Half of what is written in Latin letters: every second byte is zero.
        var zeros = (Even: 0, Odd: 0);
        var beginning = bytes[..Math.Min(bytes.Length, Beginning)];
        for (var i = 0; i < beginning.Length; i++)
        {
            if (beginning[i] != 0)
                continue;
            if (i % 2 == 0)
                zeros.Even++;
            else
                zeros.Odd++;
        }

        var many = beginning.Length / 4;
        return (zeros.Odd > many, zeros.Even > many) switch
        {
            (true, false) => Encoding.Unicode,
            (false, true) => Encoding.BigEndianUnicode,
            _ => null,
        };
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value < 0x80 && _expected == 0 && _high == 0)
            {
                _before = value;
                continue;
            }

            AddUtf8(value);
            AddSingle(value);
        }
    }

    private void AddUtf8(byte value)
    {
        if (_expected > 0 && (value & 0xC0) == 0x80)
        {
            if (--_expected == 0)
                _sequences++;
            return;
        }

        if (_expected > 0)
            _broken++;
        _expected = value switch
        {
            >= 0xC2 and < 0xE0 => 1,
            >= 0xE0 and < 0xF0 => 2,
            >= 0xF0 and < 0xF5 => 3,
            _ => 0,
        };
        if (value >= 0x80 && _expected == 0)
            _broken++;
    }

    /// <summary>Rates the byte above ASCII before this one by what it would be between its neighbours.</summary>
    private void AddSingle(byte value)
    {
        if (_high != 0)
        {
            _windows += Rate(TextEncodings.Windows1252, _before, _high, value);
            _mac += Rate(TextEncodings.MacRoman, _before, _high, value);
            _before = _high;
            _high = 0;
        }

        if (value >= 0x80)
            _high = value;
        else
            _before = value;
    }

    private static int Rate(Encoding encoding, byte before, byte value, byte after)
    {
        Span<char> read = stackalloc char[1];
        encoding.GetChars([value], read);
        var character = read[0];
        var inWord = char.IsAsciiLetter((char)before) || char.IsAsciiLetter((char)after);
        if (char.IsControl(character))
            return -3;
        if (character is '×' or '–' or '’' or '‘' or '“' or '”' or '\u00A0' or '…' or '†' or '°')
            return 1;
        if (!char.IsLetter(character))
            return inWord ? -2 : -1;
        if (char.IsUpper(character))
            return char.IsAsciiLetterLower((char)before) ? -2 : 1;
        return inWord ? 2 : 1;
    }
}
