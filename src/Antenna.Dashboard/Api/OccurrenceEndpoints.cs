using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Antenna.Dashboard.Api;

/// <summary>An occurrence, as lists have it: one animal, what it is determined as, and the best machine prediction.</summary>
/// <param name="FirstSeenAt">The camera's local time, which carries no zone; null where it was not recorded.</param>
/// <param name="DeterminationScore">1 where the determination is a person's.</param>
/// <param name="Verified">A person determined it.</param>
/// <param name="BestMachinePrediction">Also where a person decides; null where there is none.</param>
public sealed record OccurrenceResource(
    long Id, string Details, NamedReference Project, NamedReference? Deployment, string? FirstSeenAt, TaxonReference? Determination,
    double? DeterminationScore, bool Verified, BestMachinePrediction? BestMachinePrediction, int DetectionsCount)
{
    internal static OccurrenceResource Of(OccurrenceRow row, HttpRequest request) => new(
        row.Id,
        ApiLinks.Details(request, OccurrenceEndpoints.Path, row.Id),
        new(row.ProjectId, row.Project),
        NamedReference.Of(row.Deployment),
        CameraTime.Of(row.FirstSeenAt),
        TaxonReference.Of(row.Determination),
        row.Score,
        row.Verified,
        BestMachinePrediction.Of(row.MachineClassificationId, row.Machine, row.MachineScore, request),
        row.Detections);
}

/// <summary>The best machine prediction of an occurrence: a classification, which is at Details.</summary>
public sealed record BestMachinePrediction(long Id, string Details, TaxonReference Taxon, double Score)
{
    internal static BestMachinePrediction? Of(long? id, Data.Model.TaxonName? taxon, double? score, HttpRequest request) =>
        (id, TaxonReference.Of(taxon), score) is ({ } classification, { } named, { } known)
            ? new(classification, ApiLinks.Details(request, ClassificationEndpoints.Path, classification), named, known)
            : null;
}

/// <summary>Occurrences: the animals that curators review.</summary>
internal static class OccurrenceEndpoints
{
    public const string Path = "occurrences";

    public static void MapOccurrences(this IEndpointRouteBuilder api)
    {
        var occurrences = api.MapGroup(Path).WithTags("Occurrences");
        occurrences.MapList<OccurrenceQuery, OccurrenceResource>("", ListAsync)
            .WithName("ListOccurrences").WithSummary("Lists occurrences by a filter, in an order")
            .WithDescription("The parameters are those of the page of occurrences: what follows the question mark in its address can be used here as it is.");
        occurrences.MapOne("{id:long}", FindAsync)
            .WithName("GetOccurrence").WithSummary("One occurrence with its detections, classifications and identifications");
    }

    private static async Task<Ok<ResourcePage<OccurrenceResource>>> ListAsync(
        ListQuery<OccurrenceQuery> query, OccurrenceList occurrences, HttpContext http) => TypedResults.Ok(ListAnswer.Of(
        http.Request,
        await occurrences.ReadAsync(query.Filter.Filter, query.Filter.By, query.Limit, query.Cursor, http.RequestAborted),
        row => OccurrenceResource.Of(row, http.Request)));

    private static async Task<Results<Ok<OccurrenceDetailResource>, ProblemHttpResult>> FindAsync(long id, OccurrenceReader reader, HttpContext http) =>
        await reader.FindAsync(id, http.RequestAborted) is { } occurrence
            ? TypedResults.Ok(OccurrenceDetailResource.Of(occurrence, http.Request))
            : ApiProblems.None("occurrence", id);
}

/// <summary>Which occurrences, and in which order: by the parameters of their page.</summary>
internal sealed record OccurrenceQuery(OccurrenceFilter Filter, OccurrenceOrder By) : IListFilter<OccurrenceQuery>
{
    public static IReadOnlyDictionary<string, string> Meanings { get; } = new Dictionary<string, string>
    {
        ["project"] = "Of this project; project_id means the same.",
        ["set"] = "In this capture set.",
        ["selection"] = "Of this selection, which a run looked at.",
        ["deployment"] = "At this deployment.",
        ["taxon"] = "Determined as this taxon, or as anything below it.",
        ["alone"] = "With 'taxon': 'yes' for that taxon only, and nothing below it.",
        ["from"] = "First seen on this day of the camera's calendar, or later.",
        ["to"] = "First seen on this day of the camera's calendar, or earlier.",
        ["min"] = "The best machine prediction scores at least this, 0 to 1.",
        ["max"] = "The best machine prediction scores at most this, 0 to 1.",
        ["ran"] = "This algorithm classified it.",
        ["not-ran"] = "This algorithm did not classify it.",
        ["list"] = "The determined taxon is on this version of a taxa list: the version's id.",
        ["listed"] = "With 'list': 'no' for what is not on it.",
        ["verified"] = "Determined by a person, or not.",
        ["run"] = "This run changed the determined taxon.",
        ["change"] = "With 'run': from this taxon to that, such as 17.42, or 17.none.",
        ["q"] = "Digits find that id, other text finds names of the determined taxon.",
        ["order"] = "The order; newest unless it is given.",
        ["view"] = "How the page shows it; without effect here.",
        ["size"] = "How many the page shows; without effect here, where 'limit' says it.",
    };

    public string? Order => By.ToString();

    public static OccurrenceQuery Read(AddressParameters parameters)
    {
        var address = new OccurrencesAddress().Pass(parameters);
        return new(address.Filter, address.Order);
    }
}
