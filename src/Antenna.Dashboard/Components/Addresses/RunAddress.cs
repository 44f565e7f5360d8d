namespace Antenna.Dashboard.Components.Addresses;

/// <summary>The page of one run.</summary>
public sealed record RunAddress(long Id) : PageAddress<RunAddress>, IPageAddress<RunAddress>
{
    public const string Route = "/runs/{Id:long}";

    static string IPageAddress<RunAddress>.Route => Route;

    /// <summary>The list that one came from, with its filters and its place; null for all of the project.</summary>
    public RunsAddress? CameFrom { get; init; }

    private protected override long PathId => Id;

    public static RunAddress At(long id) => new(id);

    protected internal override RunAddress Pass(AddressParameters parameters) => new(Id) { CameFrom = parameters.Page("from", CameFrom) };
}
