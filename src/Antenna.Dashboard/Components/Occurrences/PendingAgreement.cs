using Antenna.Dashboard.Components.Selection;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>The predictions of a selection, those on other pages too, that a person is shown before agreeing with them.</summary>
/// <param name="Selection">What was selected when they were read.</param>
/// <param name="Rows">Those that there is a prediction of to agree with, as it was then.</param>
internal sealed record PendingAgreement(OccurrenceSelection Selection, IReadOnlyList<OccurrenceRow> Rows)
{
    /// <summary>Taxa that are shown; of more their number is.</summary>
    public const int MostTaxa = 20;

    /// <summary>The predictions by their taxa, most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<TaxonName, int>> Taxa { get; } =
        [.. Rows.CountBy(row => row.Machine!).OrderByDescending(taxon => taxon.Value).ThenBy(taxon => taxon.Key.Name, StringComparer.Ordinal)];

    /// <summary>What no person has named yet and a machine has: to agree where a person named it is for the occurrence's own page.</summary>
    public static IReadOnlyList<OccurrenceRow> AgreeableAmong(IEnumerable<OccurrenceRow> rows) =>
        [.. rows.Where(row => row is { Verified: false, MachineClassificationId: not null, Machine: not null })];
}
