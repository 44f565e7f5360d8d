using System.Security.Cryptography;
using Antenna.Dashboard.Api;
using Antenna.Dashboard.Components.Addresses;
using Microsoft.Net.Http.Headers;
using Scalar.AspNetCore;

namespace Antenna.Dashboard.Hosting;

/// <summary>
/// The page that shows the API's document and tries it, as a signed-in browser. All of it comes from this server, and it may load
/// nothing from elsewhere.
/// </summary>
internal static class ApiPage
{
    public static void MapApiPage(this IEndpointRouteBuilder endpoints) => endpoints.MapScalarApiReference($"/{DashboardUrls.ApiPagePath}", Configure);

    private static void Configure(ScalarOptions options, HttpContext context)
    {
        options.Title = "HTTP API · Antenna";
        options.OpenApiRoutePattern = $"/{DashboardUrls.ApiPath}/{ApiDocument.FileName}";
        options.Favicon = "/icons/antenna.svg";
        options.DefaultFonts = false;
        options.Telemetry = false;
        options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        options.HideClientButton = true;
        options.DynamicBaseServerUrl = true;
        options.Agent = new() { Disabled = true };
        options.Mcp = new() { Disabled = true };

        // Its own script, which is written into the page, is told from one that got into it.
        options.Nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Response.Headers[HeaderNames.ContentSecurityPolicy] = ContentPolicy.Of([], options.Nonce);
    }
}
