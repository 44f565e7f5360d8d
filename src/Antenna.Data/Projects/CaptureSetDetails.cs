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

/// <summary>A capture set as its page shows it.</summary>
public sealed record CaptureSetDetails(
    CaptureSetRow Set, IReadOnlyList<CaptureSetDeployment> Deployments, IReadOnlyList<CaptureSetClassifierRow> Classifiers);

/// <summary>A station of a capture set.</summary>
public sealed record CaptureSetDeployment(DeploymentName? Deployment, long Captures);

/// <summary>A classifier that ran on a capture set, with how much of that it can mask.</summary>
/// <param name="Results">Results that the classifier itself gave.</param>
/// <param name="InScope">Lineages of it that have a terminal row: what a run looks at.</param>
/// <param name="Maskable">Those of <paramref name="InScope"/> whose source has logits.</param>
/// <param name="Labels">How many classes it has, by what they mean.</param>
public sealed record CaptureSetClassifierRow(AlgorithmName Classifier, long Results, long InScope, long Maskable, LabelCounts Labels);
