using Antenna.Data.Database;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Quartz;

namespace Antenna.PostProcessing.Runs;

/// <summary>
/// Creates Quartz's tables before Quartz starts. It would create them itself, but looks first whether they are there by
/// selecting from each, which leaves an error a table in the log of a new database.
/// </summary>
internal sealed class SchedulerSchema(NpgsqlDataSource dataSource) : IHostedService
{
    /// <summary>Quartz's default.</summary>
    private const string TablePrefix = "QRTZ_";

    private const string Script = "Quartz.Impl.AdoJobStore.Schema.create_postgres.sql";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var schema = await SchemaLock.TakeAsync(dataSource, cancellationToken);
        await using var find = dataSource.CreateCommand($"select to_regclass('{TablePrefix}JOB_DETAILS') is not null");
        if (await find.ExecuteScalarAsync(cancellationToken) is true)
            return;

        await using var create = dataSource.CreateCommand(await ReadScriptAsync(cancellationToken));
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Quartz's own script, which creates what is missing, with {0} and {1} for the prefix of names.</summary>
    private static async Task<string> ReadScriptAsync(CancellationToken cancellationToken)
    {
        await using var script = typeof(IScheduler).Assembly.GetManifestResourceStream(Script)
            ?? throw new InvalidOperationException($"Quartz {typeof(IScheduler).Assembly.GetName().Version} has no '{Script}'.");
        using var reader = new StreamReader(script);
        return (await reader.ReadToEndAsync(cancellationToken))
            .Replace("{0}", TablePrefix, StringComparison.Ordinal)
            .Replace("{1}", TablePrefix, StringComparison.Ordinal);
    }
}
