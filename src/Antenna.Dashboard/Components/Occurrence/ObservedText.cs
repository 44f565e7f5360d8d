using Antenna.Dashboard.Components.Look;
using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>What imported observations say of an animal besides its name, in words: <c>adult, female, foraging, 2 animals together</c>.</summary>
internal static class ObservedText
{
    /// <summary>Null where they say nothing of note: one animal is what an occurrence is.</summary>
    public static string? Of(IReadOnlyList<ObservedTraits> observed)
    {
        List<string> words =
        [
            .. Different(observed, traits => traits.LifeStage),
            .. Different(observed, traits => traits.Sex),
            .. Different(observed, traits => traits.Behaviour),
        ];
        if (observed.Max(traits => traits.Animals) is > 1 and { } animals)
            words.Add($"{Figures.Count(animals)} animals together");
        return words.Count == 0 ? null : string.Join(", ", words);
    }

    private static IEnumerable<string> Different(IReadOnlyList<ObservedTraits> observed, Func<ObservedTraits, string?> trait) =>
        observed.Select(trait).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
}
