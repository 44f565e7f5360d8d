using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Antenna.Dashboard.Tests.Components;

/// <summary>Reads facts out of what an element says, whatever the sentences are that it says them in.</summary>
internal static class Reading
{
    /// <summary>The words of an element, as they are read: a space between any two, and before no comma.</summary>
    public static string Words(this INode element) => string
        .Join(' ', element.Descendants<IText>().SelectMany(text => text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        .Replace(" ,", ",", StringComparison.Ordinal);

    /// <summary>The number before a noun, in the singular or plural: of "3 predictions checked: 2 masked" 3 for <c>prediction</c>, and 2 for <c>masked</c>.</summary>
    /// <param name="plural">The noun's plural, where that is not the noun with an s.</param>
    /// <exception cref="ArgumentException">No number stands before it, or different ones do.</exception>
    public static int CountOf(this INode element, string noun, string? plural = null)
    {
        var forms = $"(?:{Regex.Escape(noun)}(?:s|es)?|{Regex.Escape(plural ?? noun)})";
        var words = element.Words();
        var numbers = Regex.Matches(words, $@"(?<![\w.,/])(\d[\d,]*) {forms}(?!\w)").Select(match => match.Groups[1].Value).Distinct().ToList();
        return numbers is [var number]
            ? int.Parse(number, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)
            : throw new ArgumentException($"{numbers.Count} numbers stand before '{noun}' in '{words}'.", nameof(noun));
    }

    /// <summary>What a list of terms and their descriptions has for a term.</summary>
    public static string Fact(this IElement within, string term) =>
        within.QuerySelectorAll("dt").Single(each => each.Name() == term).NextElementSibling!.Words();

    /// <summary>What a list of terms and their descriptions has for each of these terms.</summary>
    public static IEnumerable<string> Facts(this IElement within, params IEnumerable<string> terms) => terms.Select(within.Fact);
}
