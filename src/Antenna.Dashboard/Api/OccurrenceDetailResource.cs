using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Api;

/// <summary>An occurrence with all that algorithms and people said of it.</summary>
/// <param name="FirstSeenAt">The camera's local time, which carries no zone; null where it was not recorded.</param>
/// <param name="DeterminationScore">1 where the determination is a person's.</param>
/// <param name="Verified">A person determined it.</param>
/// <param name="DeterminationClassification">The classification that decides; null where a person does, or nothing.</param>
/// <param name="DeterminationIdentification">The identification that decides; null where no person does.</param>
/// <param name="BestMachinePrediction">Also where a person decides; null where there is none.</param>
/// <param name="Detections">In the order of time, each with its classifications, newest first.</param>
/// <param name="Predictions">The classifications that count now: those of the detections that are terminal.</param>
/// <param name="Identifications">What people said, newest first.</param>
/// <param name="Observed">What imported observations say of the animal besides its name; empty where they say nothing more.</param>
public sealed record OccurrenceDetailResource(
    long Id, string Details, NamedReference Project, NamedReference? Deployment, string? FirstSeenAt, TaxonReference? Determination,
    double? DeterminationScore, bool Verified, long? DeterminationClassification, long? DeterminationIdentification,
    BestMachinePrediction? BestMachinePrediction, int DetectionsCount, IReadOnlyList<DetectionResource> Detections,
    IReadOnlyList<ClassificationResource> Predictions, IReadOnlyList<IdentificationResource> Identifications,
    IReadOnlyList<ObservedTraitsResource> Observed)
{
    internal static OccurrenceDetailResource Of(OccurrenceDetails occurrence, HttpRequest request)
    {
        var classifications = occurrence.Predictions.Select(card => ClassificationResource.Of(card, request)).ToList();
        var captures = occurrence.Captures.ToDictionary(capture => capture.Id);
        var byDetection = classifications.ToLookup(row => row.DetectionId);
        var determination = occurrence.Determination;
        return new(
            occurrence.Id,
            ApiLinks.Details(request, OccurrenceEndpoints.Path, occurrence.Id),
            new(occurrence.ProjectId, occurrence.Project),
            NamedReference.Of(occurrence.Deployment),
            CameraTime.Of(occurrence.FirstSeenAt),
            TaxonReference.Of(determination.Taxon),
            determination.Score,
            determination.Verified,
            determination.ClassificationId,
            determination.IdentificationId,
            BestMachinePrediction.Of(determination.MachineClassificationId, determination.Machine, determination.MachineScore, request),
            occurrence.Detections.Count,
            [.. occurrence.Detections.Select(detection => DetectionResource.Of(detection, captures[detection.CaptureId], [.. byDetection[detection.Id]], request))],
            [.. classifications.Where(row => row.Terminal)],
            [.. occurrence.History.OfType<IdentificationCard>().Select(IdentificationResource.Of)],
            [.. occurrence.Observed.Where(traits => traits.SaysAnything).Select(ObservedTraitsResource.Of)]);
    }
}

/// <summary>A box on a capture, and all that was said of it.</summary>
/// <param name="Timestamp">Of the capture, the camera's local time; null where it was not recorded.</param>
/// <param name="Url">The crop's picture.</param>
/// <param name="Width">Of the capture, px; null where it is not known.</param>
/// <param name="Height">Of the capture, px; null where it is not known.</param>
/// <param name="Bbox">x1, y1, x2, y2 in px from the capture's top left corner; null where there is no box.</param>
/// <param name="Classifications">Terminal and intermediate, newest first.</param>
public sealed record DetectionResource(
    long Id, string? Timestamp, string Url, CaptureReference Capture, int? Width, int? Height, IReadOnlyList<double>? Bbox,
    IReadOnlyList<ClassificationResource> Classifications)
{
    internal static DetectionResource Of(
        DetectionDetails detection, CaptureDetails capture, IReadOnlyList<ClassificationResource> classifications, HttpRequest request) => new(
        detection.Id,
        CameraTime.Of(detection.CapturedAt),
        ApiLinks.Crop(request, detection.Id),
        new(capture.Id, capture.Path),
        capture.Width,
        capture.Height,
        BoxCorners.Of(detection.Box),
        classifications);
}

/// <summary>What an imported observation says of an animal besides its name, by the terms of Darwin Core.</summary>
/// <param name="CaptureId">The capture that it is of; of an event, the first.</param>
/// <param name="IndividualCount">How many were observed together, which make one occurrence; null where it does not say.</param>
/// <param name="Sex">female or male; null where it does not say.</param>
/// <param name="LifeStage">adult, subadult or juvenile; null where it does not say.</param>
/// <param name="Behavior">In the observer's own words; null where it does not say.</param>
public sealed record ObservedTraitsResource(long CaptureId, int? IndividualCount, string? Sex, string? LifeStage, string? Behavior)
{
    internal static ObservedTraitsResource Of(ObservedTraits traits) =>
        new(traits.CaptureId, traits.Animals, traits.Sex, traits.LifeStage, traits.Behaviour);
}

/// <summary>A photograph.</summary>
/// <param name="Path">As it was imported: relative to its folder, or an address of the web.</param>
public sealed record CaptureReference(long Id, string Path);

/// <summary>What a person said of an occurrence, and how that ended.</summary>
/// <param name="Taxon">Null for a comment.</param>
/// <param name="Stands">It counts: it was neither withdrawn nor superseded.</param>
/// <param name="Withdrawn">It was withdrawn by hand.</param>
/// <param name="SupersededById">The later identification of the same person that took its place.</param>
/// <param name="AgreedWithIdentificationId">Of a click of agreement with a person: with which identification.</param>
/// <param name="AgreedWithPredictionId">Of a click of agreement with a machine: with which classification.</param>
public sealed record IdentificationResource(
    long Id, NamedReference User, TaxonReference? Taxon, string? Comment, bool Stands, bool Withdrawn, long? SupersededById,
    long? AgreedWithIdentificationId, long? AgreedWithPredictionId, DateTime CreatedAt)
{
    internal static IdentificationResource Of(IdentificationCard card) => new(
        card.Id,
        new(card.PersonId, card.Person),
        TaxonReference.Of(card.Taxon),
        card.Comment,
        card.Stands,
        card.Withdrawn is not null,
        card.Superseded?.Id,
        card.Agreed?.IdentificationId,
        card.Agreed?.ClassificationId,
        card.At);
}
