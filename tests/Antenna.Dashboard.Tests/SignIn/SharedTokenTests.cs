using System.Net;
using System.Text;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Tests.CommandLine;
using Antenna.Dashboard.Tests.Hosting;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Dashboard.Tests.SignIn;

/// <summary>Nodes that share a database and a token: a browser that signed in on one of them is signed in on all.</summary>
public sealed class SharedTokenTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const string Secret = "b1946ac92492d2347c6235b4d2611184c9a1";

    private readonly TestDatabase _database = new(cluster);
    private readonly TemporaryFolder _folder = new();

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_cookie_of_one_node_is_good_on_another_and_neither_log_nor_database_gives_away_what_makes_one()
    {
        // Both find no key.
        await using var first = Start("first", Secret);
        await using var second = Start("second", Secret);
        Uri[] nodes = [await RunningServer.AddressAsync(first), await RunningServer.AddressAsync(second)];

        foreach (var (own, other) in new[] { (nodes[0], nodes[1]), (nodes[1], nodes[0]) })
        {
            using var browser = await SignInAsync(own, Secret);
            using var page = await browser.GetAsync(new Uri(other, "/"), Token);
            using var circuit = await browser.PostAsync(new Uri(other, "/_blazor/negotiate?negotiateVersion=1"), null, Token);

            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (page.StatusCode, circuit.StatusCode));
        }

        var stopped = await first.StopAsync("TERM");
        Assert.Equal("/login", nodes[0].PathAndQuery);
        Assert.DoesNotContain(Secret, stopped.Output + stopped.Error, StringComparison.Ordinal);
        await using var context = _database.CreateDbContext();
        var keys = await context.CookieKeys.AsNoTracking().ToListAsync(Token);
        Assert.NotEmpty(keys);
        Assert.DoesNotContain(keys, key => Encoding.Latin1.GetString(key.Sealed).Contains("<key", StringComparison.Ordinal));
        Assert.False(Directory.Exists(_folder["first"]));
    }

    [Fact]
    public async Task A_new_token_signs_every_browser_out_and_its_nodes_start_all_the_same()
    {
        await using var before = Start("node", Secret);
        using var browser = await SignInAsync(await RunningServer.AddressAsync(before), Secret);

        var other = new string([.. Secret.Reverse()]);
        await using var after = Start("node", other);
        var address = await RunningServer.AddressAsync(after);

        using var refused = await browser.GetAsync(new Uri(address, "/"), Token);
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
        using var again = await SignInAsync(address, other);
        using var page = await again.GetAsync(new Uri(address, "/"), Token);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private static async Task<HttpClient> SignInAsync(Uri node, string secret)
    {
        var browser = RunningServer.NewClient(node);
        using var signedIn = await browser.GetAsync(new Uri(node, $"/{DashboardUrls.SignIn(secret)}"), Token);
        Assert.True(signedIn.Headers.Contains("Set-Cookie"));
        return browser;
    }

    /// <summary>A server with a folder for keys of its own, as on a computer of its own.</summary>
    private ExecutingCommand Start(string name, string token) => new Executable(
        ("ConnectionStrings:Antenna", _database.ConnectionString), ("SignIn:Token", token), ("SignIn:KeyFolder", _folder[name]))
        .Start("--urls=http://127.0.0.1:0");

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
