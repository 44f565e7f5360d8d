using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Antenna.Dashboard.Api;

/// <summary>What an algorithm said of one detection, and where that came from.</summary>
/// <param name="Taxon">Null where the winner is not a taxon, or its label resolves to none.</param>
/// <param name="Label">The winner as the classifier calls it; null where it is no class.</param>
/// <param name="Score">In the row's own mode, 0 to 1.</param>
/// <param name="AbsoluteScore">The winner's probability before anything was masked.</param>
/// <param name="Mode">Of a masked row: absolute or reweighted; else null.</param>
/// <param name="Terminal">It counts now; otherwise it is intermediate.</param>
/// <param name="AppliedTo">The classification that it was derived from; null on what a classifier said itself.</param>
/// <param name="Run">The run that wrote it; null on what a pipeline delivered.</param>
/// <param name="Masses">How the probability divides; masked rows only.</param>
/// <param name="CreatedAt">When the result was made; a derived row has its source's time.</param>
/// <param name="TopN">The best classes that are stored, best first; the whole vector is at scores/.</param>
/// <param name="TopTaxa">Of a roll-up: the best taxa of its rank, best first.</param>
public sealed record ClassificationResource(
    long Id, string Details, long DetectionId, TaxonReference? Taxon, string? Label, double Score, double AbsoluteScore, ScoreMode? Mode, bool Terminal,
    AlgorithmReference Algorithm, AppliedToReference? AppliedTo, RunReference? Run, MassesResource? Masses, DateTime CreatedAt,
    IReadOnlyList<ScoredClass> TopN, IReadOnlyList<ScoredTaxon> TopTaxa)
{
    internal static ClassificationResource Of(PredictionCard card, HttpRequest request) => new(
        card.ClassificationId,
        ApiLinks.Details(request, ClassificationEndpoints.Path, card.ClassificationId),
        card.DetectionId,
        TaxonReference.Of(card.Taxon),
        card.Label,
        card.Score,
        card.AbsoluteScore,
        card.Mode,
        card.Terminal,
        AlgorithmReference.Of(card.Algorithm),
        AppliedToReference.Of(card.AppliedTo),
        card.Run is { } run
            ? new(run.RunId, ApiLinks.Details(request, RunEndpoints.Path, run.RunId), run.CreatedAt, TaxaListVersionReference.Of(run.TaxaList))
            : null,
        MassesResource.Of(card.Masses),
        card.CreatedAt,
        [.. card.Top.Select(top => new ScoredClass(top.Index, top.Label, TaxonReference.Of(top.Taxon), top.Score))],
        [.. card.TopTaxa.Select(top => new ScoredTaxon(TaxonReference.Of(top.Taxon)!, top.Score))]);
}

/// <summary>A class of a prediction.</summary>
/// <param name="Index">Its place among the classifier's labels, from 0.</param>
public sealed record ScoredClass(int Index, string Label, TaxonReference? Taxon, double Score);

/// <summary>A taxon of a rolled-up prediction, with what the classes within it add up to.</summary>
public sealed record ScoredTaxon(TaxonReference Taxon, double Score);

/// <summary>The full score vector of a classification, derived for this answer; no row stores one.</summary>
/// <param name="LabelsId">The category map whose labels the places are: ml/labels/.</param>
/// <param name="Mode">Of a masked row; null for a classifier's own.</param>
/// <param name="Scores">One a class; exactly 0 for each that the mask excludes.</param>
/// <param name="Logits">Of the classifier's own row, before softmax, one a class; null stands for −∞, a probability of 0.</param>
public sealed record ScoreVectorResource(
    long ClassificationId, long LabelsId, ScoreMode? Mode, IReadOnlyList<double> Scores, IReadOnlyList<float?> Logits);

/// <summary>Classifications: what algorithms said, and where it came from.</summary>
internal static class ClassificationEndpoints
{
    public const string Path = "classifications";

    private const string Thing = "classification";

    public static void MapClassifications(this IEndpointRouteBuilder api)
    {
        var classifications = api.MapGroup(Path).WithTags("Classifications");
        classifications.MapList<ClassificationQuery, ClassificationResource>("", ListAsync)
            .WithName("ListClassifications").WithSummary("Lists classifications, newest first")
            .WithDescription("Every row as it is stored, terminal or intermediate, with the classification that it was derived from and the run that wrote it.");
        classifications.MapOne("{id:long}", FindAsync)
            .WithName("GetClassification").WithSummary("One classification, and where it came from");
        classifications.MapOne("{id:long}/scores", ScoresAsync)
            .WithName("GetClassificationScores").WithSummary("The full score vector of a classification")
            .WithDescription("Derived from the logits, what the mask keeps, and its mode. 404 where there is nothing to derive it from, with the reason.");
    }

    private static async Task<Ok<ResourcePage<ClassificationResource>>> ListAsync(
        ListQuery<ClassificationQuery> query, PredictionReader predictions, HttpContext http) => TypedResults.Ok(ListAnswer.Of(
        http.Request,
        await predictions.ReadAsync(query.Filter.Filter, query.Limit, query.Cursor, http.RequestAborted),
        card => ClassificationResource.Of(card, http.Request)));

    private static async Task<Results<Ok<ClassificationResource>, ProblemHttpResult>> FindAsync(long id, PredictionReader predictions, HttpContext http) =>
        await predictions.FindAsync(id, http.RequestAborted) is { } card
            ? TypedResults.Ok(ClassificationResource.Of(card, http.Request))
            : ApiProblems.None(Thing, id);

    private static async Task<Results<Ok<ScoreVectorResource>, ProblemHttpResult>> ScoresAsync(long id, ScoreVectors vectors, HttpContext http) =>
        await vectors.FindAsync(id, http.RequestAborted) switch
        {
            null => ApiProblems.None(Thing, id),
            { IsOfClasses: false, AppliedToId: { } origin } => ApiProblems.NotFound(
                $"Classification {id} names a taxon and no class, so it has no scores of classes. It was derived from classification {origin}, which may have them."),
            { IsOfClasses: false } => ApiProblems.NotFound($"Classification {id} is no classifier's and no mask's, so it has no scores of classes."),
            { Fault: not LogitsFault.None } none => ApiProblems.NotFound(
                $"The scores of classification {id} cannot be derived, because {MaskOutcomes.ReasonOf(none.Fault)}."),
            var vector => TypedResults.Ok(new ScoreVectorResource(
                id, vector.CategoryMapId!.Value, vector.Mode, vector.Scores,
                [.. vector.Logits.Select(logit => float.IsFinite(logit) ? logit : (float?)null)])),
        };
}

/// <summary>Which classifications: by the parameters of the page that lists them.</summary>
internal sealed record ClassificationQuery(ClassificationFilter Filter) : IListFilter<ClassificationQuery>
{
    public static IReadOnlyDictionary<string, string> Meanings { get; } = new Dictionary<string, string>
    {
        ["id"] = "Just this one.",
        ["occurrence"] = "Of the detections of this occurrence.",
        ["detection"] = "Of this detection.",
        ["capture"] = "Of the detections on this capture.",
        ["algorithm"] = "Of this algorithm.",
        ["lineage"] = "The classification of this id, which a classifier gave itself, and all that was derived from it.",
    };

    public string? Order => ClassificationList.Order;

    public static ClassificationQuery Read(AddressParameters parameters) => new(new ClassificationsAddress().PassFilter(parameters));
}
