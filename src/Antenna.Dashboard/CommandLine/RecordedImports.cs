using Antenna.Dashboard.SignIn;
using Antenna.Data.Import;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.ImportJobs;
using Antenna.PostProcessing.ImportJobs;

namespace Antenna.Dashboard.CommandLine;

/// <summary>Carries out what commands import, in their own process, and leaves the record that pages list.</summary>
internal static class RecordedImports
{
    /// <summary>Carries out an order, or checks it, which leaves no trace.</summary>
    /// <param name="listener">Is given what the command shows beside the report; null for nothing.</param>
    public static async Task<ImportReport> CarryOutAsync(
        ImportOrder order, ImportMode mode, CommandSession session, CommandOutput output, CancellationToken cancellationToken, ImportListener? listener = null)
    {
        listener ??= ImportListener.None;
        var progress = ImportAnswer.Progress(output);
        if (mode is ImportMode.CheckOnly)
            return await session.Get<ImportDispatch>().RunAsync(order, folder: "", ImportMode.CheckOnly, listener, progress, cancellationToken);
        try
        {
            var person = await session.Get<ICurrentPerson>().GetAsync(cancellationToken);
            return await session.Get<ImportExecutor>().ExecuteHereAsync(order, person, listener, progress, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandRefusedException("Somebody cancelled the import on its page. Nothing of it was written.");
        }
        catch (StaleImportClaimException)
        {
            throw new CommandRefusedException(
                "Another node failed the import, since it had not heard of this command for a minute. Nothing of it was written; import again.");
        }
    }

    /// <summary>Shows the report, and executes the runs that standing masks launched after the import.</summary>
    public static async Task<int> FollowAsync(ImportReport report, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var code = ImportAnswer.Show(report, output);
        if (report is PipelineResultsReport results)
            await RunCommand.ExecuteHereAsync([.. results.StandingMasks.Select(outcome => outcome.RunId).OfType<long>()], session, output, cancellationToken);
        return code;
    }
}
