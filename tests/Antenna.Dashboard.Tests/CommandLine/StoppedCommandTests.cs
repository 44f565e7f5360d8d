using System.Globalization;
using Antenna.Testing;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>Commands that a signal stops in their middle.</summary>
public sealed class StoppedCommandTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const string Mask = "mask --capture-set {set} --taxa-list {list} --classifier {moths}";

    private readonly CommandProject _project = new(cluster);

    public ValueTask InitializeAsync() => _project.InitializeAsync();

    public ValueTask DisposeAsync() => _project.DisposeAsync();

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_stops_a_mask_whose_run_the_next_mask_finishes(string signal, int exitCode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Commands are stopped by the signals of Linux.");
        await using (var hold = await HeldLock.TakeAsync(_project.Database.ConnectionString, "select from occurrences for update"))
        {
            await using var mask = _project.Executable().Start(_project.Words(Mask));
            await hold.IsWaitedForAsync();

            var stopped = await mask.StopAsync(signal);

            Assert.Equal(exitCode, stopped.ExitCode);
            Assert.Empty(stopped.Output);
            Assert.Equal(0, await MaskedRowsAsync());
        }

        (await _project.Commands().RunAsync(_project.Words(Mask))).Done();

        Assert.Equal(2, await MaskedRowsAsync());
    }

    private async Task<long> MaskedRowsAsync()
    {
        await using var command = _project.Database.DataSource.CreateCommand("select count(*) from classifications where applied_to_id is not null");
        return Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
    }
}
