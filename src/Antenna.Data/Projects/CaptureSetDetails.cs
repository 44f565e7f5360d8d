using Antenna.Data.Model;
using Antenna.Data.Predictions;

namespace Antenna.Data.Projects;

/// <summary>What a capture set holds.</summary>
/// <param name="Detections">Boxes; a capture on which the detector found nothing has none.</param>
/// <param name="Nights">Distinct nights, each from noon to noon of the cameras' local time; captures without a time count for none.</param>
public sealed record CaptureSetCounts(long Captures, long Detections, long Occurrences, int Nights, int Deployments);

/// <summary>A row of the list of capture sets.</summary>
public sealed record CaptureSetRow(
    long Id,
    string Name,
    long ProjectId,
    string Project,
    DateTime CreatedAt,
    CaptureSetCounts Counts,
    DateTime? FirstCapturedAt,
    DateTime? LastCapturedAt);

/// <summary>A run as the list of capture sets names it.</summary>
public sealed record CaptureSetRun(long Id, RunState State, DateTime CreatedAt);

/// <summary>A capture set with the classifiers that ran on it: what is known of it at once, however large it is.</summary>
public sealed record CaptureSetDetails(
    long Id, string Name, long ProjectId, string Project, DateTime CreatedAt, IReadOnlyList<CaptureSetClassifierRow> Classifiers);

/// <summary>What is in a capture set, counted.</summary>
/// <param name="Samples">Some of its crops, from all over the set.</param>
public sealed record CaptureSetContents(
    CaptureSetRow Set, IReadOnlyList<CaptureSetDeployment> Deployments, IReadOnlyList<SampleCrop> Samples);

/// <summary>A station of a capture set.</summary>
/// <param name="Deployment">Null for the captures of no known station.</param>
public sealed record CaptureSetDeployment(
    DeploymentName? Deployment, long Captures, int Nights, DateTime? FirstCapturedAt, DateTime? LastCapturedAt);

/// <summary>A crop that shows what a capture set is of.</summary>
public sealed record SampleCrop(long DetectionId, long OccurrenceId, TaxonName? Determination);

/// <summary>A classifier that ran on a capture set or a selection, with how much of that it can mask.</summary>
/// <param name="Results">Results that the classifier itself gave.</param>
/// <param name="InScope">Lineages of it that have a terminal row: the rows in a run's scope.</param>
/// <param name="Maskable">Those of <paramref name="InScope"/> whose source has logits.</param>
/// <param name="Labels">How many classes it has, by what they mean.</param>
public sealed record CaptureSetClassifierRow(AlgorithmName Classifier, long Results, long InScope, long Maskable, LabelCounts Labels);
