using Antenna.Core.Taxonomy;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.PostProcessing.ImportJobs;
using Antenna.PostProcessing.Tests.Faults;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.ImportJobs;

/// <summary>A list of names that is sent and imported by a node, as any other import is.</summary>
public sealed class TaxaListJobTests(PostgresCluster cluster)
{
    private const string Names = "name\nActias luna\nSamia cinthia\n";

    [Fact]
    public async Task A_list_whose_node_is_killed_is_imported_once_by_another_with_what_became_of_its_lines()
    {
        await using var bench = await CreateAsync();
        var held = await HoldListsAsync(bench);
        var id = await LaunchAsync(bench, Names);
        await using var killed = await NodeProcess.StartAsync(bench.Database.ConnectionString);
        await held.IsWaitedForAsync();

        await killed.KillAsync();
        await using var other = await NodeProcess.StartAsync(bench.Database.ConnectionString);
        await bench.FollowAsync(id, row => row.Attempt == 2);
        await held.DisposeAsync();

        var import = await bench.FollowToEndAsync(id);
        Assert.Equal((ImportState.Succeeded, 2, "moths.csv", "Curator"), (import.Row.State, import.Row.Attempt, import.Row.Source, import.Row.RequestedBy));
        var report = Assert.IsType<TaxaListReport>(import.Report);
        await using var context = bench.Database.CreateDbContext();
        var list = await context.TaxaLists.SingleAsync(Token);
        Assert.Equal(("Moths", list.Id, 1, 2), (list.Name, report.TaxaListId, report.Version, report.NameCount));
        Assert.Equal(1, report.Lines[NameMatchKind.Suggestion]);
        Assert.Equal(1, await context.TaxaListVersions.CountAsync(Token));
        Assert.Equal(0, await context.ImportFilePieces.CountAsync(Token));
        Assert.Equal(
            [(1, null, "name"), (2, NameMatchKind.Exact, "Actias luna"), (3, NameMatchKind.Suggestion, "Samia cinthia")],
            (await LinesAsync(bench, id)).Select(line => line.Matched is { } matched ? (matched.Line, matched.Kind, matched.Name) : (line.WithoutName!.Line, (NameMatchKind?)null, line.WithoutName.Text)));
    }

    [Fact]
    public async Task A_list_whose_import_is_canceled_leaves_nothing()
    {
        await using var bench = await CreateAsync();
        await using var node = await NodeInProcess.StartAsync(bench.Database.DataSource, RunExecutionRole.Execute);
        await using var held = await HoldListsAsync(bench);
        var id = await LaunchAsync(bench, Names);
        await held.IsWaitedForAsync();

        await bench.Node.Service<ImportLauncher>().CancelAsync(id, Token);

        Assert.Equal(ImportState.Canceled, (await bench.FollowToEndAsync(id)).Row.State);
        await held.DisposeAsync();
        await using var context = bench.Database.CreateDbContext();
        Assert.Equal((0, 0, 0), (await context.TaxaLists.CountAsync(Token), await context.ImportFilePieces.CountAsync(Token), await context.MatchedLinePieces.CountAsync(Token)));
    }

    [Fact]
    public async Task A_list_that_is_refused_for_its_names_keeps_what_became_of_them()
    {
        await using var bench = await CreateAsync();

        var id = await LaunchAsync(bench, "name\nSamia cinthia\n");
        await bench.Node.Service<ImportExecutor>().ExecuteAsync(id, Token);

        var import = await bench.FindAsync(id);
        Assert.Equal((ImportState.Failed, null), (import.Row.State, import.Report));
        Assert.StartsWith("moths.csv: ", import.Row.Reason, StringComparison.Ordinal);
        var line = Assert.Single(await LinesAsync(bench, id), line => line.Matched is not null).Matched!;
        Assert.Equal(("Samia cinthia", "Samia cynthia", 1), (line.Name, line.Suggestions[0].Name, line.Suggestions[0].Distance));
        await using var context = bench.Database.CreateDbContext();
        Assert.Equal(0, await context.TaxaLists.CountAsync(Token));
    }

    [Fact]
    public async Task Lines_are_kept_in_their_order_however_many_there_are()
    {
        const int Count = 20_000;
        await using var bench = await CreateAsync();

        var id = await LaunchAsync(bench, $"name\nActias luna\n{string.Join('\n', Enumerable.Range(0, Count).Select(number => $"Nomen noctuae{Letters(number)}"))}\n");
        await bench.Node.Service<ImportExecutor>().ExecuteAsync(id, Token);

        Assert.Equal(Enumerable.Range(1, Count + 2), (await LinesAsync(bench, id)).Select(line => (int)(line.Matched?.Line ?? line.WithoutName!.Line)));
        await using var context = bench.Database.CreateDbContext();
        Assert.InRange(await context.MatchedLinePieces.CountAsync(Token), 2, 20);
    }

    private async Task<ImportBench> CreateAsync()
    {
        var bench = await ImportBench.CreateAsync(cluster);
        var scenario = await Scenario.CreateAsync(bench.Database.DataSource);
        await scenario.SpeciesAsync("Actias luna");
        await scenario.SpeciesAsync("Samia cynthia");
        return bench;
    }

    private static Task<long> LaunchAsync(ImportBench bench, string names) =>
        bench.LaunchAsync(new ImportOrder(ImportKind.TaxaList) { Person = "Curator", List = new("Moths") }, bench.WriteText("moths.csv", names));

    private static async Task<List<ReportedLine>> LinesAsync(ImportBench bench, long id)
    {
        var lines = new List<ReportedLine>();
        await foreach (var line in bench.Node.Service<MatchedLineReader>().ReadAsync(id, Token))
            lines.Add(line);
        return lines;
    }

    /// <summary>Keeps imports from making lists, until it is disposed of.</summary>
    private static Task<HeldLock> HoldListsAsync(ImportBench bench) =>
        HeldLock.TakeAsync(bench.Database.ConnectionString, "lock table taxa_lists in share row exclusive mode");

    private static string Letters(int number) => string.Concat($"{number}".Select(digit => (char)('a' + (digit - '0'))));

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
