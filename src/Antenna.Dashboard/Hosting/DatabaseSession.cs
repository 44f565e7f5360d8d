using Antenna.Data.Database;
using Antenna.Data.Postgres;
using Npgsql;

namespace Antenna.Dashboard.Hosting;

/// <summary>
/// The database that this process uses, for as long as it does: the configured one, or a private one that is started for
/// it and stopped when no process uses it any more.
/// </summary>
public sealed class DatabaseSession : IAsyncDisposable
{
    /// <summary>Of the 100 that PostgreSQL allows by default, so that a second node and commands find some as well.</summary>
    private const int LargestPool = 40;

    /// <summary>NULLS NOT DISTINCT, which the schema relies on, came with this version.</summary>
    private const int OldestMajorVersion = 15;

    private readonly PrivatePostgres? _private;

    private DatabaseSession(string connectionString, PrivatePostgres? privatePostgres)
    {
        ConnectionString = connectionString;
        _private = privatePostgres;
    }

    /// <summary>With the product's own defaults, wherever the configured one does not say otherwise.</summary>
    public string ConnectionString { get; }

    /// <summary>Where the private database is kept; null for a configured one.</summary>
    public string? PrivateFolder => _private?.Folder;

    /// <summary>Whether this command found a server on the private database: then that one executes runs.</summary>
    public bool SharesWithServer => _private?.SharesWithServer ?? false;

    /// <summary>Whether there is still a server on the private database.</summary>
    public bool ServerRuns => _private?.ServerRuns ?? false;

    /// <summary>Starts the private PostgreSQL again where it has died under this process.</summary>
    /// <returns>Whether this process did.</returns>
    /// <exception cref="PrivatePostgresException">It does not start.</exception>
    public Task<bool> RestartIfStoppedAsync(CancellationToken cancellationToken) =>
        _private?.RestartIfStoppedAsync(cancellationToken) ?? Task.FromResult(false);

    /// <summary>Opens the configured database, or starts the private one.</summary>
    /// <exception cref="SettingsException">What is configured is no connection string.</exception>
    /// <exception cref="PrivatePostgresException">The private one cannot be had.</exception>
    public static async Task<DatabaseSession> OpenAsync(
        AntennaSettings settings, PostgresUse use, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (settings.ConnectionString is { } configured)
            return new(Complete(configured), null);

        var started = await PrivatePostgres.StartAsync(settings.PrivatePostgres, use, loggers, TimeProvider.System, cancellationToken);
        return new(Complete(started.ConnectionString), started);
    }

    /// <summary>Brings the schema up to date; nothing may use the database before.</summary>
    /// <exception cref="DatabaseUnavailableException">It cannot be reached or used.</exception>
    public async Task MigrateAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        try
        {
            await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
            {
                if (connection.PostgreSqlVersion.Major < OldestMajorVersion)
                {
                    throw new DatabaseUnavailableException(
                        $"{Describe()} is PostgreSQL {connection.PostgreSqlVersion}; version {OldestMajorVersion} or newer is needed.");
                }
            }

            await AntennaDatabase.MigrateAsync(dataSource, cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw new DatabaseUnavailableException($"{Describe()} cannot be used: {Reason(exception)} Check {Setting}.", exception);
        }
    }

    public ValueTask DisposeAsync() => _private?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string Setting => $"ConnectionStrings:{AntennaSettings.ConnectionStringName}";

    private static string Complete(string configured)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(configured);
            builder.Options = string.Join(' ', new[] { AntennaDatabase.SessionOptions, builder.Options }.Where(option => !string.IsNullOrEmpty(option)));
            SetDefault("Timezone", () => builder.Timezone = "UTC");
            SetDefault("Application Name", () => builder.ApplicationName = "Antenna.Dashboard");
            SetDefault("Maximum Pool Size", () => builder.MaxPoolSize = LargestPool);

            // Asking for it costs a round trip on every connection, and the library that it needs is rarely there.
            SetDefault("GSS Encryption Mode", () => builder.GssEncryptionMode = GssEncryptionMode.Disable);

            // The connection that listens for changes waits for hours; a firewall that drops it would never be noticed.
            SetDefault("Keepalive", () => builder.KeepAlive = 30);
            return builder.ConnectionString;

            void SetDefault(string keyword, Action set)
            {
                if (!builder.ContainsKey(keyword))
                    set();
            }
        }
        catch (ArgumentException exception)
        {
            throw new SettingsException(
                $"{Setting} is not a connection string of PostgreSQL: {exception.Message} Expected something like "
                + "'Host=localhost;Database=antenna;Username=antenna;Password=…'.",
                exception);
        }
    }

    private string Describe()
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
        return $"The database '{builder.Database}' of '{builder.Username}' at {builder.Host}:{builder.Port}";
    }

    private static string Reason(NpgsqlException exception)
    {
        var reason = exception is PostgresException answer ? answer.MessageText : exception.GetBaseException().Message;
        return reason.EndsWith('.') ? reason : $"{reason}.";
    }
}
