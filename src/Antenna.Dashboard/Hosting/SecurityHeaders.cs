using System.Data.Common;
using Antenna.Data.Pictures;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;

namespace Antenna.Dashboard.Hosting;

/// <summary>Headers that tell a browser what our pages never do, so that whatever gets into one cannot do it either.</summary>
public static partial class SecurityHeaders
{
    /// <summary>By name; what an endpoint says otherwise of itself counts.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        [HeaderNames.ContentSecurityPolicy] = ContentPolicy.Of([]),
        [HeaderNames.XContentTypeOptions] = "nosniff",
        // The same as the policy's frame-ancestors, for browsers that do not know that.
        [HeaderNames.XFrameOptions] = "DENY",
        ["Referrer-Policy"] = "same-origin",
        ["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
    };

    /// <summary>Keeps libraries from adding headers that disagree, or that tell which server this is.</summary>
    public static void AddSecurityHeaders(this IServiceCollection services)
    {
        // It would allow frames of the same origin, which the policy forbids.
        services.Configure<AntiforgeryOptions>(options => options.SuppressXFrameOptionsHeader = true);
        services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);
    }

    /// <summary>Adds to the policy of pages the hosts that people allowed pictures from.</summary>
    public static void UsePicturePolicy(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            context.Response.Headers.ContentSecurityPolicy = ContentPolicy.Of(await AllowedHostsAsync(context));
        await next(context);
    });

    /// <summary>Adds the headers to every response, those of errors and static files included.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // As the last thing: an error begins its response again, and with it the headers.
        context.Response.OnStarting(() =>
        {
            foreach (var (name, value) in All)
                context.Response.Headers.TryAdd(name, value);
            return Task.CompletedTask;
        });
        return next(context);
    });

    /// <summary>None while the database is away: the page says so itself, and is loaded again for the pictures.</summary>
    private static async Task<IReadOnlyList<string>> AllowedHostsAsync(HttpContext context)
    {
        try
        {
            return await context.RequestServices.GetRequiredService<PictureHosts>().ListAllowedAsync(context.RequestAborted);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            LogHostsNotRead(context.RequestServices.GetRequiredService<ILogger<PictureHosts>>(), exception);
            return [];
        }
    }

    [LoggerMessage(EventId = 3211, Level = LogLevel.Warning, Message = "The hosts that pictures may come from could not be read")]
    private static partial void LogHostsNotRead(ILogger logger, Exception exception);
}
