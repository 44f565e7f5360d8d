using Antenna.Data.TaxaLists;

namespace Antenna.Dashboard.Components.Drafts;

/// <summary>A change that a person wants to make, whatever the draft lists by then.</summary>
/// <param name="Make">The step of it.</param>
/// <param name="TaxonId">The taxon that it is about, whose genus and family are then offered; null where it is about several.</param>
public sealed record DraftEdit(Func<Listing, Task<ListingEdit>> Make, long? TaxonId = null);
