namespace Antenna.Data.Taxonomy;

/// <summary>Which name of a taxon was found.</summary>
public enum TaxonHitKind
{
    Name,
    Synonym,
    CommonName,
}

/// <summary>A taxon found by one of its names.</summary>
/// <param name="Taxon">The accepted taxon.</param>
/// <param name="Matched">The name that was found: its own, a synonym's, or a common name.</param>
/// <param name="CommonName">A common name of the accepted taxon to show beside it; null if it has none.</param>
/// <param name="Family">Its family, where it is known.</param>
public sealed record TaxonHit(TaxonName Taxon, string Matched, TaxonHitKind Kind, string? CommonName, string? Family);

/// <summary>Finds taxa while somebody types.</summary>
public sealed class TaxonSearch
{
    /// <summary>
    /// The taxa with a name whose words begin with the typed ones, in their order ("n pron" finds Noctua pronuba), each
    /// taxon once: exact names first, then names that begin with the text, then others; within these, accepted names
    /// before synonyms before common names.
    /// </summary>
    /// <param name="most">How many at most.</param>
    public Task<IReadOnlyList<TaxonHit>> SearchAsync(string text, int most, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The way from the coarsest known taxon down to this one's accepted taxon, which is the last; empty where there is no such taxon.</summary>
    public Task<IReadOnlyList<TaxonName>> PathAsync(long taxonId, CancellationToken cancellationToken) => throw new NotImplementedException();
}
