using System.Net;
using Antenna.Dashboard.Components.Addresses;

namespace Antenna.Dashboard.Api;

/// <summary>
/// Keeps the API to this computer until several people can sign in, and to programs and pages of this server. That it was asked by
/// somebody who may, <see cref="SignIn.ApiSignIn"/> says; that it was asked by its own name and from no page of another site, the
/// rules that hold for pages too.
/// </summary>
internal static class ApiAccess
{
    private const string NotHere =
        "The HTTP API answers this computer only, by a name of its own such as localhost, until there is sign-in of several people. Ask it there, and not through a proxy.";

    public const string NoJson =
        "Send JSON, with the header 'Content-Type: application/json', also where nothing is to be said: then send {}.";

    private const string Forwarded = "Forwarded";
    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>What forwarded headers become that were taken into account.</summary>
    private const string OriginalFor = "X-Original-For";

    /// <summary>Answers 403 to whoever is elsewhere, and 415 to what a form of another site could send.</summary>
    public static void UseApiAccess(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!IsOfApi(context.Request))
            return next(context);
        if (!IsFromHere(context))
            return Refuse(context, NotHere, StatusCodes.Status403Forbidden);
        return IsChange(context.Request) && !LeadsNowhere(context) && !context.Request.HasJsonContentType()
            ? Refuse(context, NoJson, StatusCodes.Status415UnsupportedMediaType)
            : next(context);
    });

    /// <summary>Whether a request is one of the API, and so answered by problem details where it fails.</summary>
    public static bool IsOfApi(HttpRequest request) => request.Path.StartsWithSegments($"/{DashboardUrls.ApiPath}", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address is one of this computer's, and so is the name, and nobody says that they pass on another's request.</summary>
    private static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address)
            ? IsOwnName(context.Request.Host.Host) && !new[] { Forwarded, ForwardedFor, OriginalFor }.Any(context.Request.Headers.ContainsKey)
            : false;

    private static bool IsOwnName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>
    /// What is wrong with the address or the method is said rather than what is wrong with what was sent. What a form could send is led
    /// nowhere too, by routing, where something answers the method.
    /// </summary>
    private static bool LeadsNowhere(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<LeadsNowhere>() is not null
        && !context.RequestServices.GetRequiredService<ApiMethods>().At(context).Contains(context.Request.Method);

    private static bool IsChange(HttpRequest request) => !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));

    private static Task Refuse(HttpContext context, string detail, int status) => TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
}
