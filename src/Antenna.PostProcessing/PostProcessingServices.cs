using Antenna.Data;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.ImportJobs;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Masking.Impacts;
using Antenna.PostProcessing.News;
using Antenna.PostProcessing.RankRollUp;
using Antenna.PostProcessing.Redetermination;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.SizeFilter;
using Antenna.PostProcessing.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Quartz;

namespace Antenna.PostProcessing;

/// <summary>Whether this process takes part in executing runs, or only schedules and follows them.</summary>
public enum RunExecutionRole
{
    Execute,
    ScheduleOnly,
}

/// <summary>Registers the tasks, their launcher and the scheduler.</summary>
public static class PostProcessingServices
{
    /// <summary>
    /// Adds what launches, executes and follows runs. Needs an <see cref="NpgsqlDataSource"/>, a context factory, a
    /// <see cref="TimeProvider"/> and what <see cref="DataServices"/> registers in the container.
    /// </summary>
    public static IServiceCollection AddPostProcessing(this IServiceCollection services, RunExecutionRole role, SchedulerTiming timing, RunWorkers? workers = null)
    {
        services.AddSingleton<NewsSubscriptions>();
        services.AddSingleton<SharedRunReads>();
        services.AddSingleton<CurrentWork>();
        services.AddHostedService<NewsListener>();
        services.AddRuns();
        services.AddClassMasking(executesRuns: role is RunExecutionRole.Execute);
        services.AddSingleton<ImpactPasses>();
        services.AddSizeFilter();
        services.AddRankRollUp();
        services.AddRedetermination();
        services.AddHostedService(provider => provider.GetRequiredService<NodeMonitor>());
        services.AddSingleton<ImportWaits>();
        services.AddSingleton<ImportExecutor>();
        services.AddSingleton<ImportLauncher>();
        services.AddSingleton<OrphanedImports>();
        if (role is RunExecutionRole.Execute)
        {
            services.AddHostedService<OrphanedRunSweep>();
            services.AddHostedService<ImportSweep>();
        }

        services.AddHostedService<SchedulerSchema>();
        services.AddSingleton<SchedulerState>();
        services.AddScheduler(timing, workers ?? RunWorkers.Default);
        services.AddQuartzHostedService(options =>
        {
            options.WaitForJobsToComplete = true;
            options.AutoStart = role is RunExecutionRole.Execute;
        });
        return services;
    }

    private static void AddRuns(this IServiceCollection services)
    {
        services.AddSingleton<RunWaits>();
        services.AddSingleton(PartSize.Default);
        services.AddSingleton<ActiveParts>();
        services.AddSingleton<NodeMonitor>();
        services.AddSingleton<RunTransactions>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<RunEndings>();
        services.AddSingleton<RunExecutor>();
        services.AddSingleton<RunLauncher>();
        services.AddSingleton<RunControl>();
        services.AddSingleton<RunUndo>();
        services.AddSingleton<RunRetry>();
        services.AddSingleton<RunDryRun>();
        services.AddSingleton<OrphanedRuns>();
        services.AddSingleton<PostProcessingTasks>();
        services.AddSingleton<IOutcomeKinds>(provider => provider.GetRequiredService<PostProcessingTasks>());
        services.AddSingleton<IRunTask, UndoTask>();
    }

    private static void AddScheduler(this IServiceCollection services, SchedulerTiming timing, RunWorkers workers) =>
        services.AddQuartz(quartz =>
        {
            // No instance id of ours: two nodes that share one re-run each other's jobs, so each generates its own.
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "antenna";
                options.GenerateInstanceId = true;
                options.ShutdownJobInterruption = ShutdownJobInterruption.Always;

                // What another process schedules is found by looking, and a run is to report within a second.
                options.IdleWaitTime = TimeSpan.FromSeconds(1);
            });
            // Parts leave threads for the runs that are one part: somebody waits for those.
            quartz.UseDefaultThreadPool(workers.Parts + workers.Others + ImportJob.MostAtOnce);
            quartz.UseExecutionLimits(limits => limits.ForGroup(RunJob.PartsGroup, workers.Parts).ForGroup(ImportJob.Group, ImportJob.MostAtOnce));
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(source => source.UseRegisteredDataSource = true);
                store.ProvisionSchema();
                store.UseClustering(cluster =>
                {
                    cluster.CheckinInterval = timing.CheckIn;
                    cluster.CheckinMisfireThreshold = timing.CheckInTolerance;
                });
                store.ConfigureStore(options =>
                {
                    options.AcceptEnlistedTransactions = true;
                    options.RecoverFiringsCancelledByShutdown = true;
                });
            });
        });
}

/// <summary>How much a node executes at once.</summary>
/// <param name="Parts">Parts of runs that have several.</param>
/// <param name="Others">Runs that are one part, and starts of runs.</param>
public sealed record RunWorkers(int Parts, int Others)
{
    /// <summary>As many parts as the machine has cores.</summary>
    public static RunWorkers Default { get; } = Of(Environment.ProcessorCount);

    /// <summary>Room for so many parts, and for what somebody waits for beside them.</summary>
    public static RunWorkers Of(int parts) => new(parts, Math.Max(2, parts));
}

/// <summary>How soon a node notices that another is gone.</summary>
/// <param name="CheckIn">How often a node says that it is there.</param>
/// <param name="CheckInTolerance">How much later than that it may be before others take its runs over.</param>
public sealed record SchedulerTiming(TimeSpan CheckIn, TimeSpan CheckInTolerance)
{
    /// <summary>Slow enough that a loaded machine of two cores does not mistake a busy node for a dead one.</summary>
    public static SchedulerTiming Default { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
}
