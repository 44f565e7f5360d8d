using Antenna.Data.Database;
using Antenna.Data.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>
/// The PostgreSQL that is measured: a private one with its default settings, thrown away afterwards, or the one that
/// <c>ANTENNA_BENCHMARK_POSTGRES</c> names.
/// </summary>
internal sealed class BenchmarkServer : IAsyncDisposable
{
    private PrivatePostgres? _private;
    private readonly string? _folder;

    private BenchmarkServer(string connectionString, PrivatePostgres? privatePostgres, string? folder)
    {
        // In sessions as the product has them.
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { Options = AntennaDatabase.SessionOptions }.ConnectionString;
        _private = privatePostgres;
        _folder = folder;
    }

    public string ConnectionString { get; }

    public static async Task<BenchmarkServer> StartAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("ANTENNA_BENCHMARK_POSTGRES") is { Length: > 0 } configured)
            return new(configured, null, null);

        // Where every user may enter: as root, PostgreSQL runs under another one.
        var folder = Path.Combine(Path.GetTempPath(), $"antenna-benchmark-{Environment.ProcessId}");
        var started = await StartPrivateAsync(folder, cancellationToken);
        return new(started.ConnectionString, started, folder);
    }

    private static Task<PrivatePostgres> StartPrivateAsync(string folder, CancellationToken cancellationToken) => PrivatePostgres.StartAsync(
        new() { DataFolder = folder }, PostgresUse.Server, NullLoggerFactory.Instance, TimeProvider.System, cancellationToken);

    public async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return $"{connection.PostgreSqlVersion}, {(_private is null ? "as configured" : "its default settings")}";
    }

    /// <summary>Stops a private one, as for a restart.</summary>
    public async Task StopAsync()
    {
        await (_private ?? throw new InvalidOperationException("A configured server is not ours to stop.")).DisposeAsync();
        _private = null;
    }

    /// <summary>Starts the private one again, at the same address.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken) => _private = await StartPrivateAsync(_folder!, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_private is not null)
            await _private.DisposeAsync();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }
}
