using System.Net;
using Antenna.Dashboard.Tests.CommandLine;
using Antenna.Testing;
using Xunit;

namespace Antenna.Dashboard.Tests.Hosting;

/// <summary>A node behind a proxy that takes HTTPS and hands on HTTP, as the README says.</summary>
public sealed class ProxiedServerTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_circuit_is_one_of_the_same_site_where_the_proxy_says_which_scheme_the_browser_used()
    {
        await using var database = await TestDatabase.CreateAsync(cluster);
        await using var server = new Executable(
            ("ConnectionStrings:Antenna", database.ConnectionString),
            ("AllowedHosts", "moths.example"),
            ("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true")).Start("--urls=http://127.0.0.1:0");
        var printed = await RunningServer.AddressAsync(server);
        using var browser = RunningServer.NewClient(printed);
        using var signedIn = await browser.GetAsync(printed, Token);

        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync("https"));
        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync("http"));
        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync(null));

        async Task<HttpStatusCode> NegotiateAsync(string? scheme)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(printed, "/_blazor/negotiate?negotiateVersion=1"));
            request.Headers.Host = "moths.example";
            request.Headers.Add("Origin", "https://moths.example");
            request.Headers.Add("Cookie", string.Join("; ", signedIn.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0])));
            if (scheme is not null)
                request.Headers.Add("X-Forwarded-Proto", scheme);
            using var plain = new HttpClient(new SocketsHttpHandler { UseCookies = false });
            using var response = await plain.SendAsync(request, Token);
            return response.StatusCode;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
