using System.Diagnostics;
using Antenna.Data.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Antenna.Testing;

/// <summary>
/// A PostgreSQL of one test's own, with a database of the product, for the test to stop and to start. What else runs on the
/// machine does not notice.
/// </summary>
public sealed class StoppablePostgres : IAsyncDisposable
{
    private readonly PrivatePostgresOptions _options = OwnCluster.NewOptions();
    private readonly Stack<PrivatePostgres> _starts = [];

    private StoppablePostgres()
    {
    }

    public string ConnectionString => _starts.Last().ConnectionString;

    public static async Task<StoppablePostgres> StartAsync()
    {
        var postgres = new StoppablePostgres();
        try
        {
            await postgres.StartAgainAsync();
            await TemplateDatabase.Empty.PrepareAsync(postgres.ConnectionString, TestContext.Current.CancellationToken);
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it as <c>pg_ctl stop -m immediate</c> does: every connection breaks, and nothing is tidied up.</summary>
    public async Task BreakAsync()
    {
        using var server = Process.GetProcessById(PostmasterFile.Parse(File.ReadAllText(DataFolder.Of(_options).PostmasterFile))!.ProcessId);
        using var kill = Process.Start("kill", ["-s", "QUIT", $"{server.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Starts it again, at the same address and with all that was committed.</summary>
    public async Task StartAgainAsync()
    {
        var started = await PrivatePostgres.StartAsync(
            _options, PostgresUse.Command, NullLoggerFactory.Instance, TimeProvider.System, TestContext.Current.CancellationToken);
        _starts.Push(started);
        Assert.Equal(ConnectionString, started.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        while (_starts.TryPop(out var started))
            await started.DisposeAsync();
        Directory.Delete(_options.DataFolder!, recursive: true);
    }
}
