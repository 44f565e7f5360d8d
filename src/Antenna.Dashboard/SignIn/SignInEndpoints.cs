using Antenna.Dashboard.Components.Addresses;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Antenna.Dashboard.SignIn;

/// <summary>Exchanges the token for a cookie, from the address that was printed or from the page that asks for it.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        var page = endpoints.MapGroup(DashboardUrls.SignInPath).AllowAnonymous();
        page.MapGet("", OpenAsync);

        // No antiforgery token: what another site would have to send along is the very token that it does not know.
        page.MapPost("", SubmitAsync).DisableAntiforgery();
    }

    private static Task<IResult> OpenAsync(
        [FromQuery(Name = DashboardUrls.TokenParameter)] string? token,
        [FromQuery(Name = DashboardUrls.ReturnParameter)] string? returnTo,
        HttpContext context,
        BrowserToken expected,
        SignInSettings settings)
    {
        if (token is not null)
            return ExchangeAsync(token, returnTo, context, expected, settings);
        IResult result = IsNeedless(context, settings) ? Results.LocalRedirect(Local(returnTo)) : Page(returnTo, isRefused: false);
        return Task.FromResult(result);
    }

    private static Task<IResult> SubmitAsync(
        [FromForm(Name = DashboardUrls.TokenParameter)] string? token,
        [FromForm(Name = DashboardUrls.ReturnParameter)] string? returnTo,
        HttpContext context,
        BrowserToken expected,
        SignInSettings settings) => ExchangeAsync(token, returnTo, context, expected, settings);

    private static async Task<IResult> ExchangeAsync(
        string? token, string? returnTo, HttpContext context, BrowserToken expected, SignInSettings settings)
    {
        if (expected.Matches(token))
        {
            await BrowserSignIn.SignInAsync(context, settings.CuratorName);
            return Results.LocalRedirect(Local(returnTo));
        }

        // The token of a server that was restarted since: who is signed in already need not care.
        return IsNeedless(context, settings) ? Results.LocalRedirect(Local(returnTo)) : Page(returnTo, isRefused: true);
    }

    private static bool IsNeedless(HttpContext context, SignInSettings settings) =>
        !settings.RequiresToken || context.User.Identity is { IsAuthenticated: true };

    private static RazorComponentResult<SignInPage> Page(string? returnTo, bool isRefused) =>
        new(new { ReturnTo = Local(returnTo), IsRefused = isRefused }) { StatusCode = StatusCodes.Status401Unauthorized };

    /// <summary>Where to go then; never to another site, whatever the address says.</summary>
    private static string Local(string? returnTo) => RedirectHttpResult.IsLocalUrl(returnTo) ? returnTo! : "/";
}
