using System.Globalization;
using Antenna.Data.Database;
using Antenna.Data.Import;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.Data.StandingMasks;
using Antenna.PostProcessing.ImportJobs;
using Antenna.PostProcessing.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Antenna.PostProcessing.Masking;

/// <summary>
/// Launches the runs that standing masks owe to imports. What is owed was committed with the import; here each is settled in
/// one transaction with its run, or with the reason why there is none, by whichever process comes first.
/// </summary>
public sealed partial class StandingMaskLauncher(
    NpgsqlDataSource dataSource,
    IDbContextFactory<AntennaDbContext> contexts,
    StandingMaskCatalog catalog,
    MaskPlanner planner,
    RunTransactions transactions,
    ILogger<StandingMaskLauncher> logger) : IImportFollower
{
    public async Task<ImportReport> FollowAsync(ImportReport report, CancellationToken cancellationToken) =>
        report is PipelineResultsReport results ? await LaunchAfterAsync(results, cancellationToken) : report;

    /// <summary>Launches what is owed, to any import. What cannot be launched now is logged, is owed still, and keeps nothing else waiting.</summary>
    public async Task LaunchOwedAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<long> owed;
        await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
            owed = await StandingMaskRecords.OwedAsync(connection, cancellationToken);
        foreach (var id in owed)
            await TrySettleAsync(id, cancellationToken);
    }

    /// <summary>Launches the runs that are owed to an import, and completes its report.</summary>
    /// <returns>
    /// The report with the runs, or with why there is none. The import is good whatever becomes of them: where the database is
    /// away, they are owed still, and a node launches them later.
    /// </returns>
    public async Task<PipelineResultsReport> LaunchAfterAsync(PipelineResultsReport report, CancellationToken cancellationToken)
    {
        long[] owed = [.. report.StandingMasks.Select(outcome => outcome.LaunchId).OfType<long>()];
        if (owed.Length == 0)
            return report;
        try
        {
            foreach (var id in owed)
                await TrySettleAsync(id, cancellationToken);
            return await catalog.CompleteAsync(report, cancellationToken);
        }
        catch (Exception exception) when (DatabaseError.IsTransientError(exception))
        {
            return report;
        }
    }

    private async Task TrySettleAsync(long launchId, CancellationToken cancellationToken)
    {
        try
        {
            await SettleAsync(launchId, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && DatabaseError.Of(exception) is not { Kind: DatabaseErrorKind.Unreachable })
        {
            LogNotSettled(launchId, exception);
        }
    }

    private async Task SettleAsync(long launchId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var launch = await context.StandingMaskLaunches.AsNoTracking().SingleOrDefaultAsync(launch => launch.Id == launchId, cancellationToken);
        if (launch is not { SettledAt: null } || await catalog.FindAsync(launch.StandingMaskId, cancellationToken) is not { } mask)
            return;
        var person = await context.StandingMasks.Where(set => set.Id == mask.Id)
            .Join(context.People, set => set.SetById, person => person.Id, (_, person) => person)
            .AsNoTracking().SingleAsync(cancellationToken);

        // Outside the transaction: it reads a list and a map of maybe 30,000 classes.
        var review = await planner.ReviewAsync(
            new(RunScope.OfCaptureSet(launch.CaptureSetId), StandingMaskControl.SettingsOf(mask)), person: null, cancellationToken);
        await transactions.ExecuteAsync(
            async transaction =>
            {
                var connection = transaction.Connection;
                if (!await StandingMaskRecords.LockOwedAsync(connection, launchId, cancellationToken))
                    return false;
                await Announcements.ProjectAsync(connection, mask.ProjectId, cancellationToken);
                var halt = await StandingMaskRecords.ShareAsync(connection, mask.Id, cancellationToken);
                if (WhyNot(halt, review) is { } refusal)
                    await StandingMaskRecords.SettleAsync(connection, launchId, transaction.Now, runId: null, refusal, cancellationToken);
                else
                    await RunLauncher.LaunchAsync(
                        transaction, review.Plans, person,
                        async runs =>
                        {
                            await StandingMaskRecords.SettleAsync(connection, launchId, transaction.Now, runs[0].RunId, refusal: null, cancellationToken);
                            await RunLog.WriteAsync(
                                connection, runs[0].RunId, transaction.Now, RunLogLevel.Information, [LogLineOf(mask, launch)], cancellationToken,
                                new { StandingMask = mask.Id, launch.File, launch.ImportedAt });
                        },
                        cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Why no run is launched; null where one is.</summary>
    private static string? WhyNot(StandingMaskHalt halt, MaskReview review) => halt switch
    {
        { EndedBy: { } name } => $"The standing mask was ended by {name} before the run was launched.",
        { PausedBy: { } name } => $"The standing mask was paused by {name} before the run was launched.",
        _ when review.Problems.Count > 0 => string.Join(' ', review.Problems.Select(problem => problem.Message)),
        _ => null,
    };

    private static string LogLineOf(StandingMaskRow mask, StandingMaskLaunch launch) => string.Create(
        CultureInfo.InvariantCulture,
        $"Launched by standing mask {mask.Id}, which {mask.SetBy} set, after the import of {launch.File} at {launch.ImportedAt:yyyy-MM-dd HH:mm} UTC.");

    [LoggerMessage(EventId = 2271, Level = LogLevel.Warning, Message = "Could not launch the run that is owed as {LaunchId}; it is owed still")]
    private partial void LogNotSettled(long launchId, Exception exception);
}
