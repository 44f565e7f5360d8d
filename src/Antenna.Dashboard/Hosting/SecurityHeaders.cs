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

    /// <summary>Adds the headers to every response, those of errors and static files included.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return next(context);
    });
}
