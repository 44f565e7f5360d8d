using Antenna.Data.Projects;
using Antenna.Data.Taxonomy;

namespace Antenna.Data.TaxaLists;

/// <summary>Reads taxa lists for pages.</summary>
public sealed class TaxaListCatalog
{
    /// <summary>Unresolved labels named with a coverage.</summary>
    public const int ExamplesShown = 20;

    /// <summary>The lists that a project may use, or all, by name.</summary>
    public Task<IReadOnlyList<TaxaListOverview>> ListAsync(long? projectId, Person person, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>One list; null where there is none of that id.</summary>
    public Task<TaxaListOverview?> FindAsync(long taxaListId, Person person, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>One page of a version's entries in the order of their names.</summary>
    /// <param name="search">Names to look for, as somebody types; null for all.</param>
    /// <param name="size">Rows a page, 1 to 200.</param>
    public Task<Page<TaxaListEntryRow>> EntriesAsync(long versionId, string? search, int size, string? cursor, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>How a version differs from another one, or from nothing; null where there is no such version.</summary>
    public Task<TaxaListDiff?> DiffAsync(long? fromVersionId, long toVersionId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>A version against each classifier, by name.</summary>
    public Task<IReadOnlyList<ClassifierCoverage>> CoverageAsync(long versionId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>One page of the listed taxa that a classifier has no class for, in the order of their names.</summary>
    /// <param name="size">Rows a page, 1 to 200.</param>
    public Task<Page<TaxonName>> UnnamedTaxaAsync(long versionId, long classifierId, int size, string? cursor, CancellationToken cancellationToken) => throw new NotImplementedException();
}
