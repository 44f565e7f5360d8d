namespace Antenna.Dashboard.Hosting;

/// <summary>
/// Refuses what a page of another site asks of this server in a visitor's browser: circuits, whose web socket a browser
/// opens to any host without asking, and everything that changes something.
/// </summary>
public static class OwnOrigin
{
    private const string Circuits = "/_blazor";
    private const string Refused = "This was asked by a page of another site, which is not answered.";

    /// <summary>Answers 403 to such a request. One without an <c>Origin</c> comes from no page, and is left to sign-in.</summary>
    public static void UseOwnOriginOnly(this IApplicationBuilder app) => app.Use((context, next) =>
        IsGuarded(context.Request) && IsForeign(context.Request)
            ? PlainAnswer.WriteAsync(context, Refused, StatusCodes.Status403Forbidden)
            : next(context));

    private static bool IsGuarded(HttpRequest request) =>
        request.Path.StartsWithSegments(Circuits, StringComparison.OrdinalIgnoreCase)
        || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));

    /// <summary>Several, or <c>null</c> as a sandboxed page sends it, are no origin of ours either.</summary>
    private static bool IsForeign(HttpRequest request) =>
        request.Headers.Origin is { Count: > 0 } origin
        && !string.Equals(origin.ToString(), $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
