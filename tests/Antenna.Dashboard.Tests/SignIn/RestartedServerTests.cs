using System.Net;
using Antenna.Dashboard.Tests.CommandLine;
using Antenna.Dashboard.Tests.Hosting;
using Antenna.Testing;
using Xunit;

namespace Antenna.Dashboard.Tests.SignIn;

/// <summary>What a signed-in browser has of that when the server was restarted, or has sign-in turned off.</summary>
public sealed class RestartedServerTests(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly TestDatabase _database = new(cluster);
    private readonly TemporaryFolder _folder = new();

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_browser_stays_signed_in_when_the_server_is_restarted_and_the_old_token_is_worth_nothing()
    {
        var keys = _folder["keys"];
        var antenna = new Executable(("ConnectionStrings__Antenna", _database.ConnectionString), ("SignIn__KeyFolder", keys));
        await using var first = antenna.Start("--urls=http://127.0.0.1:0");
        var printed = await RunningServer.AddressAsync(first);
        using var browser = RunningServer.NewClient(printed);
        using var signedIn = await browser.GetAsync(printed, Token);
        await first.StopAsync("TERM");

        await using var second = antenna.Start($"--urls=http://127.0.0.1:{printed.Port}");
        await RunningServer.AddressAsync(second);

        using var page = await browser.GetAsync(new Uri("/", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var stranger = RunningServer.NewClient(printed);
        using var refused = await stranger.GetAsync(printed, Token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
    }

    [Fact]
    public async Task A_setting_lets_every_browser_in()
    {
        await using var server = Executable.On(_database).Start("--urls=http://127.0.0.1:0", "--SignIn:RequiresToken=false");
        var printed = await RunningServer.AddressAsync(server);
        using var browser = RunningServer.NewClient(printed);

        using var page = await browser.GetAsync(new Uri("/", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("/", printed.PathAndQuery);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
