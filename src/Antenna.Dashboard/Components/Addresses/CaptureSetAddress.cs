using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>A capture set, with what is chosen to be done with it.</summary>
public sealed record CaptureSetAddress(long Id) : PageAddress<CaptureSetAddress>, IPageAddress<CaptureSetAddress>
{
    public const string Route = "/capture-sets/{Id:long}";

    static string IPageAddress<CaptureSetAddress>.Route => Route;

    /// <summary>The list that one came from, with its filters and its place; null for all of the project.</summary>
    public CaptureSetsAddress? CameFrom { get; init; }

    public MaskSettings Settings { get; init; } = MaskSettings.Default;

    private protected override long PathId => Id;

    public static CaptureSetAddress At(long id) => new(id);

    protected internal override CaptureSetAddress Pass(AddressParameters parameters) => new(Id)
    {
        Settings = parameters.Mask(Settings),
        CameFrom = parameters.Page("from", CameFrom),
    };
}
