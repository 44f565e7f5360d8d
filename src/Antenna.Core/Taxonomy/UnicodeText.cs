using System.Globalization;
using System.Text;
using ADRaffy.ENSNormalize;

namespace Antenna.Core.Taxonomy;

/// <summary>Makes texts comparable that different programs encoded differently.</summary>
/// <remarks>
/// <see cref="string.Normalize()"/> returns what it was given where globalization is invariant, as it is here, so that the
/// product needs no ICU on the machine; the tables of this library are part of it.
/// </remarks>
public static class UnicodeText
{
    /// <summary>Letters that Unicode does not decompose, as the codes of nomenclature write them.</summary>
    private static readonly Dictionary<char, string> Ligatures = new()
    {
        ['æ'] = "ae", ['Æ'] = "Ae", ['œ'] = "oe", ['Œ'] = "Oe", ['ß'] = "ss", ['ø'] = "o", ['Ø'] = "O", ['ł'] = "l", ['Ł'] = "L",
    };

    /// <summary>
    /// The text in normalization form C, in which every letter with its accents is one character where there is one.
    /// Half a surrogate pair, which is no character, becomes the replacement character.
    /// </summary>
    public static string Compose(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Ascii.IsValid(text) ? text : ENSNormalize.NF.NFC(WellFormed(text));
    }

    /// <summary>
    /// The text without accents, and with ligatures as two letters. Scientific names have neither (ICZN 27 and 32.5.2,
    /// ICN 60.7): with and without them, a name is the same.
    /// </summary>
    public static string WithoutMarks(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
            return text;
        var plain = new StringBuilder(text.Length);
        foreach (var character in ENSNormalize.NF.NFD(WellFormed(text)))
        {
            if (Ligatures.TryGetValue(character, out var letters))
                plain.Append(letters);
            else if (char.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
                plain.Append(character);
        }
        return ENSNormalize.NF.NFC(plain.ToString());
    }

    private static string WellFormed(string text)
    {
        var runes = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            runes.Append(rune.ToString());
        return runes.ToString();
    }
}
