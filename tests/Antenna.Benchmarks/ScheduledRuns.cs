using Antenna.Core.Predictions;
using Antenna.Data;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>How long a run took, and how long after its launch it ended.</summary>
internal readonly record struct RunTimes(TimeSpan Duration, TimeSpan SinceLaunch);

/// <summary>Launches runs that another node executes, and follows them to their ends.</summary>
internal sealed class ScheduledRuns : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlDataSource _dataSource;
    private readonly IHost _host;

    private ScheduledRuns(NpgsqlDataSource dataSource, IHost host) => (_dataSource, _host) = (dataSource, host);

    public static async Task<ScheduledRuns> StartAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton(dataSource);
        builder.Services.AddSingleton<System.Data.Common.DbDataSource>(dataSource);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddDbContextFactory<AntennaDbContext>(options => AntennaDatabase.Configure(options, it => it.UseNpgsql(dataSource)));
        builder.Services.AddAntennaData();
        builder.Services.AddPostProcessing(RunExecutionRole.ScheduleOnly, SchedulerTiming.Default);
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new(dataSource, host);
    }

    /// <summary>Launches a run of the fixture's classifier and list.</summary>
    /// <param name="mode">Each mode is a mask of its own, so that a second run of the same scope writes as much as the first.</param>
    public async Task<long> LaunchAsync(RunScope scope, ScoreMode mode, CancellationToken cancellationToken)
    {
        var settings = MaskSettings.Default with
        {
            TaxaListId = RunFixture.TaxaListId,
            ClassifierIds = [RunFixture.ClassifierId],
            Options = MaskOptions.Default with { Mode = mode },
        };
        var launched = await _host.Services.GetRequiredService<RunLauncher>()
            .LaunchAsync(new MaskRequest(scope, settings), new Person { Id = 1, Name = "benchmark" }, cancellationToken);
        return launched.Single().RunId;
    }

    public async Task<RunSnapshot> ReadAsync(long runId, CancellationToken cancellationToken) =>
        (await RunSnapshot.ReadAsync(_dataSource, runId, cancellationToken))!;

    /// <summary>Waits until a run has succeeded.</summary>
    public async Task<RunTimes> EndAsync(long runId, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval);
        RunSnapshot run;
        do
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            run = await ReadAsync(runId, cancellationToken);
        }
        while (run.IsUnderWay);
        return run is { State: RunState.Succeeded, StartedAt: { } started, FinishedAt: { } finished }
            ? new(finished - started, finished - run.CreatedAt)
            : throw new InvalidOperationException($"The run ended as {run}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
