using System.Globalization;
using System.Text;

namespace Antenna.Data.Import.Tables;

/// <summary>Reads lines that end with CRLF, LF or CR, and counts them.</summary>
/// <param name="source">The text.</param>
/// <param name="encoding">How it is written; a byte order mark is passed over.</param>
internal sealed class LineReader(TableSource source, Encoding encoding) : IAsyncDisposable
{
    /// <summary>A longer line is no row of a table.</summary>
    private const int LongestLine = 1 << 20;

    private readonly CountingStream _stream = new(source.Open());
    private readonly char[] _block = new char[16 << 10];
    private StreamReader? _reader;
    private int _position;
    private int _count;
    private bool _afterCarriageReturn;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>How much is read, 0 to 1.</summary>
    public double Done => source.Length == 0 ? 1 : Math.Min(1, (double)_stream.BytesRead / source.Length);

    /// <summary>The next line without what ends it; null at the end.</summary>
    /// <exception cref="ImportRefusedException">The line is too long.</exception>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        _reader ??= new StreamReader(_stream, encoding, detectEncodingFromByteOrderMarks: true);
        var line = new StringBuilder();
        while (true)
        {
            if (_position == _count)
            {
                (_position, _count) = (0, await _reader.ReadAsync(_block, cancellationToken));
                if (_count == 0)
                    return line.Length == 0 ? null : Next(line);
            }

            // The second half of CRLF, which may begin a block.
            if (_afterCarriageReturn && _block[_position] == '\n')
                _position++;
            _afterCarriageReturn = false;
            var rest = _block.AsSpan(_position, _count - _position);
            var end = rest.IndexOfAny('\r', '\n');
            line.Append(end < 0 ? rest : rest[..end]);
            if (line.Length > LongestLine)
            {
                throw new ImportRefusedException(
                    new(source.Name, Line + 1), string.Create(CultureInfo.InvariantCulture, $"is a line of more than {LongestLine:N0} characters: this is no table."));
            }

            if (end < 0)
            {
                _position = _count;
                continue;
            }

            _afterCarriageReturn = rest[end] == '\r';
            _position += end + 1;
            return Next(line);
        }
    }

    public ValueTask DisposeAsync()
    {
        _reader?.Dispose();
        return _stream.DisposeAsync();
    }

    private string Next(StringBuilder line)
    {
        Line++;
        return line.ToString();
    }
}
