using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Projects;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Antenna.Dashboard.Api;

/// <summary>A deployment: a station with a camera, and how much is of it.</summary>
/// <param name="Latitude">Degrees north, WGS 84; null where it is not known.</param>
/// <param name="Longitude">Degrees east, WGS 84; null where it is not known.</param>
public sealed record DeploymentResource(
    long Id, string Details, string Name, NamedReference Project, double? Latitude, double? Longitude, long CapturesCount, long OccurrencesCount)
{
    internal static DeploymentResource Of(DeploymentRow row, HttpRequest request) => new(
        row.Id, ApiLinks.Details(request, DeploymentEndpoints.Path, row.Id), row.Name, new(row.Project.Id, row.Project.Name), row.Latitude, row.Longitude,
        row.Captures, row.Occurrences);
}

/// <summary>Deployments.</summary>
internal static class DeploymentEndpoints
{
    public const string Path = "deployments";

    public static void MapDeployments(this IEndpointRouteBuilder api)
    {
        var deployments = api.MapGroup(Path).WithTags("Deployments");
        deployments.MapList<DeploymentQuery, DeploymentResource>("", ListAsync)
            .WithName("ListDeployments").WithSummary("Lists deployments, by project and name");
        deployments.MapOne("{id:long}", FindAsync).WithName("GetDeployment").WithSummary("One deployment, and how much is of it");
    }

    private static async Task<Ok<ResourcePage<DeploymentResource>>> ListAsync(
        ListQuery<DeploymentQuery> query, DeploymentCatalog deployments, HttpContext http) => TypedResults.Ok(ListAnswer.Of(
        http.Request,
        await deployments.ListAsync(query.Filter.ProjectId, query.Limit, query.Cursor, http.RequestAborted),
        row => DeploymentResource.Of(row, http.Request)));

    private static async Task<Results<Ok<DeploymentResource>, ProblemHttpResult>> FindAsync(long id, DeploymentCatalog deployments, HttpContext http) =>
        await deployments.FindAsync(id, http.RequestAborted) is { } row
            ? TypedResults.Ok(DeploymentResource.Of(row, http.Request))
            : ApiProblems.None("deployment", id);
}

/// <summary>Which deployments.</summary>
internal sealed record DeploymentQuery(long? ProjectId) : IListFilter<DeploymentQuery>
{
    public static IReadOnlyDictionary<string, string> Meanings { get; } = new Dictionary<string, string> { ["project"] = "Of this project; project_id means the same." };

    public string? Order => DeploymentCatalog.Order;

    public static DeploymentQuery Read(AddressParameters parameters) => new(parameters.Id("project", null));
}
