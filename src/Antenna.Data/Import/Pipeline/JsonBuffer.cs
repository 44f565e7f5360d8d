using System.Buffers;
using System.Text.Json;

namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// The part of a JSON file that is in memory: what a reader has not consumed yet, and the value that it consumed last.
/// Stays small whatever the file holds: of white space and of texts that are longer than any that is kept, only the
/// beginning is held, and places are counted as if all of it were.
/// </summary>
internal sealed class JsonBuffer(FileStream file) : IAsyncDisposable
{
    /// <summary>An element of more bytes than this is refused: the largest real ones are category maps of 10 MB.</summary>
    public const int Largest = 32 << 20;

    private const int First = 1 << 20;
    private const int ReadAtOnce = 1 << 18;
    private const int SpaceKept = 8 << 10;

    /// <summary>Enough of a text that was cut for its reader to see that it is too long, and to refuse it.</summary>
    private const int TextKept = IndexedText.LargestBytes * 8;

    private static readonly SearchValues<byte> BetweenTokens = SearchValues.Create(" \t\r\n,:"u8);

    private readonly List<Gap> _gaps = [];
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(First);
    private int _end;
    private TextPosition _counted = TextPosition.Start;

    /// <summary>Whether the file holds no more than is here.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>Where <see cref="Unread"/> begins in the buffer.</summary>
    public int Start { get; private set; }

    /// <summary>Where <see cref="Unread"/> begins in the file.</summary>
    public TextPosition Position { get; private set; } = TextPosition.Start;

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(Start, _end - Start);

    /// <summary>How much of the file is read, 0 to 1.</summary>
    public double Done => (double)file.Position / file.Length;

    /// <summary>What was consumed from an offset in the buffer on, and is not overwritten yet.</summary>
    public ReadOnlySpan<byte> ConsumedFrom(int offset) => _bytes.AsSpan(offset, Start - offset);

    /// <summary>The place in the file of an offset in the buffer, from a known place before it.</summary>
    public TextPosition Locate(int offset, int knownOffset, TextPosition known)
    {
        foreach (var gap in _gaps)
        {
            if (gap.Offset <= knownOffset || gap.Offset > offset)
                continue;
            known = known.After(_bytes.AsSpan(knownOffset, gap.Offset - knownOffset)).After(gap.Dropped);
            knownOffset = gap.Offset;
        }

        return known.After(_bytes.AsSpan(knownOffset, offset - knownOffset));
    }

    /// <summary>The place in the file of an offset in <see cref="Unread"/>.</summary>
    public TextPosition Locate(int unreadOffset) => Locate(Start + unreadOffset, Start, Position);

    /// <summary>The place in the file of what a reader places by the bytes that it was given.</summary>
    /// <param name="line">From 0.</param>
    /// <param name="byteInLine">From 0.</param>
    public TextPosition Locate(long line, long byteInLine)
    {
        var unread = Unread;
        var offset = 0;
        for (var current = _counted.Line; current <= line && unread[offset..].IndexOf((byte)'\n') is >= 0 and var lineBreak; current++)
            offset += lineBreak + 1;
        offset += (int)(line + 1 == _counted.Line ? byteInLine + 1 - _counted.Column : byteInLine);
        return Locate(Math.Clamp(offset, 0, unread.Length));
    }

    /// <summary>Leaves out a mark that is no part of the text.</summary>
    public void Skip(int length) => Start += length;

    public void Consume(int length)
    {
        var consumed = Unread[..length];
        Position = Locate(length);
        _counted = _counted.After(consumed);
        Start += length;
    }

    /// <summary>Reads on, as far as there is room. What was consumed is overwritten.</summary>
    /// <param name="state">That of the reader at the beginning of <see cref="Unread"/>.</param>
    /// <returns>False where an element is too large.</returns>
    public async ValueTask<bool> FillAsync(JsonReaderState state, CancellationToken cancellationToken)
    {
        MoveToFront();
        if (_end == _bytes.Length && !TryCutLastText(state))
        {
            if (_bytes.Length >= Largest)
                return false;
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        // As much as there is room for: each attempt at a value begins at its start again.
        while (_end < _bytes.Length && !AtEnd)
        {
            var read = await file.ReadAsync(_bytes.AsMemory(_end, Math.Min(ReadAtOnce, _bytes.Length - _end)), cancellationToken);
            _end += read;
            AtEnd = read == 0;
            DropLastSpace();
        }

        return true;
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private void MoveToFront()
    {
        Unread.CopyTo(_bytes);
        _gaps.RemoveAll(gap => gap.Offset <= Start);
        for (var index = 0; index < _gaps.Count; index++)
            _gaps[index] = _gaps[index] with { Offset = _gaps[index].Offset - Start };
        _end -= Start;
        Start = 0;
    }

    /// <summary>
    /// Drops the white space that the buffer ends in, but for its beginning. Inside of a text as well: what then remains of
    /// that is still too long for a text.
    /// </summary>
    private void DropLastSpace()
    {
        var space = Unread.Length - (Unread.LastIndexOfAnyExcept(" \t\r\n"u8) + 1);
        if (space > SpaceKept)
            Drop(_end - space + SpaceKept, _end);
    }

    /// <summary>Drops the middle of the text that the buffer ends in; false where it does not end in a long one.</summary>
    private bool TryCutLastText(JsonReaderState state)
    {
        var reader = new Utf8JsonReader(Unread, isFinalBlock: false, state);
        while (reader.Read())
        {
        }

        var token = Unread[(int)reader.BytesConsumed..];
        var quote = token.IndexOfAnyExcept(BetweenTokens);
        if (quote < 0 || token[quote] != '"')
            return false;
        var content = token[(quote + 1)..];
        if (content.Length <= TextKept * 2 || JsonText.WholeCharacters(content) is not { } whole)
            return false;
        var begin = _end - content.Length;
        Drop(begin + JsonText.WholeCharacters(content[..TextKept])!.Value, begin + whole);
        return true;
    }

    private void Drop(int from, int to)
    {
        var dropped = Locate(to, from, TextPosition.Start);
        _gaps.RemoveAll(gap => gap.Offset > from && gap.Offset <= to);
        var index = _gaps.FindIndex(gap => gap.Offset == from);
        if (index < 0)
            _gaps.Add(new(from, dropped));
        else
            _gaps[index] = new(from, _gaps[index].Dropped.After(dropped));
        _bytes.AsSpan(to, _end - to).CopyTo(_bytes.AsSpan(from));
        _end -= to - from;
    }

    /// <summary>Bytes of the file that are not in the buffer.</summary>
    /// <param name="Offset">Before which they stood.</param>
    /// <param name="Dropped">How far they lead: the position after them if the file began with them.</param>
    private readonly record struct Gap(int Offset, TextPosition Dropped);
}
