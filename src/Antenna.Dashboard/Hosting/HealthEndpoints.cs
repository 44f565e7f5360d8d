using Antenna.Dashboard.Components.Addresses;

namespace Antenna.Dashboard.Hosting;

/// <summary>
/// Health endpoints for a load balancer: whether the process answers, and whether people can be sent to it. They need no
/// sign-in, so an answer names the checks that fail and nothing else; the reason is in the log.
/// </summary>
internal static class HealthEndpoints
{
    /// <summary>Of one check: a database that does not answer must not keep a request.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<NodeReadiness>();
        services.AddHealthChecks()
            .AddCheck<DatabaseHealthCheck>("database", timeout: Timeout)
            .AddCheck<SchemaHealthCheck>("schema", timeout: Timeout)
            .AddCheck<SchedulerHealthCheck>("scheduler", timeout: Timeout);
    }

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var health = endpoints.MapGroup("").AllowAnonymous().DisableHttpMetrics();
        health.MapMethods(DashboardUrls.LivePath, Methods, (HttpContext context) => Answer(context, "live", isReady: true));
        health.MapMethods(DashboardUrls.ReadyPath, Methods, async (HttpContext context, NodeReadiness readiness) =>
        {
            var failed = await readiness.FindFailedAsync(context.RequestAborted);
            return Answer(context, failed.Count == 0 ? "ready" : $"not ready: {string.Join(", ", failed)}", failed.Count == 0);
        });
    }

    private static IResult Answer(HttpContext context, string text, bool isReady)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Text(text, statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
