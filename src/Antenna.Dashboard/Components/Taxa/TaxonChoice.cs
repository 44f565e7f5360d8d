using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;

namespace Antenna.Dashboard.Components.Taxa;

/// <summary>What a type-ahead offers: a taxon, or a name that is on a list and stands for no taxon yet.</summary>
/// <param name="Taxon">Null for a name without a taxon, which can be seen and not chosen.</param>
/// <param name="Detail">What was found, and what tells it from the others.</param>
internal sealed record TaxonChoice(TaxonName? Taxon, string Name, Rank Rank, string? CommonName, string Detail)
{
    public static TaxonChoice Of(TaxonName taxon) => new(taxon, taxon.Name, taxon.Rank, null, "");

    public static TaxonChoice Of(TaxonSuggestion suggestion)
    {
        var found = (suggestion.Kind, suggestion.FoundAs) switch
        {
            (NameHitKind.Synonym, { } name) => $"synonym {name}",
            (NameHitKind.CommonName, { } name) => name,
            (NameHitKind.Similar, { } name) => $"similar: {name}",
            (NameHitKind.Similar, null) => "similar name",
            _ => null,
        };
        var taxon = suggestion.Taxon;
        return new(taxon, taxon.Name, taxon.Rank, suggestion.CommonName, string.Join(" · ", new[] { found, suggestion.Above?.Name }.OfType<string>()));
    }

    public static TaxonChoice Of(UnresolvedName name)
    {
        var lists = name.Lists is [var only] ? $"the list {only}" : $"{name.Lists.Count} lists";
        return new(null, name.Name, name.Rank, null, $"on {lists}, not in the taxonomy");
    }
}
