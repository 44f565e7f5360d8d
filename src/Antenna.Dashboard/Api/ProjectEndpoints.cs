using Antenna.Data.Projects;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Antenna.Dashboard.Api;

/// <summary>A project, and how much is in it.</summary>
public sealed record ProjectResource(
    long Id, string Details, string Name, bool IsDemo, DateTime CreatedAt, long DeploymentsCount, long CaptureSetsCount, long CapturesCount,
    long OccurrencesCount, long RunsCount)
{
    internal static ProjectResource Of(ProjectSummary project, HttpRequest request) => new(
        project.Id, ApiLinks.Details(request, ProjectEndpoints.Path, project.Id), project.Name, project.IsDemo, project.CreatedAt,
        project.Deployments, project.CaptureSets, project.Captures, project.Occurrences, project.Runs);
}

/// <summary>Projects.</summary>
internal static class ProjectEndpoints
{
    public const string Path = "projects";

    public static void MapProjects(this IEndpointRouteBuilder api)
    {
        var projects = api.MapGroup(Path).WithTags("Projects");
        projects.MapList<Everything, ProjectResource>("", ListAsync).WithName("ListProjects").WithSummary("Lists all projects, by name, on one page");
        projects.MapOne("{id:long}", FindAsync).WithName("GetProject").WithSummary("One project, and how much is in it");
    }

    private static async Task<Ok<ResourcePage<ProjectResource>>> ListAsync(
        ListQuery<Everything> query, ProjectCatalog projects, HttpContext http) => TypedResults.Ok(new ResourcePage<ProjectResource>(
        null, null, [.. (await projects.ListAsync(http.RequestAborted)).Select(project => ProjectResource.Of(project, http.Request))]));

    private static async Task<Results<Ok<ProjectResource>, ProblemHttpResult>> FindAsync(long id, ProjectCatalog projects, HttpContext http) =>
        await projects.FindAsync(id, http.RequestAborted) is { } project
            ? TypedResults.Ok(ProjectResource.Of(project, http.Request))
            : ApiProblems.None("project", id);
}
