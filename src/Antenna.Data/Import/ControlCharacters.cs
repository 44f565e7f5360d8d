using System.Buffers;
using System.Globalization;
using System.Text;

namespace Antenna.Data.Import;

/// <summary>
/// Characters that are not seen but change what is: controls, which a terminal obeys, and signs of direction, which let a
/// text read as another one. No name, label or path has any; imports refuse them, and where texts of other origin are
/// written to a terminal or a log they are shown by their codes.
/// </summary>
public static class ControlCharacters
{
    /// <summary>C0, DEL and C1; line and paragraph separators; the marks, embeddings, overrides and isolates of Unicode's UAX #9.</summary>
    private static readonly SearchValues<char> All = SearchValues.Create(
        [.. Enumerable.Range(0, 0x10000).Select(code => (char)code).Where(character => char.IsControl(character) || IsSeparator(character) || IsDirection(character))]);

    private static readonly SearchValues<char> AllButLayout = SearchValues.Create(
        [.. Enumerable.Range(0, 0x10000).Select(code => (char)code).Where(character => All.Contains(character) && character is not ('\t' or '\n' or '\r'))]);

    /// <summary>What is wrong with a text that has one; null where none is in it.</summary>
    /// <param name="allowLayout">Whether tabs and line breaks belong into it, as into a comment.</param>
    public static string? ProblemOf(string text, bool allowLayout = false)
    {
        var at = text.AsSpan().IndexOfAny(allowLayout ? AllButLayout : All);
        return at < 0
            ? null
            : $"has an invisible control character (U+{(int)text[at]:X4}) after '{Escape(text[..at])}'; expected text that is what it looks like.";
    }

    /// <summary>The text with each of them as it is written in JSON: <c>\u202e</c>.</summary>
    /// <param name="keepLayout">Whether tabs and line breaks stay, where the text is more than a value.</param>
    public static string Escape(string text, bool keepLayout = false)
    {
        var characters = keepLayout ? AllButLayout : All;
        if (!text.AsSpan().ContainsAny(characters))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (characters.Contains(character))
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                escaped.Append(character);
        }

        return escaped.ToString();
    }

    private static bool IsSeparator(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsDirection(char character) => character is
        '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
