using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Antenna.Dashboard.Api;

/// <summary>A detection as it is stored; what was said of it is at classifications/?detection=.</summary>
/// <param name="Occurrence">Null where the detector looked and found nothing.</param>
/// <param name="Timestamp">Of the capture, the camera's local time; null where it was not recorded.</param>
/// <param name="Url">The crop's picture.</param>
/// <param name="Width">Of the capture, px; null where it is not known.</param>
/// <param name="Height">Of the capture, px; null where it is not known.</param>
/// <param name="Bbox">
/// x1, y1, x2, y2 in px from the capture's top left corner; null where an animal is somewhere on the capture, or none was found.
/// </param>
/// <param name="Algorithm">The detector.</param>
/// <param name="ClassificationsCount">Terminal and intermediate.</param>
public sealed record StoredDetectionResource(
    long Id, string Details, NamedReference Project, long? Occurrence, string? Timestamp, string Url, CaptureReference Capture, int? Width,
    int? Height, IReadOnlyList<double>? Bbox, AlgorithmReference Algorithm, long ClassificationsCount)
{
    internal static StoredDetectionResource Of(DetectionRow row, HttpRequest request) => new(
        row.Id,
        ApiLinks.Details(request, DetectionEndpoints.Path, row.Id),
        new(row.Project.Id, row.Project.Name),
        row.OccurrenceId,
        CameraTime.Of(row.CapturedAt),
        ApiLinks.Crop(request, row.Id),
        new(row.CaptureId, row.Path),
        row.Width,
        row.Height,
        BoxCorners.Of(row.Box),
        AlgorithmReference.Of(row.Algorithm),
        row.Classifications);
}

/// <summary>Detections: where detectors and people saw animals, or that they saw none.</summary>
internal static class DetectionEndpoints
{
    public const string Path = "detections";

    public static void MapDetections(this IEndpointRouteBuilder api)
    {
        var detections = api.MapGroup(Path).WithTags("Detections");
        detections.MapList<DetectionQuery, StoredDetectionResource>("", ListAsync)
            .WithName("ListDetections").WithSummary("Lists detections, newest first")
            .WithDescription("Every row as it is stored, also where a detector looked and found nothing.");
        detections.MapOne("{id:long}", FindAsync).WithName("GetDetection").WithSummary("One detection, and the detector that made it");
    }

    private static async Task<Ok<ResourcePage<StoredDetectionResource>>> ListAsync(
        ListQuery<DetectionQuery> query, DetectionList detections, HttpContext http) => TypedResults.Ok(ListAnswer.Of(
        http.Request,
        await detections.ReadAsync(query.Filter.Filter, query.Limit, query.Cursor, http.RequestAborted),
        row => StoredDetectionResource.Of(row, http.Request)));

    private static async Task<Results<Ok<StoredDetectionResource>, ProblemHttpResult>> FindAsync(long id, DetectionList detections, HttpContext http) =>
        await detections.FindAsync(id, http.RequestAborted) is { } row
            ? TypedResults.Ok(StoredDetectionResource.Of(row, http.Request))
            : ApiProblems.None("detection", id);
}

/// <summary>Which detections: by the parameters of the page that lists them, and by project.</summary>
internal sealed record DetectionQuery(DetectionFilter Filter) : IListFilter<DetectionQuery>
{
    public static IReadOnlyDictionary<string, string> Meanings { get; } = new Dictionary<string, string>
    {
        ["id"] = "Just this one.",
        ["project"] = "On the captures of this project; project_id means the same.",
        ["occurrence"] = "Of this occurrence.",
        ["capture"] = "On this capture.",
        ["algorithm"] = "Of this detector.",
    };

    public string? Order => DetectionList.Order;

    public static DetectionQuery Read(AddressParameters parameters) =>
        new(new DetectionsAddress().PassFilter(parameters) with { ProjectId = parameters.Id("project", null) });
}
