using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>A project, with the standing mask that is being chosen for it.</summary>
public sealed record ProjectAddress(long Id) : PageAddress<ProjectAddress>, IPageAddress<ProjectAddress>
{
    public const string Route = "/projects/{Id:long}";

    static string IPageAddress<ProjectAddress>.Route => Route;

    /// <summary>Whether a standing mask is being chosen.</summary>
    public bool IsSetting { get; init; }

    /// <summary>What is chosen for it.</summary>
    public MaskSettings Settings { get; init; } = MaskSettings.Default;

    /// <summary>Whether what is there now is to be masked as well.</summary>
    public bool AlsoNow { get; init; }

    private protected override long PathId => Id;

    public static ProjectAddress At(long id) => new(id);

    protected internal override ProjectAddress Pass(AddressParameters parameters) => new(Id)
    {
        IsSetting = parameters.YesOrNo("set", IsSetting ? true : null) ?? false,
        Settings = parameters.Mask(Settings),
        AlsoNow = parameters.YesOrNo("also-now", AlsoNow ? true : null) ?? false,
    };
}
