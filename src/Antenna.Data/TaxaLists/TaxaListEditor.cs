using Antenna.Core.Taxonomy;
using Antenna.Data.Projects;

namespace Antenna.Data.TaxaLists;

/// <summary>Changes to a version of a taxa list that are not saved yet.</summary>
/// <param name="BaseVersionId">The version that they change.</param>
/// <param name="Added">Taxa to list; one that is listed already takes over its setting for descendants.</param>
/// <param name="RemovedTaxonIds">Taxa to list no longer; those that are not listed change nothing.</param>
public sealed record TaxaListDraft(long BaseVersionId, IReadOnlyList<ListEntry> Added, IReadOnlyList<long> RemovedTaxonIds)
{
    /// <summary>The version as it is.</summary>
    public static TaxaListDraft Of(long versionId) => new(versionId, [], []);

    public bool IsEmpty => Added.Count == 0 && RemovedTaxonIds.Count == 0;
}

/// <summary>A version that could not be saved; the message says why. Nothing was written.</summary>
public sealed class TaxaListRefusedException(string message) : Exception(message);

/// <summary>Saves what a person changed on a page as the next version of a list.</summary>
public sealed class TaxaListEditor
{
    /// <summary>Saves a draft as the next version.</summary>
    /// <param name="note">Why, in the author's words.</param>
    /// <exception cref="TaxaListRefusedException">
    /// It equals the newest version; the newest version is not the one that was changed; or it lists nothing.
    /// </exception>
    public Task<TaxaListVersionName> SaveAsync(TaxaListDraft draft, string? note, Person author, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Makes the content of an older version the newest one, as a new version.</summary>
    /// <exception cref="TaxaListRefusedException">It equals the newest version.</exception>
    public Task<TaxaListVersionName> RestoreAsync(long versionId, string? note, Person author, CancellationToken cancellationToken) => throw new NotImplementedException();
}
