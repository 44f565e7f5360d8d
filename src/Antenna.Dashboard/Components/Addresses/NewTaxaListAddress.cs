namespace Antenna.Dashboard.Components.Addresses;

/// <summary>What a new list begins with.</summary>
public enum ListBeginning
{
    /// <summary>What people confirmed somewhere.</summary>
    Confirmed,

    /// <summary>What classifiers predicted somewhere, above a score.</summary>
    Predicted,

    /// <summary>Another list.</summary>
    Copy,

    /// <summary>Nothing.</summary>
    Empty,
}

/// <summary>Where a taxa list is begun without a file.</summary>
public sealed record NewTaxaListAddress : PageAddress<NewTaxaListAddress>, IPageAddress<NewTaxaListAddress>
{
    /// <summary>Predictions from this score on, where none is chosen.</summary>
    public const double UsualScore = 0.8;

    public const string Route = "/taxa-lists/new";

    static string IPageAddress<NewTaxaListAddress>.Route => Route;

    /// <summary>The project whose animals are looked at, and which owns the list unless it is shared.</summary>
    public long? ProjectId { get; init; }

    /// <summary>The capture set whose animals alone are looked at; null for the whole project.</summary>
    public long? CaptureSetId { get; init; }

    /// <summary>The occurrence that one came from, on whose workbench the list is then tried; null where one did not.</summary>
    public OccurrenceAddress? CameFromOccurrence { get; init; }

    /// <summary>The capture set that one came from, to mask it to the list; null where one did not.</summary>
    public CaptureSetAddress? CameFromCaptureSet { get; init; }

    /// <summary>The selection that one came from, to mask it to the list; null where one did not.</summary>
    public SelectionMaskAddress? CameFromSelection { get; init; }

    public ListBeginning Beginning { get; init; }

    /// <summary>The list that is copied; null for none.</summary>
    public long? CopyOfId { get; init; }

    /// <summary>The least score of a prediction that counts.</summary>
    public double MinScore { get; init; } = UsualScore;

    /// <summary>The page that one came from; null for none.</summary>
    public PageAddress? CameFrom => (PageAddress?)CameFromOccurrence ?? (PageAddress?)CameFromCaptureSet ?? CameFromSelection;

    public static NewTaxaListAddress At(long id) => new();

    /// <summary>Where a new list leads: to the page that one came from, as it was, with the list chosen; else to the list's own.</summary>
    public PageAddress NextWith(long listId)
    {
        if (CameFromOccurrence is { } occurrence)
            return occurrence with { Settings = occurrence.Settings.WithVersion(listId, null) };
        if (CameFromCaptureSet is { } set)
            return set with { Settings = set.Settings.WithVersion(listId, null) };
        if (CameFromSelection is { } selection)
            return selection with { Settings = selection.Settings.WithVersion(listId, null) };
        return new TaxaListAddress(listId);
    }

    protected internal override NewTaxaListAddress Pass(AddressParameters parameters) => new()
    {
        ProjectId = parameters.Id("project", ProjectId),
        CaptureSetId = parameters.Id("set", CaptureSetId),
        Beginning = parameters.Choice("begin", Beginning, ListBeginning.Confirmed),
        CopyOfId = parameters.Id("copy", CopyOfId),
        MinScore = parameters.Number("score", MinScore == UsualScore ? null : MinScore) ?? UsualScore,
        CameFromOccurrence = parameters.Page("from-occurrence", CameFromOccurrence),
        CameFromCaptureSet = parameters.Page("from-set", CameFromCaptureSet),
        CameFromSelection = parameters.Page("from-selection", CameFromSelection),
    };
}
