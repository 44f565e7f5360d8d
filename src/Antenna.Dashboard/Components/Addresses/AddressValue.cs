using System.Globalization;
using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>
/// Reads the values of an address, which anybody can write by hand: what is no such value is ignored, as if it were not
/// there, and never an error.
/// </summary>
internal static class AddressValue
{
    /// <summary>The years in which a photograph can have been taken, with room for clocks that are wrong.</summary>
    private const int FirstYear = 1800;

    private const int LastYear = 2999;

    private const string NoTaxon = "none";

    public static long? Id(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public static int? Count(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    public static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public static DateOnly? Date(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date.Year is >= FirstYear and <= LastYear
            ? date
            : null;

    /// <summary>Text to look for; PostgreSQL knows no text with a character of code 0.</summary>
    public static string? Text(string? text) => string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal) ? null : text;

    public static bool? YesOrNo(string? text) => text switch { "yes" => true, "no" => false, _ => null };

    /// <summary>A constant as it is written in an address: first-seen.</summary>
    public static string Word(Enum constant) => string.Concat(constant.ToString().Select((letter, at) =>
        char.IsUpper(letter) ? (at == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));

    /// <summary>The constant that an address names; null where it names none.</summary>
    public static T? Constant<T>(string? word)
        where T : struct, Enum
    {
        foreach (var constant in Enum.GetValues<T>())
        {
            if (Word(constant) == word)
                return constant;
        }

        return null;
    }

    /// <summary>A transition as it is written in an address: the two taxa's ids, or none, with a point between.</summary>
    public static string Text(TaxonTransition transition) => $"{TaxonText(transition.FromTaxonId)}.{TaxonText(transition.ToTaxonId)}";

    /// <summary>The transition that an address says; null where it says none.</summary>
    public static TaxonTransition? Transition(string? text)
    {
        return text?.Split('.') is [var from, var to] && TryTaxon(from, out var before) && TryTaxon(to, out var after)
            ? new TaxonTransition(before, after)
            : null;

        static bool TryTaxon(string text, out long? taxonId)
        {
            taxonId = Id(text);
            return taxonId is not null || text == NoTaxon;
        }
    }

    private static string TaxonText(long? taxonId) => taxonId?.ToString(CultureInfo.InvariantCulture) ?? NoTaxon;
}
