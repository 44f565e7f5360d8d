using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;
using static Antenna.Benchmarks.PagesFixture;

namespace Antenna.Benchmarks;

/// <summary>What is asked of the list, with the target of each in ms.</summary>
internal static class PagesQueries
{
    private const double Simple = 50;
    private const double Combined = 300;

    public static IReadOnlyList<(string Name, double Target, OccurrenceFilter Filter, OccurrenceOrder Order)> All { get; } =
    [
        .. Simply("none", InProject()),
        .. Simply("projects", new() { }),
        .. Enum.GetValues<OccurrenceOrder>().Select(order => ($"sort.{order}", Simple, InProject(), order)),

        .. Simply("set.newest", InProject() with { CaptureSetId = NewestSet }),
        .. Simply("set.oldest", InProject() with { CaptureSetId = OldestSet }),
        .. Simply("set.everything", InProject() with { CaptureSetId = EverythingSet }),
        .. Simply("set.station", InProject() with { CaptureSetId = StationSet(40) }),
        .. Simply("deployment.first", InProject() with { DeploymentId = 1 }),
        .. Simply("deployment.last", InProject() with { DeploymentId = 40 }),
        .. Simply("taxon.commonest", InProject() with { TaxonId = CommonSpecies(1) }),
        .. Simply("taxon.common", InProject() with { TaxonId = CommonSpecies(30) }),
        .. Simply("taxon.rare", InProject() with { TaxonId = CommonSpecies(2_900) }),
        .. Simply("taxon.genus", InProject() with { TaxonId = GenusOf(CommonSpecies(1)) }),
        .. Simply("taxon.family", InProject() with { TaxonId = FamilyOf(CommonSpecies(1)) }),
        .. Simply("taxon.rare-family", InProject() with { TaxonId = FamilyOf(CommonSpecies(60)) }),
        .. Simply("taxon.order", InProject() with { TaxonId = LepidopteraId }),
        .. Simply("dates.night", InProject() with { From = new(2023, 7, 1), To = new(2023, 7, 1) }),
        .. Simply("dates.old-year", InProject() with { To = new(2022, 12, 31) }),
        .. Simply("score.high", InProject() with { MinScore = 0.9 }),
        .. Simply("score.highest", InProject() with { MinScore = 0.9999 }),
        .. Simply("score.middle", InProject() with { MinScore = 0.45, MaxScore = 0.46 }),
        .. Simply("ran.classifier", InProject() with { RanAlgorithmId = Regional }),
        .. Simply("ran.old-mask", InProject() with { RanAlgorithmId = OldMask }),
        .. Simply("not-ran.old-mask", InProject() with { NotRanAlgorithmId = OldMask }),
        .. Simply("not-ran.classifier-of-the-newest", InProject() with { NotRanAlgorithmId = Regional }),
        .. Simply("not-ran.classifier-of-everything", InProject() with { NotRanAlgorithmId = Wide }),
        .. Simply("list.on", InProject() with { List = new(ListVersion, Listed: true) }),
        .. Simply("list.off", InProject() with { List = new(ListVersion, Listed: false) }),
        .. Simply("verified", InProject() with { Verified = true }),
        .. Simply("unverified", InProject() with { Verified = false }),
        .. Simply("changed.old-run", InProject() with { ChangedBy = new(OldRun) }),
        .. Simply("changed.new-run", InProject() with { ChangedBy = new(NewRun) }),
        .. Simply("changed.transition", InProject() with { ChangedBy = new(OldRun, new(CommonSpecies(3), CommonSpecies(4))) }),
        .. Simply("search.id", InProject() with { Search = "123456" }),
        .. Simply("search.species", InProject() with { Search = "oldname 7" }),
        .. Simply("search.letters", InProject() with { Search = "ca" }),
        .. Simply("search.nothing", InProject() with { Search = "no such name" }),

        .. Simply("set+taxon.old-commonest", InProject() with { CaptureSetId = OldSet, TaxonId = CommonSpecies(1) }),
        .. Simply("set+taxon.old-family", InProject() with { CaptureSetId = OldSet, TaxonId = FamilyOf(CommonSpecies(1)) }),
        .. Simply("set+taxon.oldest-rare", InProject() with { CaptureSetId = OldestSet, TaxonId = CommonSpecies(2_000) }),
        .. Simply("set+taxon.newest-common", InProject() with { CaptureSetId = NewestSet, TaxonId = CommonSpecies(30) }),
        .. Simply("set+taxon.station-commonest", InProject() with { CaptureSetId = StationSet(38), TaxonId = CommonSpecies(1) }),
        .. Simply("set+taxon.station-family", InProject() with { CaptureSetId = StationSet(38), TaxonId = FamilyOf(CommonSpecies(60)) }),
        .. Simply("set+score.newest", InProject() with { CaptureSetId = NewestSet, MinScore = 0.9 }),
        .. Simply("set+score.oldest-narrow", InProject() with { CaptureSetId = OldestSet, MinScore = 0.45, MaxScore = 0.46 }),
        .. Simply("set+score.old-narrow", InProject() with { CaptureSetId = OldSet, MinScore = 0.9999 }),
        .. Simply("set+score.station", InProject() with { CaptureSetId = StationSet(38), MaxScore = 0.2 }),
        .. Simply("taxon+unverified.commonest", InProject() with { TaxonId = CommonSpecies(1), Verified = false }),
        .. Simply("taxon+unverified.family", InProject() with { TaxonId = FamilyOf(CommonSpecies(1)), Verified = false }),
        .. Simply("taxon+unverified.rare", InProject() with { TaxonId = CommonSpecies(2_000), Verified = false }),
        .. Simply("deployment+dates.year", InProject() with { DeploymentId = 1, From = new(2023, 1, 1), To = new(2023, 12, 31) }),
        .. Simply("deployment+dates.night", InProject() with { DeploymentId = 1, From = new(2023, 7, 1), To = new(2023, 7, 1) }),

        .. Each("set", InProject() with { CaptureSetId = OldSet }),
        .. Each("station", InProject() with { DeploymentId = 38 }),
        .. Each("family", InProject() with { TaxonId = FamilyOf(CommonSpecies(60)) }),
        .. Each("commonest", InProject() with { TaxonId = CommonSpecies(1) }),
        .. Each("verified", InProject() with { Verified = true }),
        .. Each("month", InProject() with { From = new(2023, 7, 1), To = new(2023, 7, 31) }),
        .. Each("changed", InProject() with { ChangedBy = new(OldRun) }),
        .. Each("off-list", InProject() with { List = new(ListVersion, Listed: false) }),
        .. Each("old-mask", InProject() with { RanAlgorithmId = OldMask }),
        .. Each("not-ran", InProject() with { NotRanAlgorithmId = OldMask }),
        .. Each("set+score+unverified", InProject() with { CaptureSetId = OldSet, MaxScore = 0.1, Verified = false }),
        .. Each("set+family+verified", InProject() with { CaptureSetId = OldSet, TaxonId = FamilyOf(CommonSpecies(60)), Verified = true }),
        .. Each("changed+set+off-list", InProject() with { ChangedBy = new(NewRun), CaptureSetId = NewestSet, List = new(ListVersion, Listed: false) }),
        .. Each("not-ran+station+verified", InProject() with { NotRanAlgorithmId = NewMask, DeploymentId = 3, Verified = true }),
        .. Each("everything", InProject() with
        {
            CaptureSetId = NewestSet, DeploymentId = 3, TaxonId = LepidopteraId, From = new(2025, 6, 1), To = new(2025, 8, 31), MinScore = 0.2, MaxScore = 0.9,
            RanAlgorithmId = NewMask, NotRanAlgorithmId = OldMask, List = new(ListVersion, Listed: true), Verified = false, ChangedBy = new(NewRun),
        }),
    ];

    /// <summary>What is asked of the list of detections: everything, and what is old and little among it.</summary>
    public static IReadOnlyList<(string Name, DetectionFilter Filter)> Detections { get; } =
    [
        ("detections.all", new()),
        ("detections.project", new() { ProjectId = Project }),
        ("detections.project-of-old", new() { ProjectId = OldProject }),
        ("detections.detector-of-old", new() { AlgorithmId = OldDetector }),
        ("detections.project+detector-of-others", new() { ProjectId = Project, AlgorithmId = OldDetector }),
    ];

    /// <summary>What is asked of the list of classifications.</summary>
    public static IReadOnlyList<(string Name, ClassificationFilter Filter)> Classifications { get; } =
    [
        ("classifications.all", new()),
        ("classifications.wide", new() { AlgorithmId = Wide }),
        ("classifications.old-mask", new() { AlgorithmId = OldMask }),
    ];

    private static OccurrenceFilter InProject() => new() { ProjectId = Project };

    private static IEnumerable<(string, double, OccurrenceFilter, OccurrenceOrder)> Simply(string name, OccurrenceFilter filter) =>
        [(name, Simple, filter, OccurrenceOrder.Newest)];

    /// <summary>In the orders that have it hardest.</summary>
    private static IEnumerable<(string, double, OccurrenceFilter, OccurrenceOrder)> Each(string name, OccurrenceFilter filter) =>
        ((OccurrenceOrder[])[OccurrenceOrder.Newest, OccurrenceOrder.Oldest, OccurrenceOrder.Name, OccurrenceOrder.HighestScore, OccurrenceOrder.LowestScore])
            .Select(order => ($"any.{name}.{order}", Combined, filter, order));
}
