using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Projects;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Antenna.Dashboard.Api;

/// <summary>A capture set, and how much is in it.</summary>
/// <param name="FirstCapturedAt">The camera's local time; null where none was recorded.</param>
/// <param name="LastCapturedAt">The camera's local time; null where none was recorded.</param>
public record CaptureSetResource(
    long Id, string Details, string Name, NamedReference Project, DateTime CreatedAt, long SourceImagesCount, long DetectionsCount,
    long OccurrencesCount, int NightsCount, int DeploymentsCount, string? FirstCapturedAt, string? LastCapturedAt)
{
    internal static CaptureSetResource Of(CaptureSetRow set, HttpRequest request) => new(
        set.Id, ApiLinks.Details(request, CaptureSetEndpoints.Path, set.Id), set.Name, new(set.ProjectId, set.Project), set.CreatedAt,
        set.Counts.Captures, set.Counts.Detections, set.Counts.Occurrences, set.Counts.Nights, set.Counts.Deployments,
        CameraTime.Of(set.FirstCapturedAt), CameraTime.Of(set.LastCapturedAt));
}

/// <summary>A capture set with the classifiers that ran on it.</summary>
public sealed record CaptureSetDetailResource : CaptureSetResource
{
    private CaptureSetDetailResource(CaptureSetResource set)
        : base(set)
    {
    }

    /// <summary>By name.</summary>
    public required IReadOnlyList<RanClassifier> Classifiers { get; init; }

    internal static CaptureSetDetailResource Of(CaptureSetRow set, IReadOnlyList<CaptureSetClassifierRow> ran, HttpRequest request) =>
        new(CaptureSetResource.Of(set, request))
        {
            Classifiers = [.. ran.Select(each => new RanClassifier(AlgorithmReference.Of(each.Classifier), each.Results, each.InScope, each.Maskable))],
        };
}

/// <summary>A classifier that ran on a capture set, with how much of that it can mask.</summary>
/// <param name="Results">Results that the classifier itself gave.</param>
/// <param name="InScope">Lineages of it that have a terminal row.</param>
/// <param name="Maskable">Those of them whose source has logits.</param>
public sealed record RanClassifier(AlgorithmReference Classifier, long Results, long InScope, long Maskable);

/// <summary>Capture sets, which Antenna calls collections.</summary>
internal static class CaptureSetEndpoints
{
    public const string Path = "captures/collections";

    public static void MapCaptureSets(this IEndpointRouteBuilder api)
    {
        var sets = api.MapGroup(Path).WithTags("Capture sets");
        sets.MapList<CaptureSetQuery, CaptureSetResource>("", ListAsync)
            .WithName("ListCaptureSets").WithSummary("Lists capture sets, by project and name");
        sets.MapOne("{id:long}", FindAsync)
            .WithName("GetCaptureSet").WithSummary("One capture set, with the classifiers that ran on it");
    }

    private static async Task<Ok<ResourcePage<CaptureSetResource>>> ListAsync(
        ListQuery<CaptureSetQuery> query, CaptureSetCatalog sets, HttpContext http) => TypedResults.Ok(ListAnswer.Of(
        http.Request,
        await sets.ListAsync(query.Filter.ProjectId, query.Limit, query.Cursor, http.RequestAborted),
        set => CaptureSetResource.Of(set, http.Request)));

    private static async Task<Results<Ok<CaptureSetDetailResource>, ProblemHttpResult>> FindAsync(long id, CaptureSetCatalog sets, HttpContext http) =>
        await sets.FindRowAsync(id, http.RequestAborted) is { } set
            ? TypedResults.Ok(CaptureSetDetailResource.Of(set, await sets.ClassifiersAsync(id, http.RequestAborted), http.Request))
            : ApiProblems.None("capture set", id);
}

/// <summary>Which capture sets.</summary>
internal sealed record CaptureSetQuery(long? ProjectId) : IListFilter<CaptureSetQuery>
{
    public static IReadOnlyDictionary<string, string> Meanings { get; } = new Dictionary<string, string> { ["project"] = "Of this project; project_id means the same." };

    public string? Order => CaptureSetCatalog.Order;

    public static CaptureSetQuery Read(AddressParameters parameters) => new(parameters.Id("project", null));
}
