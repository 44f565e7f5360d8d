using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;

namespace Antenna.Dashboard.Hosting;

/// <summary>Headers that tell a browser what our pages never do, so that whatever gets into one cannot do it either.</summary>
public static class SecurityHeaders
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

    /// <summary>Adds the headers to every response, those of errors and static files included.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // As the last thing: an error begins its response anew, and with it the headers.
        context.Response.OnStarting(() =>
        {
            foreach (var (name, value) in All)
                context.Response.Headers.TryAdd(name, value);
            return Task.CompletedTask;
        });
        return next(context);
    });
}
