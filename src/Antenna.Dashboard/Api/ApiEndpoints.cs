using System.Text.Json;
using System.Text.Json.Serialization;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Antenna.Dashboard.Api;

/// <summary>The HTTP API: what pages show and do, for programs. It has the shapes and names of Antenna's own API where the domain has the same things.</summary>
internal static class ApiEndpoints
{
    public static void AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));
        services.AddSingleton<ApiMethods>();
        services.AddApiDocument();
    }

    public static void MapApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup(DashboardUrls.ApiPath).RequireAuthorization(ApiSignIn.Policy);
        api.AddEndpointFilter(ApiProblems.AnswerAsync).AddEndpointFilter(ConditionalAnswers.AnswerAsync);
        api.MapApiDocument();
        api.MapProjects();
        api.MapDeployments();
        api.MapCaptureSets();
        api.MapOccurrences();
        api.MapDetections();
        api.MapClassifications();
        api.MapAlgorithms();
        api.MapTaxa();
        api.MapTaxaLists();
        api.MapRuns();
        api.MapLaunches();

        // Else the page that says that an address leads nowhere would be the answer.
        api.Map("{**rest}", Nothing).WithMetadata(new LeadsNowhere()).ExcludeFromDescription();
    }

    /// <summary>A list of a resource.</summary>
    public static RouteHandlerBuilder MapList<TFilter, TResource>(this IEndpointRouteBuilder group, string pattern, Delegate list)
        where TFilter : IListFilter<TFilter> => group.MapGet(pattern, list)
        .WithMetadata(new ListParameters([.. ListQuery<TFilter>.Describe()]))
        .Produces<ResourcePage<TResource>>()
        .ProducesValidationProblem();

    /// <summary>One thing.</summary>
    public static RouteHandlerBuilder MapOne(this IEndpointRouteBuilder group, string pattern, Delegate find) =>
        group.MapGet(pattern, find).ProducesProblem(StatusCodes.Status404NotFound);

    private static ProblemHttpResult Nothing(HttpContext http, ApiMethods methods)
    {
        var request = http.Request;
        if (methods.At(http) is not { Count: > 0 } allowed)
            return ApiProblems.NotFound($"There is nothing at {request.Method} {request.Path}. {ApiLinks.Document(request)} describes what there is.");
        if (allowed.Contains(request.Method))
            return ApiProblems.WrongType(ApiAccess.NoJson);
        http.Response.Headers.Allow = string.Join(", ", allowed);
        return ApiProblems.WrongMethod(
            $"{request.Path} answers {string.Join(" and ", allowed)}, not {request.Method}. {ApiLinks.Document(request)} describes what there is.");
    }

    private static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
    }
}
