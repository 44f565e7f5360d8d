using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.PostProcessing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Antenna.Dashboard.Hosting;

/// <summary>
/// The checks that a node has to pass before people are sent to it. Requests at the same time share one round of checks, and
/// a ready node is checked once a second at most, however many ask.
/// </summary>
internal sealed class NodeReadiness(HealthCheckService checks, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<IReadOnlyList<string>>? _round;
    private long _startedAt;

    /// <summary>The names of the checks that fail; none where the node is ready.</summary>
    public Task<IReadOnlyList<string>> FindFailedAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_round is null || (_round.IsCompleted && !IsFresh(_round)))
            {
                _startedAt = time.GetTimestamp();
                _round = CheckAsync();
            }

            return _round.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Only a ready node's answer is kept: one that has just become ready says so at once.</summary>
    private bool IsFresh(Task<IReadOnlyList<string>> round) =>
        round is { IsCompletedSuccessfully: true, Result.Count: 0 } && time.GetElapsedTime(_startedAt) < Freshness;

    /// <summary>Every check has a timeout of its own, so no request's token ends the round for the others.</summary>
    private async Task<IReadOnlyList<string>> CheckAsync()
    {
        await Task.Yield();
        var report = await checks.CheckHealthAsync(CancellationToken.None);
        return [.. report.Entries.Where(entry => entry.Value.Status is not HealthStatus.Healthy).Select(entry => entry.Key)];
    }
}

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseHealthCheck(NpgsqlDataSource dataSource) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("select 1");
        await command.ExecuteScalarAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>Whether the database has the schema that this node was made for.</summary>
internal sealed class SchemaHealthCheck(IDbContextFactory<AntennaDbContext> contexts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await AntennaDatabase.IsCurrentAsync(database, cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The database's schema is another one than this version's");
    }
}

/// <summary>Whether this node executes runs.</summary>
internal sealed class SchedulerHealthCheck(SchedulerState scheduler) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await scheduler.IsRunningAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The scheduler does not run");
}
