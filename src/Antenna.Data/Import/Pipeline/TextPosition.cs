namespace Antenna.Data.Import.Pipeline;

/// <summary>A place in a text file.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">The byte in its line, from 1.</param>
internal readonly record struct TextPosition(long Line, long Column)
{
    public static readonly TextPosition Start = new(1, 1);

    /// <summary>The place after these bytes, which begin here.</summary>
    public TextPosition After(ReadOnlySpan<byte> bytes)
    {
        var lastBreak = bytes.LastIndexOf((byte)'\n');
        return lastBreak < 0 ? this with { Column = Column + bytes.Length } : new(Line + bytes.Count((byte)'\n'), bytes.Length - lastBreak);
    }

    /// <summary>The place after bytes that lead from the start of a file to <paramref name="there"/>, and begin here.</summary>
    public TextPosition After(TextPosition there) => there.Line == 1
        ? this with { Column = Column + there.Column - 1 }
        : new(Line + there.Line - 1, there.Column);
}
