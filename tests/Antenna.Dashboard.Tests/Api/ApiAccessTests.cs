using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Antenna.Dashboard.Tests.Hosting;
using Xunit;

namespace Antenna.Dashboard.Tests.Api;

/// <summary>Who may ask the API of the product as people start it: programs with the token and signed-in browsers of this computer.</summary>
public sealed class ApiAccessTests(RunningServer server) : IClassFixture<RunningServer>
{
    private string Secret => System.Web.HttpUtility.ParseQueryString(server.SignInAddress.Query)["t"]!;

    [Theory]
    [InlineData("Token {token}", HttpStatusCode.OK)]
    [InlineData("token {token}", HttpStatusCode.OK)]
    [InlineData("Token 0000", HttpStatusCode.Unauthorized)]
    [InlineData("Basic {token}", HttpStatusCode.Unauthorized)]
    [InlineData("{token}", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task A_program_sends_the_token_that_the_server_printed(string? authorization, HttpStatusCode expected)
    {
        foreach (var address in new[] { "api/v2/projects/", "api/v2/openapi.json", "api/v2/moths" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization.Replace("{token}", Secret, StringComparison.Ordinal));

            using var response = await server.NewClient().SendAsync(request, Token);

            Assert.Equal(address.EndsWith("moths", StringComparison.Ordinal) && expected is HttpStatusCode.OK ? HttpStatusCode.NotFound : expected, response.StatusCode);
            if (expected is not HttpStatusCode.OK)
                Assert.Contains("token", await DetailAsync(response), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_browser_that_is_signed_in_needs_no_token()
    {
        using var response = await server.GetAsync("api/v2/projects/");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>A wrong token is said to be wrong, even to who is signed in.</summary>
    [Fact]
    public async Task A_wrong_token_is_not_made_good_by_a_cookie()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v2/projects/") { Headers = { Authorization = new("Token", "0000") } };

        using var response = await server.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    public async Task What_a_proxy_passes_on_is_refused_with_the_reason(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v2/projects/") { Headers = { { header, value } } };

        using var response = await server.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("this computer only", await DetailAsync(response), StringComparison.Ordinal);
    }

    /// <summary>What a form of another site could send, and what only a script of one could: with the cookie of who looks at it.</summary>
    [Theory]
    [InlineData("text/plain", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-www-form-urlencoded", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "http://moths.example", HttpStatusCode.Forbidden)]
    [InlineData("application/json", "null", HttpStatusCode.Forbidden)]
    public async Task A_page_of_another_site_changes_nothing(string type, string? origin, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v2/runs/1/cancel") { Content = new StringContent("{}") };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (origin is not null)
            request.Headers.Add("Origin", origin);

        using var response = await server.Client.SendAsync(request, Token);

        Assert.Equal(expected, response.StatusCode);
        Assert.NotEmpty(await DetailAsync(response));
    }

    [Fact]
    public async Task No_page_of_another_site_may_read_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "api/v2/projects/")
        {
            Headers = { { "Origin", "http://moths.example" }, { "Access-Control-Request-Method", "GET" } },
        };

        using var response = await server.Client.SendAsync(request, Token);

        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<string> DetailAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Token)).GetProperty("detail").GetString()!;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
