namespace Antenna.Core.Predictions;

/// <summary>
/// The labels that mean "nothing alive is in this crop" or "no subject of a checklist", for classifiers whose category
/// map does not state it. Every mask keeps these classes: a bolt must not turn into a beetle because the
/// background is on no list.
/// </summary>
/// <remarks>
/// The set is short on purpose, and <em>other</em>, <em>unknown</em>, <em>animal</em>, <em>insect</em> or
/// <em>nonmoth</em> are not in it: behind those is an animal that the classifier could not name, and whether a station
/// keeps it is a setting of its curators. Left out, such a class is unresolved, excluded, and reported.
/// </remarks>
public sealed class NotATaxonLabels
{
    /// <summary>
    /// What published classifiers call it: <c>background</c> (iNaturalist models; <c>__background__</c> in torchvision's),
    /// <c>blank</c>, <c>human</c> and <c>vehicle</c> (SpeciesNet), <c>empty</c>, <c>person</c> (LILA data sets,
    /// MegaDetector), <c>no animal</c>.
    /// </summary>
    public static IReadOnlyList<string> Published { get; } =
        ["background", "blank", "empty", "human", "no animal", "person", "vehicle"];

    /// <summary>The labels of <see cref="Published"/>.</summary>
    public static NotATaxonLabels Default { get; } = new(Published);

    private readonly HashSet<string> _labels;

    /// <param name="labels">The labels that replace <see cref="Published"/>; they may be none.</param>
    public NotATaxonLabels(IEnumerable<string> labels) =>
        _labels = labels.Select(Plain).Where(label => label.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a class of this label is not a taxon. Case does not matter, nor whether words are parted by spaces,
    /// underscores or hyphens.
    /// </summary>
    public bool Contains(string label) => _labels.Contains(Plain(label));

    private static string Plain(string label) =>
        string.Join(' ', label.Split([' ', '_', '-', '\t', '\u00a0'], StringSplitOptions.RemoveEmptyEntries));
}
