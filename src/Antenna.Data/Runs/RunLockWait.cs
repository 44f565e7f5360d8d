using System.Globalization;
using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>Finds the locks that runs wait for.</summary>
public static class RunLockWait
{
    /// <summary>What the batch of a part waits for now; null where it does not wait for a lock.</summary>
    public static async Task<DatabaseWait?> FindAsync(NpgsqlDataSource dataSource, PartClaim claim, CancellationToken cancellationToken) =>
        await LockWait.FindAsync(dataSource, RunBatch.SessionName(claim.RunId, claim.Part), cancellationToken) is { } wait
            ? new(DatabaseErrorKind.LockWait, wait.Since, HolderOf(wait))
            : null;

    private static string HolderOf(LockWait wait) =>
        RunBatch.RunOf(wait.HolderName) is { } run ? string.Create(CultureInfo.InvariantCulture, $"run {run}") : wait.Holder;
}
