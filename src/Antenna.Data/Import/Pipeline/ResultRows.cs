using Antenna.Data.Model;

namespace Antenna.Data.Import.Pipeline;

/// <summary>A detection as delivered, and what the database knows of it once it was looked up or written.</summary>
internal sealed class DeliveredDetection(ImportPlace place)
{
    public ImportPlace Place => place;

    public string SourceImageId { get; set; } = "";

    public ImportedAlgorithm Detector { get; set; } = null!;

    public Box? Box { get; set; }

    public string? CropPath { get; set; }

    /// <summary>What the file calls the animal, which several detections may be of; null where each is one of its own.</summary>
    public string? Animal { get; set; }

    public CaptureOfResult Capture { get; set; }

    public long Id { get; set; }

    public long? OccurrenceId { get; set; }

    /// <summary>What makes it the same detection however often it comes.</summary>
    public (long CaptureId, long DetectorId, Box? Box) Identity => (Capture.Id, Detector.Id, Box);
}

/// <summary>What a detection takes over from its capture.</summary>
internal readonly record struct CaptureOfResult(long Id, long? DeploymentId, DateTime? CapturedAt);

/// <summary>What a classifier predicted for a detection, as delivered.</summary>
/// <param name="position">Which of the detection's classifications it is.</param>
internal sealed class ResultRow(DeliveredDetection detection, int position)
{
    public DeliveredDetection Detection => detection;

    public ImportPlace Place => detection.Place.JsonPath is { } path ? detection.Place with { JsonPath = $"{path}.classifications[{position}]" } : detection.Place;

    public ImportedAlgorithm Classifier { get; set; } = null!;

    public DateTime CreatedAt { get; set; }

    public bool Terminal { get; set; } = true;

    public SourcePrediction Prediction { get; set; } = null!;

    /// <summary>The bytes of its logits in the batch; empty where it has none.</summary>
    public Range Logits { get; set; }

    public (long DetectionId, long ClassifierId) Lineages => (Detection.Id, Classifier.Id);
}

/// <summary>What a classifier itself answered.</summary>
/// <param name="ClassIndex">The winner; null where the delivered label is none of the classes.</param>
/// <param name="Score">Its probability, 0 to 1.</param>
/// <param name="TopClasses">The best classes, best first, at most ten.</param>
/// <param name="TopScores">Their probabilities.</param>
internal sealed record SourcePrediction(int? ClassIndex, double Score, int[] TopClasses, double[] TopScores)
{
    /// <summary>The winner, where it was delivered as a taxon and no class is known.</summary>
    public long? TaxonId { get; init; }
}
