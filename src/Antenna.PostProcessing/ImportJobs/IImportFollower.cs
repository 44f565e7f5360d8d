using Antenna.Data.Import;

namespace Antenna.PostProcessing.ImportJobs;

/// <summary>Does what an import leads to once it is committed, such as the runs that a project's standing masks owe to it.</summary>
public interface IImportFollower
{
    /// <returns>The report with what became of it. The import is good whatever that is.</returns>
    Task<ImportReport> FollowAsync(ImportReport report, CancellationToken cancellationToken);
}
