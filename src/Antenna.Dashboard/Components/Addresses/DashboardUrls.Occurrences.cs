using System.Globalization;
using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Components.Addresses;

public static partial class DashboardUrls
{
    public static string Occurrences(long? projectId) => Occurrences(new OccurrenceFilter { ProjectId = projectId });

    public static string Occurrences(
        OccurrenceFilter filter,
        OccurrenceOrder order = OccurrenceOrder.Newest,
        OccurrenceView view = OccurrenceView.Table,
        int? size = null,
        string? cursor = null) => Path(
        "occurrences",
        null,
        ("project", filter.ProjectId),
        ("set", filter.CaptureSetId),
        ("deployment", filter.DeploymentId),
        ("taxon", filter.TaxonId),
        ("from", filter.From),
        ("to", filter.To),
        ("min", filter.MinScore),
        ("max", filter.MaxScore),
        ("ran", filter.RanAlgorithmId),
        ("not-ran", filter.NotRanAlgorithmId),
        ("list", filter.List?.TaxaListVersionId),
        ("listed", filter.List?.Listed),
        ("verified", filter.Verified),
        ("run", filter.ChangedBy?.RunId),
        ("change", Text(filter.ChangedBy?.Transition)),
        ("q", filter.Search),
        ("order", order is OccurrenceOrder.Newest ? null : order),
        ("view", view is OccurrenceView.Table ? null : view),
        ("size", size),
        ("cursor", cursor));

    /// <summary>One page of the list, as it is looked at.</summary>
    public static string PageOfOccurrences(OccurrenceQuery query) => Occurrences(
        query.Filter, query.Order, query.View, query.Size == OccurrenceQuery.DefaultSize ? null : query.Size, query.Cursor);

    /// <summary>The transition that an address says; null where it says none.</summary>
    internal static TaxonTransition? Transition(string? text)
    {
        return text?.Split('.') is [var from, var to] && TryTaxon(from, out var before) && TryTaxon(to, out var after)
            ? new TaxonTransition(before, after)
            : null;

        static bool TryTaxon(string text, out long? taxonId)
        {
            var isId = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id);
            taxonId = isId ? id : null;
            return isId || text == "none";
        }
    }

    public static string Occurrence(long id) => Path("occurrences", id);

    /// <summary>A transition as it is written in an address: the two taxa's ids, or none, with a point between.</summary>
    private static string? Text(TaxonTransition? transition) => transition is { } change
        ? $"{TaxonText(change.FromTaxonId)}.{TaxonText(change.ToTaxonId)}"
        : null;

    private static string TaxonText(long? taxonId) => taxonId?.ToString(CultureInfo.InvariantCulture) ?? "none";
}
