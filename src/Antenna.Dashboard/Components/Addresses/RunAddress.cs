namespace Antenna.Dashboard.Components.Addresses;

/// <summary>The page of one run.</summary>
public sealed record RunAddress(long Id) : PageAddress<RunAddress>, IPageAddress<RunAddress>
{
    public const string Route = "/runs/{Id:long}";

    static string IPageAddress<RunAddress>.Route => Route;

    private protected override long PathId => Id;

    public static RunAddress At(long id) => new(id);

    protected internal override RunAddress Pass(AddressParameters parameters) => this;
}
