using System.Globalization;
using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>What a run under way waits for.</summary>
/// <param name="Since">UTC.</param>
/// <param name="Holder">Who holds the lock that it waits for: "run 17", or a session of another program; null for other waits.</param>
public sealed record RunWait(DatabaseErrorKind Kind, DateTime Since, string? Holder = null)
{
    /// <summary>What the batch of a part waits for now; null where it does not wait for a lock.</summary>
    public static async Task<RunWait?> FindLockAsync(NpgsqlDataSource dataSource, PartClaim claim, CancellationToken cancellationToken) =>
        await LockWait.FindAsync(dataSource, RunBatch.SessionName(claim.RunId, claim.Part), cancellationToken) is { } wait
            ? new(DatabaseErrorKind.LockWait, wait.Since, Describe(wait))
            : null;

    private static string Describe(LockWait wait)
    {
        if (RunBatch.RunOf(wait.HolderName) is { } run)
            return string.Create(CultureInfo.InvariantCulture, $"run {run}");
        var name = wait.HolderName.Length > 0 ? $"'{wait.HolderName}'" : "a program without a name";
        return string.Create(CultureInfo.InvariantCulture, $"{name} (process {wait.HolderProcess} of the database)");
    }
}
