using System.Globalization;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>Something that a filter is set to, in words.</summary>
/// <param name="Words">One after the other.</param>
/// <param name="Without">The filter without it.</param>
public sealed record FilterChip(IReadOnlyList<FilterWord> Words, OccurrenceFilter Without)
{
    public string Text => string.Concat(Words.Select(word => word.Taxon?.Name ?? word.Text));

    /// <summary>What a filter is set to, the project aside, which a page always has.</summary>
    public static IReadOnlyList<FilterChip> Of(OccurrenceFilter filter, OccurrenceFilterNames names)
    {
        var chips = new List<FilterChip>();
        void Add(bool isSet, OccurrenceFilter without, params FilterWord[] words)
        {
            if (isSet)
                chips.Add(new(words, without));
        }

        Add(!string.IsNullOrWhiteSpace(filter.Search), filter with { Search = null }, SearchText(filter.Search?.Trim() ?? ""));
        Add(filter.TaxonId is not null, filter with { TaxonId = null, IsTaxonAlone = false }, Named(names.Taxon, filter.TaxonId), filter.IsTaxonAlone ? " and nothing below it" : " and all below it");
        Add(filter.CaptureSetId is not null, filter with { CaptureSetId = null }, $"capture set {names.CaptureSet ?? Missing(filter.CaptureSetId)}");
        Add(filter.SelectionId is not null, filter with { SelectionId = null }, SelectionText(filter, names));
        Add(filter.DeploymentId is not null, filter with { DeploymentId = null }, $"station {names.Deployment ?? Missing(filter.DeploymentId)}");
        Add(filter is not { From: null, To: null }, filter with { From = null, To = null }, Dates(filter));
        Add(filter is not { MinScore: null, MaxScore: null }, filter with { MinScore = null, MaxScore = null }, Scores(filter));
        Add(filter.Verified is not null, filter with { Verified = null }, filter.Verified is true ? "verified" : "not verified");
        Add(filter.RanAlgorithmId is not null, filter with { RanAlgorithmId = null }, $"{names.Ran?.Name ?? Missing(filter.RanAlgorithmId)} ran");
        Add(filter.NotRanAlgorithmId is not null, filter with { NotRanAlgorithmId = null }, $"{names.NotRan?.Name ?? Missing(filter.NotRanAlgorithmId)} did not run");
        Add(filter.List is not null, filter with { List = null }, ListText(filter, names));
        Add(filter.ChangedBy is not null, filter with { ChangedBy = null }, [.. RunWords(filter, names)]);
        return chips;
    }

    private static string SelectionText(OccurrenceFilter filter, OccurrenceFilterNames names) => names.Selected is { } selected
        ? $"{Figures.Count(selected, "occurrence", "occurrences")} selected for a run"
        : $"selection {Missing(filter.SelectionId)}";

    private static string SearchText(string search) =>
        search.All(char.IsAsciiDigit) ? $"id {search}" : $"name with “{search}”";

    private static string Dates(OccurrenceFilter filter) => (filter.From, filter.To) switch
    {
        ({ } from, { } to) when from == to => $"seen on {from:yyyy-MM-dd}",
        ({ } from, { } to) => $"seen from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}",
        ({ } from, null) => $"seen on {from:yyyy-MM-dd} or later",
        (null, { } to) => $"seen on {to:yyyy-MM-dd} or earlier",
        _ => "",
    };

    private static string Scores(OccurrenceFilter filter) => (filter.MinScore, filter.MaxScore) switch
    {
        ({ } min, { } max) => $"machine score {Score(min)} to {Score(max)}",
        ({ } min, null) => $"machine score {Score(min)} or more",
        (null, { } max) => $"machine score {Score(max)} or less",
        _ => "",
    };

    // As it was typed, not as one that was measured.
    private static string Score(double score) => score.ToString("0.######", CultureInfo.InvariantCulture);

    private static string ListText(OccurrenceFilter filter, OccurrenceFilterNames names)
    {
        var list = names.List is { } named ? named.Label : Missing(filter.List?.TaxaListVersionId);
        return filter.List is { Listed: true } ? $"on {list}" : $"not on {list}";
    }

    private static IEnumerable<FilterWord> RunWords(OccurrenceFilter filter, OccurrenceFilterNames names)
    {
        yield return $"changed by run {filter.ChangedBy?.RunId}";
        if (filter.ChangedBy?.Transition is not { } transition)
            yield break;
        yield return ": ";
        yield return transition.FromTaxonId is null ? "none" : Named(names.From, transition.FromTaxonId);
        yield return " → ";
        yield return transition.ToTaxonId is null ? "none" : Named(names.To, transition.ToTaxonId);
    }

    private static FilterWord Named(TaxonName? taxon, long? id) => taxon is null ? new(Missing(id)) : new("", taxon);

    private static string Missing(long? id) => $"{id} (which is not there)";
}

/// <summary>Part of what a chip says: a text, or a taxon, which is set as names are.</summary>
public sealed record FilterWord(string Text, TaxonName? Taxon = null)
{
    public static implicit operator FilterWord(string text) => new(text);
}
