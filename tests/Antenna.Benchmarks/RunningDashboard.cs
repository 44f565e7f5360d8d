using System.Text;
using System.Text.RegularExpressions;
using Antenna.Dashboard.Hosting;

namespace Antenna.Benchmarks;

/// <summary>The dashboard's server in this process, so that its memory can be measured, on a database that is given.</summary>
internal sealed partial class RunningDashboard : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Task _running;

    private RunningDashboard(CancellationTokenSource stop, Task running, Uri address)
    {
        _stop = stop;
        _running = running;
        Address = address;
        Http = new() { BaseAddress = address };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public static async Task<RunningDashboard> StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ready = new FirstAddress();
        string[] settings =
        [
            "--applicationName=Antenna.Dashboard", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Antenna={connectionString}", "--SignIn:RequiresToken=false", "--Logging:Console:LogLevel:Default=None",
        ];
        var running = DashboardServer.RunAsync(settings, withDemo: false, ready, stop.Token);
        await await Task.WhenAny(running, ready.Address);
        return new(stop, running, await ready.Address);
    }

    public async Task<BlazorClient> OpenAsync(string path, CancellationToken cancellationToken) =>
        await BlazorClient.OpenAsync(Http, new(Address, path), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private sealed partial class FirstAddress : StringWriter
    {
        private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Uri> Address => _address.Task;

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            if (Pattern().Match(value ?? "") is { Success: true } match)
                _address.TrySetResult(new(match.Value));
        }

        [GeneratedRegex(@"http://[^\s,?/]+")]
        private static partial Regex Pattern();
    }
}
