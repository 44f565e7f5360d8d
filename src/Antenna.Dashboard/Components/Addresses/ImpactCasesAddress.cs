using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Masking.Impacts;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>The occurrences of a capture set that one number of an impact counts, before and after.</summary>
public sealed record ImpactCasesAddress(long Id) : PageAddress<ImpactCasesAddress>, IPageAddress<ImpactCasesAddress>
{
    public const string Route = "/capture-sets/impact/{Id:long}";

    static string IPageAddress<ImpactCasesAddress>.Route => Route;

    /// <summary>The mask whose impact it is.</summary>
    public MaskSettings Settings { get; init; } = MaskSettings.Default;

    /// <summary>What the number counts; null for whatever becomes another taxon.</summary>
    public ImpactFilter? Count { get; init; }

    /// <summary>The occurrence after which the page begins; null for the first.</summary>
    public long? After { get; init; }

    /// <summary>The impact that one came from; null for that of the same settings.</summary>
    public CaptureSetAddress? CameFrom { get; init; }

    /// <summary>Where the way back leads.</summary>
    public CaptureSetAddress Back => CameFrom ?? new CaptureSetAddress(Id) { Settings = Settings };

    /// <summary>An occurrence in the workbench with this mask, from which the way back leads here.</summary>
    public OccurrenceAddress Workbench(long occurrenceId) => new(occurrenceId) { Settings = Settings, CameFromImpact = this };

    private protected override long PathId => Id;

    public static ImpactCasesAddress At(long id) => new(id);

    protected internal override ImpactCasesAddress Pass(AddressParameters parameters) => new(Id)
    {
        Settings = parameters.Mask(Settings),
        Count = ImpactFilter.Parse(parameters.Text("count", Count?.ToString())),
        After = parameters.Id("after", After),
        CameFrom = parameters.Page("from", CameFrom),
    };
}
