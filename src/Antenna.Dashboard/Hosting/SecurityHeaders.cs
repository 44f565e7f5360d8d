using Microsoft.Net.Http.Headers;

namespace Antenna.Dashboard.Hosting;

/// <summary>Headers that tell a browser what our pages never do, so that whatever gets into one cannot do it either.</summary>
public static class SecurityHeaders
{
    /// <summary>
    /// Everything comes from the server itself, but for pictures: results may name theirs by addresses of the web, and the
    /// addresses that pages use lead there. Styles alone may be inline: MudBlazor writes its theme and the places of its
    /// popovers that way.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: http: https:; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>By name; what an endpoint says otherwise of itself counts.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        [HeaderNames.ContentSecurityPolicy] = ContentSecurityPolicy,
        [HeaderNames.XContentTypeOptions] = "nosniff",
        ["Referrer-Policy"] = "same-origin",
        ["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
    };

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
