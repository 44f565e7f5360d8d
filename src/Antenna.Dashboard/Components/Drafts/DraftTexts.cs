using Antenna.Core.TaxaLists;
using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.TaxaLists;

namespace Antenna.Dashboard.Components.Drafts;

/// <summary>How changes of a list, and the steps that make them, are worded.</summary>
internal static class DraftTexts
{
    /// <summary>Before a name: it was added, struck, or is described otherwise.</summary>
    public static string SignOf(NetChange change) => change switch
    {
        { IsAdded: true } => "+",
        { IsRemoved: true } => "−",
        _ => "≠",
    };

    /// <summary>"added", "struck", "with all below it".</summary>
    public static string TextOf(NetChange change) => change switch
    {
        { IsAdded: true, After.IncludeDescendants: true } => "added with all below it",
        { IsAdded: true } => "added",
        { IsRemoved: true } => "struck",
        { Before.IncludeDescendants: false, After.IncludeDescendants: true } => "kept with all below it",
        { Before.IncludeDescendants: true, After.IncludeDescendants: false } => "kept without what is below it",
        _ => "described otherwise",
    };

    /// <summary>What a name is on one side of a merge.</summary>
    public static string SideOf(ListedName? name) => name switch
    {
        null => "not on the list",
        { IncludeDescendants: true } => "on the list with all below it",
        _ => "on the list",
    };

    /// <summary>"add Actias luna", to follow "Undo:".</summary>
    public static string TextOf(DraftStep step)
    {
        var names = step.Names is [var only] ? only : Figures.Count(step.Names.Count, "name", "names");
        return step.Kind switch
        {
            DraftStepKind.Add or DraftStepKind.AddBatch => $"add {names}",
            DraftStepKind.Remove => $"strike {names}",
            DraftStepKind.KeepDescendants => $"keep all of {names}",
            DraftStepKind.Restore => $"remove the change of {names}",
            _ => throw new ArgumentOutOfRangeException(nameof(step), step.Kind, "Not a kind of step."),
        };
    }

    /// <summary>Why a change was not made.</summary>
    public static string TextOf(DraftRefusal refusal) => refusal switch
    {
        DraftRefusal.Gone => "There is no such draft any more: it was saved or discarded in another tab.",
        DraftRefusal.ChangedMeanwhile => "Another tab changed the draft meanwhile, and this was not done. Here is how it is now.",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not a refusal of a draft."),
    };

    public static string NameClass(Rank rank) => TaxonLabel.IsItalic(rank) ? "taxon-name" : "";
}
