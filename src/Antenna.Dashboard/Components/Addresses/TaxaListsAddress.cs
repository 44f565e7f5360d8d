namespace Antenna.Dashboard.Components.Addresses;

/// <summary>The taxa lists that a project may use, or all.</summary>
public sealed record TaxaListsAddress : PageAddress<TaxaListsAddress>, IPageAddress<TaxaListsAddress>
{
    public const string Route = "/taxa-lists";

    static string IPageAddress<TaxaListsAddress>.Route => Route;

    public long? ProjectId { get; init; }

    public static TaxaListsAddress At(long id) => new();

    /// <summary>The page of a taxa list, from which the way back leads here.</summary>
    public TaxaListAddress Open(long id) => new(id) { CameFrom = ProjectId is { } project && this == new TaxaListsAddress { ProjectId = project } ? null : this };

    protected internal override TaxaListsAddress Pass(AddressParameters parameters) => new() { ProjectId = parameters.Id("project", ProjectId) };
}
