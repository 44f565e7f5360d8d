using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>What an occurrence's page shows, with the mask that is tried on its workbench.</summary>
public sealed record OccurrenceAddress(long Id) : PageAddress<OccurrenceAddress>, IPageAddress<OccurrenceAddress>
{
    public const string Route = "/occurrences/{Id:long}";

    private const string All = "all";

    static string IPageAddress<OccurrenceAddress>.Route => Route;

    /// <summary>The list that one came from, with its filters and its place; null for all of the project.</summary>
    public OccurrencesAddress? CameFrom { get; init; }

    /// <summary>The selection that one came from, with the mask tried on it; null where one did not.</summary>
    public SelectionMaskAddress? CameFromSelection { get; init; }

    /// <summary>The occurrences behind a number of an impact that one came from; null where one did not.</summary>
    public ImpactCasesAddress? CameFromImpact { get; init; }

    /// <summary>The detection looked at; null for the one that decides.</summary>
    public long? DetectionId { get; init; }

    /// <summary>Show the predictions of every detection, not only of the one looked at.</summary>
    public bool WholeHistory { get; init; }

    /// <summary>The mask tried.</summary>
    public MaskSettings Settings { get; init; } = MaskSettings.Default;

    /// <summary>The roll-up tried beside the mask; null for none.</summary>
    public TriedRollUp? RollUp { get; init; }

    /// <summary>The answers that stand side by side.</summary>
    public TriedComparison Comparison { get; init; } = TriedComparison.Usual;

    /// <summary>Show every pinned occurrence, not only those that the mask moves.</summary>
    public bool ShowsAllPins { get; init; }

    /// <summary>Its detections as raw rows, from which the way back leads here.</summary>
    public DetectionsAddress Detections => new() { Filter = new() { OccurrenceId = Id }, CameFrom = Kept };

    /// <summary>Its classifications as raw rows, from which the way back leads here.</summary>
    public ClassificationsAddress Classifications => new() { Filter = new() { OccurrenceId = Id }, CameFrom = Kept };

    /// <summary>What a way back has to have in it; null where the id says all.</summary>
    private OccurrenceAddress? Kept => this == new OccurrenceAddress(Id) ? null : this;

    private protected override long PathId => Id;

    public static OccurrenceAddress At(long id) => new(id);

    /// <summary>Another occurrence, with the same mask tried on it and the same way back.</summary>
    public OccurrenceAddress WithOccurrence(long id) => this with { Id = id, DetectionId = null };

    protected internal override OccurrenceAddress Pass(AddressParameters parameters) => new(Id)
    {
        DetectionId = parameters.Id("detection", DetectionId),
        WholeHistory = parameters.Text("history", WholeHistory ? All : null) == All,
        Settings = parameters.Mask(Settings),
        RollUp = TriedRollUp.Pass(parameters, RollUp),
        Comparison = TriedComparison.Pass(parameters, Comparison),
        ShowsAllPins = parameters.Text("pins", ShowsAllPins ? All : null) == All,
        CameFrom = parameters.Page("from", CameFrom),
        CameFromSelection = parameters.Page("from-selection", CameFromSelection),
        CameFromImpact = parameters.Page("from-impact", CameFromImpact),
    };
}
