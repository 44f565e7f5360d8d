using Antenna.Core.Taxonomy;
using Antenna.Data.Model;

namespace Antenna.Data.Taxonomy;

/// <summary>A taxon to choose, as a list of suggestions shows it.</summary>
/// <param name="Taxon">Always an accepted taxon.</param>
/// <param name="FoundAs">The name that was found, where it is not the taxon's own.</param>
/// <param name="CommonName">What people call it; null where it is not known, or is what was found.</param>
/// <param name="Above">The family, or the order of what has none: distinguishes same names.</param>
public sealed record TaxonSuggestion(TaxonName Taxon, NameHitKind Kind, string? FoundAs, string? CommonName, TaxonName? Above);

/// <summary>Finds taxa by what people type: scientific names, synonyms and common names.</summary>
public sealed class TaxonSearch(CurrentTaxonomy taxonomy)
{
    /// <summary>
    /// The taxa that the text may mean, likeliest first: each word typed begins a word of the name. Where no name has them,
    /// the taxa with similar names.
    /// </summary>
    public async Task<IReadOnlyList<TaxonSuggestion>> FindAsync(string text, int most, CancellationToken cancellationToken)
    {
        var snapshot = await taxonomy.GetAsync(cancellationToken);
        IReadOnlyList<NameHit> hits = snapshot.Search.Find(text, most) is { Count: > 0 } found
            ? found
            :
            [
                .. snapshot.SimilarTo(text)
                    .Select(similar => new NameHit(snapshot.Tree.AcceptedOf(similar.TaxonId), similar.Name, NameHitKind.Similar))
                    .DistinctBy(hit => hit.TaxonId)
                    .Take(most),
            ];
        return [.. hits.Select(hit => Suggest(snapshot, hit))];
    }

    /// <summary>A taxon by its id; null where there is none.</summary>
    public async Task<TaxonName?> NameAsync(long taxonId, CancellationToken cancellationToken) =>
        (await taxonomy.GetAsync(cancellationToken)).NameOf(taxonId);

    private static TaxonSuggestion Suggest(TaxonomySnapshot snapshot, NameHit hit)
    {
        var taxon = snapshot.NameOf(hit.TaxonId)!;
        var above = snapshot.Tree.AncestorAt(taxon.Id, Rank.Family) ?? snapshot.Tree.AncestorAt(taxon.Id, Rank.Order);
        var commonName = snapshot.CommonNameOf(taxon.Id);
        return new(
            taxon,
            hit.Kind,
            hit.Name == taxon.Name ? null : hit.Name,
            commonName == hit.Name ? null : commonName,
            above is { } id && id != taxon.Id ? snapshot.NameOf(id) : null);
    }
}
