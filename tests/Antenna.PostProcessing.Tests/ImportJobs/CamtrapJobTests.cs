using Antenna.Data.Import.Camtrap;
using Antenna.Data.Model;
using Antenna.PostProcessing.ImportJobs;
using Antenna.PostProcessing.Tests.Faults;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Xunit;

namespace Antenna.PostProcessing.Tests.ImportJobs;

/// <summary>A package that is sent and imported by a node, as any other import is.</summary>
public sealed class CamtrapJobTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_package_whose_node_is_killed_is_imported_once_by_another_with_its_report()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        var held = await bench.HoldCapturesAsync();
        var id = await bench.LaunchAsync(ImportKind.CamtrapDp, bench.WritePackage());
        await using var killed = await NodeProcess.StartAsync(bench.Database.ConnectionString);
        await held.IsWaitedForAsync();

        await killed.KillAsync();
        await using var other = await NodeProcess.StartAsync(bench.Database.ConnectionString);
        await bench.FollowAsync(id, row => row.Attempt == 2);
        await held.DisposeAsync();

        var import = await bench.FollowToEndAsync(id);
        Assert.Equal((ImportState.Succeeded, 2), (import.Row.State, import.Row.Attempt));
        Assert.Equal([new(ObservationOutcome.NewOccurrence, 3)], Assert.IsType<CamtrapReport>(import.Report).Observations);
        Assert.Equal((3, 3, 0, 0), await bench.CountAsync());
    }

    [Fact]
    public async Task A_package_whose_import_is_canceled_leaves_nothing()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        await using var node = await NodeInProcess.StartAsync(bench.Database.DataSource, RunExecutionRole.Execute);
        await using var held = await bench.HoldCapturesAsync();
        var id = await bench.LaunchAsync(ImportKind.CamtrapDp, bench.WritePackage());
        await held.IsWaitedForAsync();

        await bench.Node.Service<ImportLauncher>().CancelAsync(id, TestContext.Current.CancellationToken);

        Assert.Equal(ImportState.Canceled, (await bench.FollowToEndAsync(id)).Row.State);
        await held.DisposeAsync();
        Assert.Equal((0, 0, 0, 0), await bench.CountAsync());
        await using var context = bench.Database.CreateDbContext();
        Assert.Empty(context.Algorithms);
        Assert.Equal("Curator", Assert.Single(context.People).Name);
    }
}
