using Antenna.Dashboard.Importing;
using Antenna.Data.Import;
using Xunit;

namespace Antenna.Dashboard.Tests.Importing;

public sealed class ImportProgressTextTests
{
    private static readonly DateTime Since = new(2026, 7, 12, 3, 0, 7, DateTimeKind.Utc);

    [Theory]
    [InlineData("run 17", 4711, "waiting since 03:00:07 UTC for run 17;")]
    [InlineData("", 4711, "waiting since 03:00:07 UTC for the database's session 4711, which holds a lock;")]
    public void A_wait_names_its_holder_and_since_when(string holder, int process, string text) =>
        Assert.StartsWith(text, ImportProgressText.Of(new(ImportPhase.Wait, Wait: new(Since, holder, process))), StringComparison.Ordinal);

    [Fact]
    public void Each_phase_has_words_of_its_own()
    {
        var phases = Enum.GetValues<ImportPhase>();

        Assert.Equal(phases.Length, phases.Select(phase => ImportProgressText.Of(new(phase))).Distinct().Count());
    }
}
