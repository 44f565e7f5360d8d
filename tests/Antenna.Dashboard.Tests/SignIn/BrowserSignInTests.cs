using System.Net;
using Antenna.Dashboard.Tests.Hosting;
using Xunit;

namespace Antenna.Dashboard.Tests.SignIn;

/// <summary>What a browser meets that did, and that did not, bring the token which the server printed.</summary>
public sealed class BrowserSignInTests(RunningServer server) : IClassFixture<RunningServer>
{
    private string Token => System.Web.HttpUtility.ParseQueryString(server.SignInAddress.Query)["t"]!;

    [Theory]
    [InlineData("/")]
    [InlineData("/runs?state=failed")]
    [InlineData("/occurrences/1")]
    [InlineData("/no-such-page")]
    public async Task A_page_leads_a_browser_without_a_cookie_to_sign_in_and_back(string address)
    {
        using var response = await GetAsync(server.NewClient(), address);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal($"/login?returnUrl={Uri.EscapeDataString(address)}", response.Headers.Location!.PathAndQuery);
    }

    [Theory]
    [InlineData("GET", "pictures/captures/1")]
    [InlineData("GET", "pictures/detections/1?size=64")]
    [InlineData("POST", "_blazor/negotiate?negotiateVersion=1")]
    [InlineData("GET", "_blazor?id=1")]
    public async Task Pictures_and_circuits_are_refused_to_a_browser_without_a_cookie(string method, string address)
    {
        using var request = new HttpRequestMessage(new(method), address) { Headers = { { "Accept", "image/*" } } };
        var stranger = server.NewClient();
        stranger.DefaultRequestHeaders.Accept.Clear();

        using var response = await stranger.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task The_printed_address_is_exchanged_for_a_cookie_that_scripts_and_other_sites_do_not_have()
    {
        var browser = server.NewClient();

        using var response = await browser.GetAsync(server.SignInAddress, Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/", response.Headers.Location?.ToString());
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Token, cookie, StringComparison.Ordinal);
        using var page = await GetAsync(browser, "/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var circuit = await browser.PostAsync(new Uri("_blazor/negotiate?negotiateVersion=1", UriKind.Relative), null, Cancellation);
        Assert.Equal(HttpStatusCode.OK, circuit.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0000000000000000000000000000000000000000")]
    public async Task Another_token_gets_the_page_again_and_no_cookie(string token)
    {
        var browser = server.NewClient();

        using var opened = await GetAsync(browser, $"/login?t={token}");
        using var pasted = await PasteAsync(browser, token, "/");

        foreach (var response in new[] { opened, pasted })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.False(response.Headers.Contains("Set-Cookie"));
            Assert.Contains("role=\"alert\"", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/runs?state=failed", "/runs?state=failed")]
    [InlineData("https://moths.example/", "/")]
    [InlineData("//moths.example", "/")]
    [InlineData(@"/\moths.example", "/")]
    [InlineData("", "/")]
    public async Task A_pasted_token_leads_back_and_never_to_another_site(string wanted, string expected)
    {
        using var response = await PasteAsync(server.NewClient(), $" {Token}\n", wanted);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(expected, response.Headers.Location?.ToString());
        Assert.True(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task The_page_that_asks_for_the_token_has_its_styles()
    {
        var stranger = server.NewClient();

        using var page = await GetAsync(stranger, "/login");
        var html = await page.Content.ReadAsStringAsync(Cancellation);
        var styles = System.Text.RegularExpressions.Regex.Match(html, "href=\"(styles/sign-in[^\"]*)\"").Groups[1].Value;
        using var response = await GetAsync(stranger, $"/{styles}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/css", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public void Every_server_makes_a_token_of_its_own()
    {
        var first = new Dashboard.SignIn.BrowserToken();
        var second = new Dashboard.SignIn.BrowserToken();

        Assert.True(first.Matches(first.Text));
        Assert.False(first.Matches(second.Text));
        Assert.False(first.Matches(first.Text[1..]));
        Assert.False(first.Matches(null));
        Assert.Equal(40, first.Text.Length);
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient browser, string address) =>
        browser.GetAsync(new Uri(address, UriKind.Relative), Cancellation);

    private static async Task<HttpResponseMessage> PasteAsync(HttpClient browser, string token, string returnTo)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["t"] = token, ["returnUrl"] = returnTo });
        return await browser.PostAsync(new Uri("login", UriKind.Relative), form, Cancellation);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
