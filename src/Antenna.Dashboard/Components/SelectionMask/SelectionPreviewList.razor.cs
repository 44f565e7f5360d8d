using Antenna.Dashboard.Components.Addresses;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.SelectionMask;

/// <summary>The selected occurrences before and after, by what becomes of them, those that change most first.</summary>
public sealed partial class SelectionPreviewList : ComponentBase
{
    [Parameter, EditorRequired]
    public IReadOnlyList<SelectionPreview> Previews { get; set; } = null!;

    /// <summary>There are no more to come.</summary>
    [Parameter, EditorRequired]
    public bool IsComplete { get; set; }

    /// <summary>The page that it is on, which says what is shown.</summary>
    [Parameter, EditorRequired]
    public SelectionMaskAddress Address { get; set; } = null!;

    private IReadOnlyList<SelectionPreview> Shown =>
    [
        .. Previews.Where(preview => Address.Show is not { } kind || preview.Is(kind))
            .OrderByDescending(preview => preview.TaxonChanges).ThenByDescending(preview => preview.Change).ThenBy(preview => preview.OccurrenceId),
    ];

    /// <summary>How many occurrences there are of each kind; one that nothing is of is left out where it is rare.</summary>
    private IEnumerable<(SelectionOutcomeKind Kind, int Count)> Counts => Enum.GetValues<SelectionOutcomeKind>()
        .Select(kind => (Kind: kind, Count: Previews.Count(preview => preview.Is(kind))))
        .Where(each => each.Count > 0 || each.Kind is not SelectionOutcomeKind.NotPredicted || Address.Show == each.Kind);

    private static string NameOf(SelectionOutcomeKind kind) => kind switch
    {
        SelectionOutcomeKind.AnotherTaxon => "Another taxon",
        SelectionOutcomeKind.NotPredicted => "Not predicted",
        _ => kind.ToString(),
    };
}
