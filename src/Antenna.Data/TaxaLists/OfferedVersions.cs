using Antenna.Data.Model;

namespace Antenna.Data.TaxaLists;

/// <summary>
/// Which versions of lists are offered to whom: a trial serves one person, and is neither offered to others nor the newest.
/// </summary>
public static class OfferedVersions
{
    /// <summary>The versions that are offered to all.</summary>
    public static IQueryable<TaxaListVersion> Offered(this IQueryable<TaxaListVersion> versions) =>
        versions.Where(version => version.TrialOfId == null);

    /// <summary>The versions that are offered to all, and one person's own trials.</summary>
    /// <param name="personId">Null for a person who has none.</param>
    public static IQueryable<TaxaListVersion> OfferedTo(this IQueryable<TaxaListVersion> versions, long? personId) =>
        versions.Where(version => version.TrialOfId == null || version.TrialOfId == personId);

    /// <summary>One person's trial of a list, by its id, or what became of it once it was promoted: one row, or none.</summary>
    /// <param name="personId">Null for a person who has none.</param>
    public static IQueryable<TaxaListVersion> TrialOf(this IQueryable<TaxaListVersion> versions, long taxaListId, long trialId, long? personId) =>
        versions.Where(version => version.TaxaListId == taxaListId && version.Id == trialId).OfferedTo(personId);

    /// <summary>The newest version of a list that is offered to all: one row, or none.</summary>
    public static IQueryable<TaxaListVersion> NewestOffered(this IQueryable<TaxaListVersion> versions, long taxaListId) =>
        versions.Where(version => version.TaxaListId == taxaListId).Offered().OrderByDescending(version => version.Number).Take(1);
}
