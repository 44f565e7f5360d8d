using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Antenna.Dashboard.Api;

/// <summary>A detector, a classifier or a post-processing step.</summary>
/// <param name="TaskType">detection, classification or post_processing.</param>
/// <param name="Source">The classifier whose results it derives from; null for what derives from none.</param>
/// <param name="Mode">Of a masking algorithm: absolute or reweighted.</param>
/// <param name="KeptTaxa">Of a masking algorithm: how many classes it keeps because their taxon is listed.</param>
/// <param name="KeptNotATaxon">Of a masking algorithm: how many classes it keeps because they are no taxon.</param>
/// <param name="CategoryMap">What the places of its logits mean; null for what classifies nothing.</param>
public sealed record AlgorithmResource(
    long Id, string Details, string Name, string Key, AlgorithmKind Kind, string TaskType, int Version, string? VersionName, AlgorithmReference? Source,
    ScoreMode? Mode, int? KeptTaxa, int? KeptNotATaxon, CategoryMapReference? CategoryMap, DateTime CreatedAt)
{
    internal static AlgorithmResource Of(AlgorithmRow row, HttpRequest request) => new(
        row.Name.Id,
        ApiLinks.Details(request, AlgorithmEndpoints.Path, row.Name.Id),
        row.Name.Name,
        row.Name.Key,
        row.Name.Kind,
        row.Name.Kind switch { AlgorithmKind.Detector => "detection", AlgorithmKind.Classifier => "classification", _ => "post_processing" },
        row.Version,
        row.VersionName,
        row.Source is { } source ? AlgorithmReference.Of(source) : null,
        row.Mode,
        row.KeptTaxa,
        row.KeptNotATaxon,
        row is { CategoryMapId: { } map, Classes: { } classes } ? new(map, ApiLinks.Details(request, AlgorithmEndpoints.LabelsPath, map), classes) : null,
        row.CreatedAt);
}

/// <summary>A category map, which is at Details.</summary>
/// <param name="LabelsCount">How many classes it has.</param>
public sealed record CategoryMapReference(long Id, string Details, int LabelsCount);

/// <summary>A category map: the ordered class labels of a classifier.</summary>
/// <param name="Labels">In the order of the logits.</param>
/// <param name="Data">The same with what each label means.</param>
public sealed record CategoryMapResource(long Id, IReadOnlyList<string> Labels, IReadOnlyList<CategoryMapClass> Data);

/// <summary>A class of a category map.</summary>
/// <param name="Index">Its place among the logits, from 0.</param>
/// <param name="Meaning">taxon, not-a-taxon or unresolved.</param>
/// <param name="Taxon">What the label resolves to; null where it is no taxon, or to none.</param>
/// <param name="GbifKey">The key that the map came with.</param>
public sealed record CategoryMapClass(int Index, string Label, ClassMeaning Meaning, TaxonReference? Taxon, string? GbifKey);

/// <summary>Algorithms and their category maps.</summary>
internal static class AlgorithmEndpoints
{
    public const string Path = "ml/algorithms";
    public const string LabelsPath = "ml/labels";

    public static void MapAlgorithms(this IEndpointRouteBuilder api)
    {
        var algorithms = api.MapGroup(Path).WithTags("Algorithms");
        algorithms.MapList<NoFilter<AlgorithmOrder>, AlgorithmResource>("", ListAsync)
            .WithName("ListAlgorithms").WithSummary("Lists algorithms of every kind, newest first");
        algorithms.MapOne("{id:long}", FindAsync).WithName("GetAlgorithm").WithSummary("One algorithm");
        api.MapGroup(LabelsPath).WithTags("Algorithms").MapOne("{id:long}", LabelsAsync)
            .WithName("GetLabels").WithSummary("A category map: what the places of logits and scores mean");
    }

    private static async Task<Ok<ResourcePage<AlgorithmResource>>> ListAsync(
        ListQuery<NoFilter<AlgorithmOrder>> query, AlgorithmCatalog algorithms, HttpContext http) => TypedResults.Ok(ListAnswer.Of(
        http.Request,
        await algorithms.ReadAsync(query.Limit, query.Cursor, http.RequestAborted),
        row => AlgorithmResource.Of(row, http.Request)));

    private static async Task<Results<Ok<AlgorithmResource>, ProblemHttpResult>> FindAsync(long id, AlgorithmCatalog algorithms, HttpContext http) =>
        await algorithms.FindAsync(id, http.RequestAborted) is { } row
            ? TypedResults.Ok(AlgorithmResource.Of(row, http.Request))
            : ApiProblems.None("algorithm", id);

    private static async Task<Results<Ok<CategoryMapResource>, ProblemHttpResult>> LabelsAsync(long id, AlgorithmCatalog algorithms, HttpContext http) =>
        await algorithms.ClassesAsync(id, http.RequestAborted) is { Count: > 0 } classes
            ? TypedResults.Ok(new CategoryMapResource(
                id,
                [.. classes.Select(each => each.Label)],
                [.. classes.Select(each => new CategoryMapClass(each.Index, each.Label, each.Meaning, TaxonReference.Of(each.Taxon), each.GbifKey))]))
            : ApiProblems.None("category map", id);
}

/// <summary>The order of the list of algorithms.</summary>
internal sealed class AlgorithmOrder : IListOrder
{
    public static string Order => AlgorithmCatalog.Order;
}
