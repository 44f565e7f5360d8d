using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Antenna.Testing.RunningAntennas;

/// <summary>
/// Stands in for a running Antenna: a server on loopback that answers in the shapes of its API, counts what it was asked, and
/// has the faults that a test gives it.
/// </summary>
public sealed class StandInAntenna : IAsyncDisposable
{
    public const string Token = "0123456789abcdef";

    private const string Api = "/api/v2/";
    private const int UsualLimit = 10;

    private readonly ConcurrentQueue<string> _requests = new();
    private readonly WebApplication _server;

    private StandInAntenna(WebApplication server) => _server = server;

    public AntennaContent Content { get; } = new();

    /// <summary>The most rows that a page has, whatever is asked for.</summary>
    public int LargestPage { get; set; } = 100;

    /// <summary>Answers a request in place of the stand-in, where it returns true; the path is the API's, with its query.</summary>
    public Func<HttpContext, string, Task<bool>> Fault { get; set; } = (_, _) => Task.FromResult(false);

    public string Address => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>What it was asked, in order, each as the API's path with its query.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public static async Task<StandInAntenna> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var antenna = new StandInAntenna(server);
        server.Run(antenna.AnswerAsync);
        await server.StartAsync(cancellationToken);
        return antenna;
    }

    /// <summary>The requests for things, not for lists: <c>occurrences/3/</c>.</summary>
    public IReadOnlyList<string> Requested(string of) => [.. Requests.Where(path => path.StartsWith(of, StringComparison.Ordinal) && !path.Contains('?', StringComparison.Ordinal))];

    public void ForgetRequests() => _requests.Clear();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith(Api, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var asked = path[Api.Length..] + context.Request.QueryString.Value;
        _requests.Enqueue(asked);
        if (await Fault(context, asked))
            return;
        if (context.Request.Headers.Authorization != $"Token {Token}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        JsonNode? answer;
        lock (Content)
            answer = Answer(path[Api.Length..], context.Request.Query);
        context.Response.StatusCode = answer is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer?.ToJsonString() ?? """{"detail": "Not found."}""", context.RequestAborted);
    }

    private JsonNode? Answer(string path, IQueryCollection query)
    {
        var rows = path switch
        {
            "projects/" => Content.Projects,
            "deployments/" => Content.Deployments,
            "captures/collections/" => Content.CaptureSets,
            "captures/" => query["collections"].FirstOrDefault() is { Length: > 0 } set ? Content.CapturesOf(set) : Content.Captures,
            "occurrences/" => query["apply_defaults"] == "false" ? Content.OccurrenceRows : [],
            "classifications/" => query["detection__source_image__collections"].FirstOrDefault() is { Length: > 0 } set ? Content.ClassificationRowsOf(set) : Content.ClassificationRows,
            "ml/algorithms/" => Content.Algorithms,
            "identifications/" => Content.Identifications,
            _ => null,
        };
        return rows is null ? Content.Find(path) : Page(rows, query);
    }

    private JsonObject Page(IEnumerable<JsonNode> all, IQueryCollection query)
    {
        var limit = Math.Min(Number("limit", UsualLimit), LargestPage);
        var offset = Number("offset", 0);
        var rows = all.ToList();
        return new()
        {
            ["count"] = rows.Count,
            ["next"] = offset + limit < rows.Count ? $"http://internal.invalid{Api}?limit={limit}&offset={offset + limit}" : null,
            ["previous"] = null,
            ["results"] = new JsonArray([.. rows.Skip(offset).Take(limit).Select(row => row.DeepClone())]),
            ["user_permissions"] = new JsonArray(),
        };

        int Number(string name, int otherwise) => int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
    }
}
