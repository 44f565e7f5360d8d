using System.Collections.Concurrent;
using Antenna.Data.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Antenna.Testing;

/// <summary>
/// The PostgreSQL of one test process: the server that <see cref="Variable"/> names, else one of its own, started when
/// the first test asks for it, and deleted at the end. A test project declares it once:
/// <c>[assembly: AssemblyFixture(typeof(PostgresCluster))]</c>.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    /// <summary>
    /// The environment variable with a connection string to a PostgreSQL to test on, as a user who may create databases.
    /// </summary>
    public const string Variable = "ANTENNA_TEST_POSTGRES";

    private readonly Lazy<Task<PrivatePostgres?>> _own = new(StartOwnAsync);
    private readonly ConcurrentDictionary<TemplateDatabase, Lazy<Task<string>>> _templates = [];
    private readonly string _process = Guid.NewGuid().ToString("N")[..8];
    private int _databases;

    /// <summary>Clones a template database and returns a connection string to the clone.</summary>
    internal async Task<string> CloneAsync(TemplateDatabase template)
    {
        var name = $"test_{_process}_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"create database {name} template {await NameOfAsync(template)} strategy file_copy");
        return await ConnectionStringOfAsync(name);
    }

    internal async Task DropAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await ExecuteAsync($"drop database if exists {name} with (force)");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var template in _templates.Values.Where(template => template.Value.IsCompletedSuccessfully))
            await ExecuteAsync($"drop database {await template.Value}");
        if (!_own.IsValueCreated || !_own.Value.IsCompletedSuccessfully || await _own.Value is not { } own)
            return;
        await own.DisposeAsync();
        OwnCluster.Delete();
    }

    private static string? Configured => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : null;

    private static async Task<PrivatePostgres?> StartOwnAsync()
    {
        if (Configured is not null)
            return null;
        try
        {
            await OwnCluster.SweepAsync();
            return await PrivatePostgres.StartAsync(
                OwnCluster.Options, PostgresUse.Server, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
        }
        catch (PrivatePostgresException e)
        {
            throw new InvalidOperationException(
                $"These tests need a real PostgreSQL. tests/run installs one; or set {Variable} to a connection string. {e.Message}", e);
        }
    }

    private Task<string> NameOfAsync(TemplateDatabase template) =>
        _templates.GetOrAdd(template, missing => new(() => CreateAsync(missing))).Value;

    private async Task<string> CreateAsync(TemplateDatabase template)
    {
        var name = $"test_{_process}_{template.Name}";
        await ExecuteAsync($"create database {name} template {(template.Of is { } other ? await NameOfAsync(other) : "template1")}");
        await template.PrepareAsync(await ConnectionStringOfAsync(name), CancellationToken.None);
        return name;
    }

    private async Task<string> ConnectionStringOfAsync(string database) =>
        new NpgsqlConnectionStringBuilder((await _own.Value)?.ConnectionString ?? Configured) { Database = database }.ConnectionString;

    // Outside any test's own database, and unpooled: a template cannot be cloned while there is a connection to it.
    private async Task ExecuteAsync(string sql)
    {
        var administration = new NpgsqlConnectionStringBuilder((await _own.Value)?.ConnectionString ?? Configured) { Pooling = false };
        await using var connection = new NpgsqlConnection(administration.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
