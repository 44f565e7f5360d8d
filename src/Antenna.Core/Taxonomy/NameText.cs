using System.Globalization;
using System.Text;

namespace Antenna.Core.Taxonomy;

/// <summary>Undoes what typing, typesetting and encoding do to names.</summary>
internal static class NameText
{
    public const char HybridSign = '×';

    /// <summary>
    /// Accents composed with their letters; every kind of space, and the underscore that labels use for one, as one single
    /// space; typographic hyphens and apostrophes as typed ones; quotation marks, daggers and invisible characters removed;
    /// hybrid signs and opening brackets set apart. Square brackets around all of it go, round a part of it they stay.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var character in WithoutOuterBrackets(UnicodeText.Compose(text)))
        {
            switch (character)
            {
                case '_' or ' ':
                    AppendSpace(clean);
                    break;
                case HybridSign:
                    AppendSpace(clean).Append(HybridSign).Append(' ');
                    break;
                case '(' or '[':
                    AppendSpace(clean).Append(character);
                    break;
                case '\u2018' or '\u2019' or '\u02BC' or '`' or '\u00B4':
                    clean.Append('\'');
                    break;
                case '\u2010' or '\u2011' or '\u2012' or '\u2013':
                    clean.Append('-');
                    break;
                case '"' or '\u201C' or '\u201D' or '\u201E' or '\u00AB' or '\u00BB' or '\u2020' or '*':
                    break;
                default:
                    AppendOther(clean, character);
                    break;
            }
        }
        return clean.ToString().Trim();
    }

    /// <summary>The key by which common names are compared: case, hyphens and superfluous spaces do not count.</summary>
    public static string CommonNameKey(string name) =>
        Clean(name.Replace('-', ' ')).Replace('-', ' ').ToLowerInvariant();

    private static ReadOnlySpan<char> WithoutOuterBrackets(string text) =>
        text.AsSpan().Trim() is ['[', .. var inner, ']'] && !inner.ContainsAny('[', ']') ? inner : text;

    private static void AppendOther(StringBuilder clean, char character)
    {
        if (char.IsWhiteSpace(character))
            AppendSpace(clean);
        else if (!char.IsControl(character) && char.GetUnicodeCategory(character) != UnicodeCategory.Format)
            clean.Append(character);
    }

    private static StringBuilder AppendSpace(StringBuilder clean) =>
        clean.Length > 0 && clean[^1] != ' ' ? clean.Append(' ') : clean;
}
