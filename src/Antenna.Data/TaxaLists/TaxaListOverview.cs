using Antenna.Data.Model;
using Antenna.Data.Predictions;

namespace Antenna.Data.TaxaLists;

/// <summary>A taxa list with its versions.</summary>
/// <param name="Project">The project that owns it; null for a shared one.</param>
/// <param name="Versions">Newest first.</param>
public sealed record TaxaListOverview(
    long Id, string Name, long? ProjectId, string? Project, DateTime CreatedAt, IReadOnlyList<TaxaListVersionOverview> Versions)
{
    /// <summary>The newest version that is offered to all; null where there is none.</summary>
    public TaxaListVersionOverview? Newest => Versions.Count > 0 ? Versions[0] : null;

    /// <summary>The trials of who looks, newest first.</summary>
    public IReadOnlyList<TaxaListTrialOverview> Trials { get; init; } = [];

    /// <summary>The version of a number; the newest that is offered to all where none is given.</summary>
    public TaxaListVersionOverview? Version(int? number) =>
        number is null ? Newest : Versions.FirstOrDefault(version => version.Number == number);

    /// <summary>The version before one that is offered to all, which is what it is compared with; null where there is none.</summary>
    public TaxaListVersionOverview? Before(TaxaListVersionOverview version) =>
        Versions.FirstOrDefault(other => other.Number < version.Number);
}

/// <summary>A draft that its person froze, so that runs can refer to it.</summary>
/// <param name="BaseNumber">The version that was drafted from.</param>
/// <param name="Changes">How many names it lists otherwise than that.</param>
public sealed record TaxaListTrialOverview(long Id, int BaseNumber, int Changes, DateTime CreatedAt, int EntryCount)
{
    /// <summary>How it differs from that; null where only lists are looked through, not versions.</summary>
    public VersionDifference? Difference { get; init; }

    /// <summary>"v3 + 2 changes".</summary>
    public string Name => TaxaListVersionName.DraftText(BaseNumber, Changes);
}

/// <summary>A version as the list of versions shows it.</summary>
/// <param name="Difference">How it differs from the version before that is offered to all; null where only lists are looked through, not versions.</param>
public sealed record TaxaListVersionOverview(
    long Id, int Number, string Author, DateTime CreatedAt, string? Note, int EntryCount, VersionDifference? Difference);

/// <summary>How much of a list version one classifier can name, and how much of the classifier the list keeps.</summary>
/// <param name="KeptClasses">Classes whose taxon is listed.</param>
/// <param name="ListedTaxa">Taxa that the names on the version are.</param>
/// <param name="NamedTaxa">Those of them that the classifier can name: some class of it is kept by the entry.</param>
/// <param name="NotInTaxonomy">Names on the version that the taxonomy does not know: they have no effect.</param>
/// <param name="UnresolvedLabels">Labels that resolve to no taxon, the first <see cref="TaxaListCatalog.ExamplesShown"/>.</param>
public sealed record ClassifierCoverage(
    AlgorithmName Classifier, LabelCounts Labels, int KeptClasses, int ListedTaxa, int NamedTaxa, int NotInTaxonomy, IReadOnlyList<string> UnresolvedLabels)
{
    /// <summary>Listed taxa that no class of the classifier bears.</summary>
    public int UnnamedTaxa => ListedTaxa - NamedTaxa;
}
