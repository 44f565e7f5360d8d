using System.Text.RegularExpressions;

namespace Antenna.Core.Taxonomy;

/// <summary>What another database calls a taxon: an opaque string and the database that gave it ("gbif", "inat").</summary>
public sealed partial record ExternalKey(string Source, string Key)
{
    /// <summary>A key as it was before a spreadsheet or a data frame made a number with decimals of it.</summary>
    /// <returns>"1898286" for "1898286.0" and for "1.898286E+06"; any other text as it is.</returns>
    public static string AsGiven(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Decimals().Match(text) is { Success: true } decimals)
            return decimals.Groups["whole"].Value;

        // Only where no digit was rounded away.
        return Exponential().Match(text) is { Success: true } number
            && int.Parse(number.Groups["exponent"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) == number.Groups["decimals"].Length
            ? number.Groups["first"].Value + number.Groups["decimals"].Value
            : text;
    }

    [GeneratedRegex(@"^(?<whole>[0-9]+)(\.0+|,00?)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Decimals();

    [GeneratedRegex(@"^(?<first>[1-9])[.,](?<decimals>[0-9]+)[eE]\+?0*(?<exponent>[0-9]{1,3})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Exponential();
}
