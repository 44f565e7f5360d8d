using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>What the page of capture sets shows; with a taxa list, to choose one to mask as it is said.</summary>
public sealed record CaptureSetsAddress : PageAddress<CaptureSetsAddress>, IPageAddress<CaptureSetsAddress>
{
    public const string Route = "/capture-sets";

    static string IPageAddress<CaptureSetsAddress>.Route => Route;

    public long? ProjectId { get; init; }

    /// <summary>How a set that is chosen here is to be masked.</summary>
    public MaskSettings Settings { get; init; } = MaskSettings.Default;

    /// <summary>Where the page begins; null on the first.</summary>
    public string? Cursor { get; init; }

    public static CaptureSetsAddress At(long id) => new();

    /// <summary>The page of a capture set, to be masked as is chosen, from which the way back leads here.</summary>
    public CaptureSetAddress Open(long id) => new(id) { Settings = Settings, CameFrom = ProjectId is { } project && this == new CaptureSetsAddress { ProjectId = project } ? null : this };

    protected internal override CaptureSetsAddress Pass(AddressParameters parameters) => new()
    {
        ProjectId = parameters.Id("project", ProjectId),
        Settings = parameters.Mask(Settings),
        Cursor = parameters.Text("cursor", Cursor),
    };
}
