namespace Antenna.Dashboard.Components.Addresses;

/// <summary>Where a taxa list is imported: a new one, or the next version of one.</summary>
public sealed record TaxaListImportAddress : PageAddress<TaxaListImportAddress>, IPageAddress<TaxaListImportAddress>
{
    public const string Route = "/taxa-lists/import";

    static string IPageAddress<TaxaListImportAddress>.Route => Route;

    public long? ProjectId { get; init; }

    /// <summary>The list that gets its next version; null for a new one.</summary>
    public long? TaxaListId { get; init; }

    public static TaxaListImportAddress At(long id) => new();

    protected internal override TaxaListImportAddress Pass(AddressParameters parameters) => new()
    {
        ProjectId = parameters.Id("project", ProjectId),
        TaxaListId = parameters.Id("list", TaxaListId),
    };
}
