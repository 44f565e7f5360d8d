using System.Net;
using System.Text;
using System.Threading.Channels;
using Antenna.Dashboard.Hosting;
using Antenna.Dashboard.Tests.CommandLine;
using Antenna.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Antenna.Dashboard.Tests.Hosting;

public sealed class TelemetryExportTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Without_an_endpoint_nothing_listens(string? endpoint)
    {
        var services = new ServiceCollection();

        services.AddTelemetryExport(new ConfigurationBuilder().AddInMemoryCollection([new(TelemetryExport.EndpointSetting, endpoint)]).Build());

        Assert.Empty(services);
    }

    [Fact]
    public async Task Queries_requests_and_the_runtime_are_exported_to_the_endpoint_and_no_secret_with_them()
    {
        var database = await TestDatabase.CreateAsync(cluster);
        await using var ofTest = database;
        using var collector = new Collector();
        await using var server = new Executable(
            ("ConnectionStrings:Antenna", database.ConnectionString),
            (TelemetryExport.EndpointSetting, collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500")).Start("--urls=http://127.0.0.1:0");
        var printed = await RunningServer.AddressAsync(server);
        using var browser = RunningServer.NewClient(printed);
        using var health = await browser.GetAsync(new Uri("/health/ready", UriKind.Relative), Token);
        using var signedIn = await browser.GetAsync(printed, Token);
        using var page = await browser.GetAsync(new Uri("/occurrences", UriKind.Relative), Token);

        var traces = await collector.ReadUntilAsync("/v1/traces", "GET /occurrences", "GET login", "Npgsql");
        var metrics = await collector.ReadUntilAsync("/v1/metrics", "http.server.request.duration", "db.client", "dotnet.gc");

        var secret = System.Web.HttpUtility.ParseQueryString(printed.Query)["t"]!;
        Assert.Contains("antenna-dashboard", traces, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, traces + metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("Username=", traces + metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("qrtz_", traces, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("/health/ready", traces, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Takes what is exported, by its path. The format's texts stand in it as they are.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Dictionary<string, StringBuilder> _bodies = [];
        private readonly Channel<bool> _news = Channel.CreateUnbounded<bool>();
        private readonly Lock _gate = new();

        public Collector()
        {
            using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            }

            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = TakeAsync();
        }

        public string Address { get; }

        public async Task<string> ReadUntilAsync(string path, params IReadOnlyList<string> texts)
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Token);
            timeout.CancelAfter(LongestWait.Time);
            while (texts.FirstOrDefault(text => !Body(path).Contains(text, StringComparison.Ordinal)) is { } missing)
            {
                try
                {
                    await _news.Reader.ReadAsync(timeout.Token);
                }
                catch (OperationCanceledException) when (!Token.IsCancellationRequested)
                {
                    Assert.Fail($"'{missing}' was never exported to {path}: {Body(path)}");
                }
            }

            return Body(path);
        }

        public void Dispose() => _listener.Close();

        private string Body(string path)
        {
            lock (_gate)
                return _bodies.TryGetValue(path, out var body) ? body.ToString() : "";
        }

        private async Task TakeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using var reader = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                    var text = await reader.ReadToEndAsync(CancellationToken.None);
                    lock (_gate)
                    {
                        if (!_bodies.TryGetValue(context.Request.Url!.AbsolutePath, out var body))
                            _bodies.Add(context.Request.Url.AbsolutePath, body = new());
                        body.Append(text);
                    }

                    context.Response.Close();
                    _news.Writer.TryWrite(true);
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
