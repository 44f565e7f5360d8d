using System.Net;
using System.Text.RegularExpressions;
using Antenna.Dashboard.Tests.Hosting;
using Xunit;

namespace Antenna.Dashboard.Tests.Api;

/// <summary>The page that shows the API and tries it, of the product as people start it.</summary>
public sealed partial class ApiPageTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Page = "api/";

    [Fact]
    public async Task Nothing_of_the_page_comes_from_another_host()
    {
        using var response = await server.GetAsync(Page);
        var html = await response.Content.ReadAsStringAsync(Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotMatch("""//[\w-]""", html);
        Assert.Contains("api/v2/openapi.json", html, StringComparison.Ordinal);
        Assert.Contains("\"withDefaultFonts\":false", html, StringComparison.Ordinal);
        var scripts = Script().Matches(html).Select(script => script.Groups["address"].Value).ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            using var found = await server.GetAsync(Page + script);
            Assert.Equal(HttpStatusCode.OK, found.StatusCode);
            Assert.Equal("text/javascript", found.Content.Headers.ContentType?.MediaType);
        }
    }

    /// <summary>Whatever the script has in it: a browser loads nothing from elsewhere for this page, and runs no other script in it.</summary>
    [Fact]
    public async Task The_policy_of_the_page_names_no_other_host_and_another_nonce_each_time()
    {
        var (first, second) = (await PolicyAsync(), await PolicyAsync());

        Assert.All(first.Split(';', StringSplitOptions.TrimEntries), directive => Assert.All(directive.Split(' ')[1..], source => Assert.Matches(
            "^('self'|'none'|data:|'unsafe-inline'|'nonce-[^']+')$", source)));
        Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", first, StringComparison.Ordinal);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_browser_that_is_not_signed_in_is_led_to_sign_in()
    {
        using var response = await server.NewClient().GetAsync(new Uri(Page, UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.StartsWith("/login", response.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    private async Task<string> PolicyAsync()
    {
        using var response = await server.GetAsync(Page);
        return response.Headers.GetValues("Content-Security-Policy").Single();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [GeneratedRegex("<script[^>]+src=\"(?<address>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Script();
}
