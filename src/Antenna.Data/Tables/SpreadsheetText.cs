using System.Diagnostics.CodeAnalysis;

namespace Antenna.Data.Tables;

/// <summary>
/// Text as a cell that no spreadsheet runs as a formula: one that begins with <c>= + - @</c>, a tab or a carriage return gets
/// an apostrophe before it, and reading takes that away again. So does one that already begins with apostrophes before such a
/// character: what was written is always read back to the same.
/// </summary>
public static class SpreadsheetText
{
    private const char Guard = '\'';

    /// <summary>The text as it is written into a cell.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Neutralize(string? text) => text is not null && IsFormula(text) ? Guard + text : text;

    /// <summary>The text that a cell was written from.</summary>
    [return: NotNullIfNotNull(nameof(cell))]
    public static string? Restore(string? cell) => cell is [Guard, ..] && IsFormula(cell) ? cell[1..] : cell;

    private static bool IsFormula(string text) => text.AsSpan().TrimStart(Guard) is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];
}
