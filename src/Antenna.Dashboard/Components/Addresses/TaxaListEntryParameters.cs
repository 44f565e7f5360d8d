using Antenna.Data.TaxaLists;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>How a filter of a list's entries stands in the address of the list's page, and in a query of the API.</summary>
internal static class TaxaListEntryParameters
{
    public static TaxaListEntryFilter Entries(this AddressParameters parameters, TaxaListEntryFilter filter) => new()
    {
        Search = parameters.Text("q", filter.Search),
        NamedById = parameters.Id("named", filter.NamedById),
        NotNamedById = parameters.Id("unnamed", filter.NotNamedById),
        InTaxonomy = parameters.YesOrNo("known", filter.InTaxonomy),
        TaxonId = parameters.Id("taxon", filter.TaxonId),
        AddedIn = parameters.Count("added", filter.AddedIn),
    };
}
