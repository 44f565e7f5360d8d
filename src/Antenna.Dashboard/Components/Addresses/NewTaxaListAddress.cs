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

    /// <summary>The occurrence on whose workbench the list is then tried; null for none.</summary>
    public long? OccurrenceId { get; init; }

    public ListBeginning Beginning { get; init; }

    /// <summary>The list that is copied; null for none.</summary>
    public long? CopyOfId { get; init; }

    /// <summary>The least score of a prediction that counts.</summary>
    public double MinScore { get; init; } = UsualScore;

    public static NewTaxaListAddress At(long id) => new();

    protected internal override NewTaxaListAddress Pass(AddressParameters parameters) => new()
    {
        ProjectId = parameters.Id("project", ProjectId),
        CaptureSetId = parameters.Id("set", CaptureSetId),
        OccurrenceId = parameters.Id("occurrence", OccurrenceId),
        Beginning = parameters.Choice("begin", Beginning, ListBeginning.Confirmed),
        CopyOfId = parameters.Id("copy", CopyOfId),
        MinScore = parameters.Number("score", MinScore == UsualScore ? null : MinScore) ?? UsualScore,
    };
}
