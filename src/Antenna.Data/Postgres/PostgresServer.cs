using Microsoft.Extensions.Logging;
using Npgsql;

namespace Antenna.Data.Postgres;

/// <summary>Finds, starts and stops the PostgreSQL of one data folder.</summary>
internal sealed partial class PostgresServer(
    DataFolder folder, PostgresPrograms programs, PostgresAddressChoice addresses, ILogger logger, TimeProvider time)
{
    // Both are for a slow disk with much to write; as a rule either is a matter of a fraction of a second.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Nobody is told when a PostgreSQL that another process starts or stops is there or gone: it is asked again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private const int Attempts = 50;

    private readonly AccountFiles _files = new(programs.Account);

    /// <summary>The postmaster file of the PostgreSQL that was found or started last.</summary>
    private volatile PostmasterFile? _known;

    /// <summary>
    /// Whether the process of the PostgreSQL that was found or started last is there; its answer is not waited for, so that
    /// this can be asked again and again.
    /// </summary>
    public bool IsThere => _known?.IsAlive(folder) ?? false;

    /// <summary>The address of a PostgreSQL that already runs on the folder, such as one that a crash left behind.</summary>
    /// <exception cref="PrivatePostgresException">One is there, but does not answer.</exception>
    public async Task<PostgresAddress?> FindRunningAsync(CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (await PostmasterFile.ReadAsync(folder, _files, cancellation) is { } file)
        {
            var address = addresses.Of(file);
            var problem = await ProbeAsync(address, cancellation);
            if (problem is null)
            {
                _known = file;
                LogFound(address, file.ProcessId);
                return address;
            }

            if (!file.IsAlive(folder))
            {
                LogStale(folder.PostmasterFile, file.ProcessId);
                // PostgreSQL would do so itself, unless the number of that process is in use again.
                await _files.DeleteAsync(folder.PostmasterFile, cancellation);
                return null;
            }

            // It is on its way up or down.
            if (time.GetElapsedTime(began) > StartTimeout)
                throw new PrivatePostgresException($"A PostgreSQL (process {file.ProcessId}) runs on the data folder '{folder.Root}' but does not answer at {address}: {problem}. Look into '{folder.Log}', stop that process, and start again.");
            await Task.Delay(Pause, time, cancellation);
        }

        return null;
    }

    /// <summary>Starts PostgreSQL and returns where it listens.</summary>
    /// <exception cref="PrivatePostgresException">It does not start; the message has the end of its log.</exception>
    public async Task<PostgresAddress> StartAsync(IReadOnlyList<string> settings, CancellationToken cancellation)
    {
        var log = new PostgresLog(folder);
        for (var attempt = 1; ; attempt++)
        {
            var address = await addresses.PrepareAsync(cancellation);
            await ServerSettingsFile.WriteAsync(folder, _files, address, settings, cancellation);
            var position = await log.PrepareAsync(programs.Account, cancellation);
            if (await programs.StartServerAsync(StartTimeout, cancellation) == 0)
            {
                _known = await PostmasterFile.ReadAsync(folder, _files, cancellation);
                LogStarted(programs.Binaries.Major, programs.Binaries.Folder, address, programs.Account.Name);
                return address;
            }

            cancellation.ThrowIfCancellationRequested();
            var output = await log.ReadFromAsync(position, cancellation);
            if (attempt == Attempts || !IsTransient(output))
                throw new PrivatePostgresException($"PostgreSQL {programs.Binaries.Major} does not start on the data folder '{folder.Root}'. Its log '{folder.Log}' says:{Environment.NewLine}{output}");
            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <summary>Stops PostgreSQL: connections end, everything is written. One that does not stop is left to itself.</summary>
    public async Task StopAsync()
    {
        try
        {
            if (await _files.ReadAsync(folder.PostmasterFile, CancellationToken.None) is null)
                return;
            var (exitCode, output) = await programs.StopServerAsync(StopTimeout, CancellationToken.None);
            if (exitCode == 0)
                LogStopped(folder.Root);
            else
                LogNotStopped(folder.Root, output);
            addresses.CleanUp();
        }
        catch (Exception e) when (e is PrivatePostgresException or IOException or UnauthorizedAccessException)
        {
            LogNotStopped(folder.Root, e.Message);
        }
    }

    // A killed server's last processes need a moment to notice; a free port may be taken before PostgreSQL has it.
    private static bool IsTransient(string output) =>
        output.Contains("pre-existing shared memory block", StringComparison.Ordinal)
        || output.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal);

    /// <summary>Whether the PostgreSQL of this very folder answers at an address: null, or what is wrong.</summary>
    private async Task<string?> ProbeAsync(PostgresAddress address, CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(address.ToConnectionString("postgres", pooling: false));
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand("show data_directory", connection);
            var served = (string)(await command.ExecuteScalarAsync(cancellation))!;
            // A copy of a data folder in use has the original's address.
            return folder.IsCluster(served) ? null : $"the PostgreSQL there serves '{served}'";
        }
        catch (NpgsqlException e)
        {
            return e.Message;
        }
    }

    [LoggerMessage(EventId = 1131, Level = LogLevel.Information, Message = "Using the PostgreSQL that runs at {Address} already (process {ProcessId})")]
    private partial void LogFound(PostgresAddress address, int processId);

    [LoggerMessage(EventId = 1132, Level = LogLevel.Warning, Message = "PostgreSQL was not stopped the last time: removing {File}, whose process {ProcessId} is gone")]
    private partial void LogStale(string file, int processId);

    [LoggerMessage(EventId = 1133, Level = LogLevel.Information, Message = "Started PostgreSQL {Major} from {Binaries} at {Address}, as the user {User}")]
    private partial void LogStarted(int major, string binaries, PostgresAddress address, string user);

    [LoggerMessage(EventId = 1134, Level = LogLevel.Information, Message = "Stopped the PostgreSQL of {Folder}")]
    private partial void LogStopped(string folder);

    [LoggerMessage(EventId = 1135, Level = LogLevel.Warning, Message = "The PostgreSQL of {Folder} was not stopped: {Reason}")]
    private partial void LogNotStopped(string folder, string reason);
}
