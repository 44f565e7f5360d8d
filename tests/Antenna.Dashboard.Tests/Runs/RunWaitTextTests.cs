using Antenna.Dashboard.Runs;
using Antenna.Data.Database;
using Xunit;

namespace Antenna.Dashboard.Tests.Runs;

public sealed class RunWaitTextTests
{
    [Theory]
    [InlineData(DatabaseErrorKind.LockWait, "run 17", "The run waits for a lock held by run 17 since 2026-07-12 03:00:07 UTC.")]
    [InlineData(DatabaseErrorKind.DiskFull, null, "The disk of the database is full since 2026-07-12 03:00:07 UTC. Free space on")]
    [InlineData(DatabaseErrorKind.Unreachable, null, "The database cannot be reached since 2026-07-12 03:00:07 UTC. Start PostgreSQL")]
    public void A_wait_is_told_with_since_when_and_what_to_do(DatabaseErrorKind kind, string? holder, string beginning)
    {
        var text = RunWaitText.Sentence(new(kind, new(2026, 7, 12, 3, 0, 7, DateTimeKind.Utc), holder));

        Assert.StartsWith(beginning, text, StringComparison.Ordinal);
        Assert.EndsWith(" The run continues by itself.", text, StringComparison.Ordinal);
    }
}
