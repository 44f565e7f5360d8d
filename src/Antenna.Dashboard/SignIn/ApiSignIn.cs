using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Antenna.Dashboard.SignIn;

/// <summary>
/// Lets programs in that send the token with each request (<c>Authorization: Token …</c>, as Antenna's own API wants it), and
/// browsers that are signed in. Other accounts of this computer reach the port too, and know neither.
/// </summary>
internal sealed class ApiSignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, BrowserToken token, SignInSettings settings)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The scheme, and the word before the token.</summary>
    public const string SchemeName = "Token";

    /// <summary>The policy of what programs may ask for.</summary>
    public const string Policy = "Api";

    private const string NoToken =
        "Send the token with each request, as 'Authorization: Token …'. It is in the address that the server printed when it started, after 't=', or what the setting SignIn:Token says.";

    private const string WrongToken =
        "The token is not this server's. Unless SignIn:Token sets one, each start makes a new one, which is in the address that it prints, after 't='.";

    /// <summary>Adds the scheme and the policy.</summary>
    public static void AddTo(AuthenticationBuilder authentication, AuthorizationBuilder authorization, SignInSettings settings)
    {
        authentication.AddScheme<AuthenticationSchemeOptions, ApiSignIn>(SchemeName, null);
        var policy = new AuthorizationPolicyBuilder(SchemeName);
        authorization.AddPolicy(Policy, (settings.RequiresToken ? policy.RequireAuthenticatedUser() : policy.RequireAssertion(_ => true)).Build());
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A wrong token is said to be wrong, whoever sends it.
        if (Request.Headers.Authorization is not [{ Length: > 0 } header])
            return await Context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return header.Split(' ', 2) is [var scheme, var text] && scheme.Equals(SchemeName, StringComparison.OrdinalIgnoreCase) && token.Matches(text)
            ? AuthenticateResult.Success(new(
                new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, settings.CuratorName)], SchemeName)), SchemeName))
            : AuthenticateResult.Fail(WrongToken);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return TypedResults.Problem(
            Request.Headers.Authorization.Count > 0 ? WrongToken : NoToken, statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }
}
