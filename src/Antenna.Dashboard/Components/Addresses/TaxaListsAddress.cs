namespace Antenna.Dashboard.Components.Addresses;

/// <summary>The taxa lists that a project may use, or all.</summary>
public sealed record TaxaListsAddress : PageAddress<TaxaListsAddress>, IPageAddress<TaxaListsAddress>
{
    public const string Route = "/taxa-lists";

    static string IPageAddress<TaxaListsAddress>.Route => Route;

    public long? ProjectId { get; init; }

    public static TaxaListsAddress At(long id) => new();

    protected internal override TaxaListsAddress Pass(AddressParameters parameters) => new() { ProjectId = parameters.Id("project", ProjectId) };
}
