using Microsoft.Extensions.Logging;
using Npgsql;

namespace Antenna.Data.Postgres;

/// <summary>
/// A PostgreSQL of the product's own. It runs while at least one process of the product uses its data folder: the first
/// to come starts it, or takes over one that a crash left behind, and the last to leave stops it.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private readonly DataFolderMembership _membership;
    private readonly PostgresServer _server;
    private readonly IReadOnlyList<string> _settings;
    private readonly Lazy<Task> _disposal;

    private PrivatePostgres(DataFolderMembership membership, PostgresServer server, IReadOnlyList<string> settings)
    {
        _membership = membership;
        _server = server;
        _settings = settings;
        _disposal = new(() =>
        {
            // This process's idle connections would be broken for the next one that starts PostgreSQL here.
            using (var connection = new NpgsqlConnection(ConnectionString))
                NpgsqlConnection.ClearPool(connection);
            return LeaveAsync(membership, server);
        });
    }

    /// <summary>The data folder, its links followed.</summary>
    public required string Folder { get; init; }

    /// <summary>A connection string for the product's database, as its superuser.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Whether a command found a live server of the product on the data folder when it started.</summary>
    public bool SharesWithServer => _membership.SharesWithServer;

    /// <summary>Whether a server of the product is on the data folder now: one may come, or go, while a command works.</summary>
    public bool ServerRuns => _membership.ServerRuns;

    /// <summary>
    /// Makes sure that PostgreSQL runs on the data folder and that the product's database is there.
    /// </summary>
    /// <param name="options">Where, and with which PostgreSQL.</param>
    /// <param name="use">What for. A second server on one data folder is refused.</param>
    /// <param name="loggers">Log what is done.</param>
    /// <param name="time">Measures how long to wait for others.</param>
    /// <param name="cancellation">Gives up; what had been started is stopped again.</param>
    /// <exception cref="PrivatePostgresException">It cannot be had; the message is for people.</exception>
    public static async Task<PrivatePostgres> StartAsync(
        PrivatePostgresOptions options,
        PostgresUse use,
        ILoggerFactory loggers,
        TimeProvider time,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var logger = loggers.CreateLogger<PrivatePostgres>();
        var folder = DataFolder.Of(options);
        try
        {
            var account = await ServerAccount.ChooseAsync(options.RunAsUser, folder, cancellation);
            if (await folder.ReadMajorVersionAsync(account, cancellation) is null)
                await folder.CreateAsync(account, cancellation);
            else
                await folder.SecureAsync(account, cancellation);
            var membership = await DataFolderMembership.JoinAsync(folder, use, logger, time, cancellation);
            return await StartAsync(options, folder, membership, logger, time, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PrivatePostgresException($"The data folder '{folder.Root}' cannot be used by the user '{Environment.UserName}': {e.Message} Give that user access, or name another folder in {PrivatePostgresOptions.Section}:{nameof(PrivatePostgresOptions.DataFolder)}.", e);
        }
    }

    /// <summary>
    /// Starts PostgreSQL again where it has died, or was stopped by another process, under the processes that use it. Of
    /// several that find it so one does, and none while another joins or leaves, which puts it right as well.
    /// </summary>
    /// <returns>Whether this process did.</returns>
    /// <exception cref="PrivatePostgresException">It does not start; the message has the end of its log.</exception>
    public async Task<bool> RestartIfStoppedAsync(CancellationToken cancellation)
    {
        if (_server.IsThere)
            return false;
        using var transition = _membership.TryHoldTransition();
        if (transition is null || await _server.FindRunningAsync(cancellation) is not null)
            return false;
        await _server.StartAsync(_settings, cancellation);
        return true;
    }

    /// <summary>
    /// Leaves the data folder, and stops PostgreSQL when no other process uses it. May be called again, and never throws for
    /// what PostgreSQL does.
    /// </summary>
    public ValueTask DisposeAsync() => new(_disposal.Value);

    private static async Task<PrivatePostgres> StartAsync(
        PrivatePostgresOptions options,
        DataFolder folder,
        DataFolderMembership membership,
        ILogger logger,
        TimeProvider time,
        CancellationToken cancellation)
    {
        PostgresServer? server = null;
        try
        {
            var durable = ServerSettingsFile.WantDurability(options.ServerSettings);
            // Once more: the process that held the transition before may have made the cluster.
            var account = await ServerAccount.ChooseAsync(options.RunAsUser, folder, cancellation);
            var major = await folder.ReadMajorVersionAsync(account, cancellation);
            var search = new PostgresBinariesSearch(
                options, PostgresFolders.OfThisMachine(), new PostgresDownload(options, account, logger), account);
            var binaries = await search.FindAsync(folder, major, cancellation);
            var programs = new PostgresPrograms(folder, binaries, account);
            var addresses = new PostgresAddressChoice(folder, PostgresAddressChoice.RuntimeFolderOfThisMachine(), account);
            server = new PostgresServer(folder, programs, addresses, logger, time);

            if (major is null)
                await new ClusterCreation(folder, programs, logger).CreateAsync(durable, cancellation);
            var address = await server.FindRunningAsync(cancellation)
                ?? await server.StartAsync(options.ServerSettings, cancellation);
            await EnsureDatabaseAsync(address, folder, cancellation);
            membership.EndTransition();
            return new(membership, server, options.ServerSettings) { Folder = folder.Root, ConnectionString = address.ToConnectionString(PostgresAddress.Name) };
        }
        catch
        {
            await LeaveAsync(membership, server);
            throw;
        }
    }

    private static async Task LeaveAsync(DataFolderMembership membership, PostgresServer? server)
    {
        using (membership)
        {
            if (await membership.LeaveAsync() && server is not null)
                await server.StopAsync();
        }
    }

    private static async Task EnsureDatabaseAsync(PostgresAddress address, DataFolder folder, CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(address.ToConnectionString("postgres", pooling: false));
            await connection.OpenAsync(cancellation);
            await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection);
            exists.Parameters.Add(new() { Value = PostgresAddress.Name });
            if (await exists.ExecuteScalarAsync(cancellation) is not null)
                return;
            await using var create = new NpgsqlCommand($"create database {PostgresAddress.Name}", connection);
            await create.ExecuteNonQueryAsync(cancellation);
        }
        catch (NpgsqlException e)
        {
            throw new PrivatePostgresException($"PostgreSQL runs at {address}, but its database '{PostgresAddress.Name}' cannot be had: {e.Message}. Look into '{folder.Log}'.", e);
        }
    }
}
