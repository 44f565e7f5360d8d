using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Antenna.Dashboard.Runs;

/// <summary>Serves the whole log of a run as a CSV file.</summary>
internal static class RunLogEndpoints
{
    public static void MapRunLogs(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("runs/{id:long}/log.csv", LogAsync);

    private static async Task<Results<PushStreamHttpResult, NotFound>> LogAsync(
        long id, RunHistory history, PostProcessingTasks tasks, CancellationToken cancellationToken) =>
        await RunLogFile.ReadAsync(id, history, tasks, cancellationToken) is { } log
            ? TypedResults.Stream(stream => log.WriteAsync(stream, cancellationToken), "text/csv; charset=utf-8", log.Name)
            : TypedResults.NotFound();
}
