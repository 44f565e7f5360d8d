using Antenna.Dashboard.Importing;
using Antenna.Data.Database;
using Antenna.Data.Import;
using Xunit;

namespace Antenna.Dashboard.Tests.Importing;

public sealed class ImportProgressTextTests
{
    private static readonly DateTime Since = new(2026, 7, 12, 3, 0, 7, DateTimeKind.Utc);

    [Theory]
    [InlineData("psql", "waiting since 03:00:07 UTC: a lock held by 'psql' (process 4711 of the database)")]
    [InlineData("", "waiting since 03:00:07 UTC: a lock held by a program without a name (process 4711 of the database)")]
    public void A_wait_for_a_lock_names_its_holder_and_since_when(string holder, string text) =>
        Assert.Equal(text, ImportProgressText.Of(new(ImportPhase.Wait, Wait: new(DatabaseErrorKind.LockWait, Since, new LockWait(Since, holder, 4711).Holder))));

    [Theory]
    [InlineData(DatabaseErrorKind.DiskFull, null, "The disk of the database is full since 2026-07-12 03:00:07 UTC. Free space", "tried again")]
    [InlineData(DatabaseErrorKind.Unreachable, null, "The database cannot be reached since 2026-07-12 03:00:07 UTC. Start PostgreSQL", "tried again")]
    [InlineData(DatabaseErrorKind.LockWait, "'psql'", "The import waits for a lock held by 'psql' since 2026-07-12 03:00:07 UTC. Wait until", "goes on")]
    public void A_wait_is_told_with_since_when_what_to_do_and_how_the_import_goes_on(DatabaseErrorKind kind, string? holder, string begins, string then)
    {
        var sentence = ImportProgressText.Sentence(new(kind, Since, holder));

        Assert.StartsWith(begins, sentence, StringComparison.Ordinal);
        Assert.Contains(then, sentence[begins.Length..], StringComparison.Ordinal);
    }

    [Fact]
    public void Each_phase_has_words_of_its_own()
    {
        var phases = Enum.GetValues<ImportPhase>();

        Assert.Equal(phases.Length, phases.Select(phase => ImportProgressText.Of(new(phase))).Distinct().Count());
    }
}
