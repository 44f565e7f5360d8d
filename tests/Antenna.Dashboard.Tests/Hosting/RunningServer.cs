using System.Text.RegularExpressions;
using Antenna.Dashboard.Tests.CommandLine;
using Antenna.Testing;
using Xunit;

namespace Antenna.Dashboard.Tests.Hosting;

/// <summary>The product's server, as people start it, on a database of a test's own.</summary>
public sealed partial class RunningServer(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly TestDatabase _database = new(cluster);
    private ExecutingCommand? _process;
    private HttpClient? _client;

    /// <summary>Follows no redirection.</summary>
    public HttpClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _process = Executable.On(_database).Start("--urls=http://127.0.0.1:0");
        _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = await AddressAsync(_process) };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
        await _database.DisposeAsync();
    }

    public Task<HttpResponseMessage> GetAsync(string address) =>
        Client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>Where a server that starts will listen, once it says so.</summary>
    internal static async Task<Uri> AddressAsync(ExecutingCommand server) =>
        new(Address().Match(await server.LineWithAsync("is ready: ")).Value);

    [GeneratedRegex(@"http://[^\s,]+")]
    private static partial Regex Address();
}
