namespace Antenna.Data.Import.Tables;

/// <summary>The lines of a table one after the other, in the shape that its file has: separated values, or names one a line.</summary>
internal interface ITableRows : IAsyncDisposable
{
    /// <summary>The headers in their order, known from the beginning; a column without one has an empty text.</summary>
    IReadOnlyList<string> Headers { get; }

    /// <summary>The line that the headers are in; null where the file has none.</summary>
    long? HeaderLine { get; }

    /// <summary>The line that the current row begins in, from 1.</summary>
    long Line { get; }

    /// <summary>Why the current line is no row of data; null where it is one.</summary>
    PassedLineKind? Passed { get; }

    /// <summary>Why the current row is left out whatever else it says; null where it is not.</summary>
    RowLeftOut? LeftOut => null;

    /// <summary>How much is read, 0 to 1.</summary>
    double Done { get; }

    /// <summary>Moves on to the next line, also to one that is no row of data; false at the end.</summary>
    /// <exception cref="ImportRefusedException">The line is malformed.</exception>
    ValueTask<bool> ReadAsync(CancellationToken cancellationToken);

    /// <summary>A field of the current row; empty where the row is shorter.</summary>
    /// <exception cref="ImportRefusedException">Its bytes are no text.</exception>
    string Field(int index);

    /// <summary>Rows of the beginning, by which a column of names is proposed.</summary>
    IReadOnlyList<IReadOnlyList<string>> Sample { get; }

    /// <summary>The current line as a whole, for a report.</summary>
    string Text { get; }

    /// <summary>What was put right in the rows that were read.</summary>
    IEnumerable<ImportFinding> Findings { get; }
}

/// <summary>Why a line of a table is no row of data.</summary>
public enum PassedLineKind
{
    /// <summary>It names the columns.</summary>
    Header,

    /// <summary>It stands above the header: a title, or a line for a spreadsheet.</summary>
    AboveHeader,

    Empty,
}

/// <summary>How lines that are no rows of data are named for people.</summary>
public static class PassedLineKinds
{
    /// <summary>A few words.</summary>
    public static string DisplayName(this PassedLineKind kind) => kind switch
    {
        PassedLineKind.Header => "header",
        PassedLineKind.AboveHeader => "above the header",
        _ => "empty line",
    };

    /// <summary>A sentence of a report.</summary>
    public static string Describe(this PassedLineKind kind) => kind switch
    {
        PassedLineKind.Header => "The line names the columns.",
        PassedLineKind.AboveHeader => "The line stands above the names of the columns.",
        _ => "The line is empty.",
    };
}
