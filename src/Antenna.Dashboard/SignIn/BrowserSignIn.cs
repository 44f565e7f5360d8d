using System.Security.Claims;
using Antenna.Dashboard.Components.Addresses;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace Antenna.Dashboard.SignIn;

/// <summary>
/// Lets in browsers that brought the token once: a cookie stands for it from then on. Pages, circuits and pictures ask for
/// it; so does every address that is added later, unless it says otherwise of itself.
/// </summary>
public static class BrowserSignIn
{
    /// <summary>The answer to a request for something other than a page, such as a picture.</summary>
    private const string Unauthorized =
        "This is shown to signed-in browsers only: open the address that the server printed when it started.";

    /// <summary>For as long as that after the last visit.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    /// <summary>Adds the token, the cookie and the rule that asks for it.</summary>
    public static void AddBrowserSignIn(this IServiceCollection services, SignInSettings settings)
    {
        services.AddSingleton(new BrowserToken(settings.Token));
        services.AddCookieKeys(settings);
        var authentication = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(Configure);
        var authorization = services.AddAuthorizationBuilder();
        ApiSignIn.AddTo(authentication, authorization, settings);
        if (settings.RequiresToken)
            authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    /// <summary>Signs a browser in; it stays so when it, or the server, is restarted.</summary>
    internal static Task SignInAsync(HttpContext context, string name) => context.SignInAsync(
        new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, name)], CookieAuthenticationDefaults.AuthenticationScheme)),
        new AuthenticationProperties { IsPersistent = true });

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "Antenna.Dashboard";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.ExpireTimeSpan = Lifetime;
        options.LoginPath = $"/{DashboardUrls.SignInPath}";
        options.ReturnUrlParameter = DashboardUrls.ReturnParameter;
        options.Events.OnRedirectToLogin = ChallengeAsync;
    }

    /// <summary>Leads to the page that explains, where a page was opened; a script or a picture gets the status alone.</summary>
    private static Task ChallengeAsync(RedirectContext<CookieAuthenticationOptions> challenge)
    {
        var request = challenge.Request;
        if (HttpMethods.IsGet(request.Method) && request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html"))
        {
            challenge.Response.Redirect(challenge.RedirectUri);
            return Task.CompletedTask;
        }

        return Results.Text(Unauthorized, statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(challenge.HttpContext);
    }
}
