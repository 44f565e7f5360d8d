using Antenna.Data.Import.Pipeline;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.PostProcessing.ImportJobs;
using Antenna.PostProcessing.Tests.Faults;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Xunit;

namespace Antenna.PostProcessing.Tests.ImportJobs;

public sealed class ImportJobTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_node_imports_what_was_sent_to_another_and_records_what_it_did()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        await using var node = await NodeInProcess.StartAsync(bench.Database.DataSource, RunExecutionRole.Execute);

        var id = await bench.LaunchAsync(ImportKind.PipelineResults, bench.WriteResults());

        var import = await bench.FollowToEndAsync(id);
        Assert.Equal((ImportState.Succeeded, "results.json", "Curator", 1), (import.Row.State, import.Row.Source, import.Row.RequestedBy, import.Row.Attempt));
        var report = Assert.IsType<PipelineResultsReport>(import.Report);
        Assert.Equal((3, report.ProjectId), (report.Count("captures").New, import.Row.ProjectId));
        Assert.Equal((3, 3, 3, 0), await bench.CountAsync());
    }

    [Fact]
    public async Task An_import_whose_node_is_killed_is_done_once_by_another()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        var held = await bench.HoldCapturesAsync();
        var id = await bench.LaunchAsync(ImportKind.PipelineResults, bench.WriteResults());
        await using var killed = await NodeProcess.StartAsync(bench.Database.ConnectionString);
        await held.IsWaitedForAsync();

        await killed.KillAsync();
        await using var other = await NodeProcess.StartAsync(bench.Database.ConnectionString);
        await bench.FollowAsync(id, row => row.Attempt == 2);
        await held.DisposeAsync();

        Assert.Equal((ImportState.Succeeded, 2), (await bench.FollowToEndAsync(id)) is { Row: var row } ? (row.State, row.Attempt) : default);
        Assert.Equal((3, 3, 3, 0), await bench.CountAsync());
    }

    [Fact]
    public async Task An_import_that_is_canceled_writes_nothing()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        await using var node = await NodeInProcess.StartAsync(bench.Database.DataSource, RunExecutionRole.Execute);
        await using var held = await bench.HoldCapturesAsync();
        var id = await bench.LaunchAsync(ImportKind.PipelineResults, bench.WriteResults());
        await held.IsWaitedForAsync();

        Assert.Equal(ImportState.Canceling, await bench.Node.Service<ImportLauncher>().CancelAsync(id, Token));

        Assert.Equal(ImportState.Canceled, (await bench.FollowToEndAsync(id)).Row.State);
        await held.DisposeAsync();
        Assert.Equal((0, 0, 0, 0), await bench.CountAsync());
        Assert.Null(await bench.Node.Service<ImportLauncher>().CancelAsync(id, Token));
    }

    [Fact]
    public async Task An_import_that_no_node_took_up_is_canceled_at_once()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        var id = await bench.LaunchAsync(ImportKind.PipelineResults, bench.WriteResults());

        Assert.Equal(ImportState.Canceled, await bench.Node.Service<ImportLauncher>().CancelAsync(id, Token));

        await bench.Node.Service<ImportExecutor>().ExecuteAsync(id, Token);
        Assert.Equal((0, 0, 0, 0), await bench.CountAsync());
    }

    [Fact]
    public async Task A_process_that_another_took_the_import_from_commits_nothing()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        var held = await bench.HoldCapturesAsync();
        var id = await bench.LaunchAsync(ImportKind.PipelineResults, bench.WriteResults());
        var frozen = bench.Node.Service<ImportExecutor>().ExecuteAsync(id, Token);
        await held.IsWaitedForAsync();

        var taken = await ImportRecords.ClaimAsync(bench.Database.DataSource, id, "another node", DateTime.UtcNow, Token);
        await held.DisposeAsync();
        await frozen;

        Assert.Equal((ImportState.Running, 2), ((await bench.FindAsync(id)).Row.State, taken!.Claim.Attempt));
        Assert.Equal((0, 0, 0, 1), await bench.CountAsync());
    }

    [Fact]
    public async Task A_file_that_is_refused_fails_its_import_with_file_and_place()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);

        var id = await bench.LaunchAsync(ImportKind.PipelineResults, bench.WriteText("results.json", "{ \"algorithms\": {}, "));
        await bench.Node.Service<ImportExecutor>().ExecuteAsync(id, Token);

        var import = await bench.FindAsync(id);
        Assert.Equal(ImportState.Failed, import.Row.State);
        Assert.StartsWith("results.json, line 1", import.Row.Reason, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0, 0), await bench.CountAsync());
    }

    [Fact]
    public async Task An_import_without_the_folder_of_its_pictures_gets_it_when_it_is_imported_again()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        var order = new ImportOrder(ImportKind.PipelineResults) { Path = bench.WriteResults(), Project = ImportBench.Project, CaptureSet = "June" };
        var executor = bench.Node.Service<ImportExecutor>();
        await executor.ExecuteHereAsync(order, bench.Person, ImportListener.None, null, Token);

        var again = await executor.ExecuteHereAsync(order with { PictureFolder = "/pictures" }, bench.Person, ImportListener.None, null, Token);

        Assert.Equal((0, 3), (again.Count("captures").New, again.Count("captures").Unchanged));
        await using var context = bench.Database.CreateDbContext();
        var folder = Assert.Single(context.PictureFolders);
        Assert.All(context.Captures, capture => Assert.Equal(folder.Id, capture.PictureFolderId));
    }

    [Theory]
    [InlineData(0, ImportKind.PipelineResults)]
    [InlineData(1, ImportKind.Taxa)]
    [InlineData(2, ImportKind.Identifications)]
    [InlineData(3, ImportKind.RunningAntenna)]
    [InlineData(4, ImportKind.CamtrapDp)]
    [InlineData(5, ImportKind.TaxaList)]
    public void An_order_that_was_stored_by_an_earlier_version_is_of_the_kind_that_it_was(int stored, ImportKind kind) =>
        Assert.Equal(kind, ImportOrder.Parse($$"""{"Kind": {{stored}}, "Path": "/moths.csv"}""").Kind);

    [Fact]
    public async Task An_import_of_a_command_that_was_killed_is_failed()
    {
        await using var bench = await ImportBench.CreateAsync(cluster);
        var now = DateTime.UtcNow;
        long id;
        await using (var connection = await bench.Database.DataSource.OpenConnectionAsync(Token))
            id = await ImportRecords.CreateAsync(connection, new(ImportKind.Taxa) { Path = "/taxa.csv" }, bench.Person.Id, isScheduled: false, now, Token);
        await ImportRecords.ClaimAsync(bench.Database.DataSource, id, "a command", now, Token);

        Assert.Empty(await ImportRecords.EndOrphanedAsync(bench.Database.DataSource, now.AddMinutes(-1), "gone", now, Token));
        Assert.Equal([id], await ImportRecords.EndOrphanedAsync(bench.Database.DataSource, now.AddMinutes(1), "gone", now, Token));

        Assert.Equal((ImportState.Failed, "gone"), (await bench.FindAsync(id)) is { Row: var row } ? (row.State, row.Reason) : default);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
