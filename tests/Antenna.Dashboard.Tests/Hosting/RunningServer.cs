using System.Net;
using System.Text.RegularExpressions;
using Antenna.Dashboard.Tests.CommandLine;
using Antenna.Testing;
using Xunit;

namespace Antenna.Dashboard.Tests.Hosting;

/// <summary>The product's server, as people start it, on a database of a test's own.</summary>
public sealed partial class RunningServer(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly TestDatabase _database = new(cluster);
    private readonly List<HttpClient> _clients = [];
    private ExecutingCommand? _process;

    public TestDatabase Database => _database;

    /// <summary>The address that it printed, with the token.</summary>
    public Uri SignInAddress { get; private set; } = null!;

    /// <summary>A signed-in browser. Follows no redirection.</summary>
    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _process = Executable.On(_database).Start("--urls=http://127.0.0.1:0");
        SignInAddress = await AddressAsync(_process);
        Client = NewClient();
        using var response = await Client.GetAsync(SignInAddress, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>A browser that was never here. Follows no redirection.</summary>
    public HttpClient NewClient()
    {
        var client = NewClient(SignInAddress);
        _clients.Add(client);
        return client;
    }

    public Task<HttpResponseMessage> GetAsync(string address) =>
        Client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>A browser that was never at this address. Follows no redirection.</summary>
    internal static HttpClient NewClient(Uri address)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        var client = new HttpClient(handler) { BaseAddress = new(address.GetLeftPart(UriPartial.Authority)) };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    /// <summary>The address that a server prints that starts, once it does.</summary>
    internal static async Task<Uri> AddressAsync(ExecutingCommand server) =>
        new(Address().Match(await server.LineWithAsync("is ready: ")).Value);

    [GeneratedRegex(@"http://[^\s,]+")]
    private static partial Regex Address();
}
