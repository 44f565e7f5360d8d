using Quartz;

namespace Antenna.PostProcessing.ImportJobs;

/// <summary>What the schedule says of an import; all else is in its row.</summary>
public sealed record ImportJobInput(long ImportId);

/// <summary>
/// Executes an import. A shutdown cancels it, and Quartz then has it recovered, as it does when a node is gone: it begins again,
/// since all of an import is one transaction.
/// </summary>
public sealed class ImportJob(ImportExecutor executor) : IJob<ImportJobInput>
{
    /// <summary>The execution group of imports: they take no thread away from runs that somebody waits for.</summary>
    public const string Group = "imports";

    /// <summary>Imports that a node executes at once; of those some wait for others into the same project.</summary>
    public const int MostAtOnce = 4;

    public async ValueTask Execute(IJobExecutionContext context, ImportJobInput input, CancellationToken cancellationToken) =>
        await executor.ExecuteAsync(input.ImportId, cancellationToken);
}
