using System.Globalization;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Npgsql;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>A database that goes away while a command works on it.</summary>
public sealed class DatabaseOutageTests : IAsyncLifetime
{
    private StoppablePostgres? _postgres;
    private NpgsqlDataSource? _dataSource;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "PostgreSQL is stopped by a signal of Linux.");
        _postgres = await StoppablePostgres.StartAsync();
        _dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Pooling = false });
    }

    public async ValueTask DisposeAsync()
    {
        if (_dataSource is not null)
            await _dataSource.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task A_mask_goes_on_when_it_is_back_and_ends_as_if_nothing_had_been()
    {
        var scenario = await Scenario.CreateAsync(DataSource);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animals = await scenario.AddOccurrencesAsync([.. Enumerable.Repeat<PipelineResult[][]>([[moths.Says(1, 2)]], 30)]);
        var list = await scenario.AddListOfAsync("Actias luna");

        // The command comes to a stand in its last batch but one, whose animal another transaction holds, and dies with nothing.
        await using var hold = await HeldLock.OfOccurrenceAsync(_postgres!.ConnectionString, animals[^6].Id);
        await using var mask = Antenna.Start(
            "mask", "--capture-set", Id(scenario.Set.Id), "--taxa-list", Id(list.Id), "--classifier", Id(moths.Id), "--batch-size", "5");
        await hold.IsWaitedForAsync();
        await _postgres.BreakAsync();
        await _postgres.StartAgainAsync();

        var answer = await mask.EndAsync();

        Assert.Contains("30 predictions checked: 30 masked.", answer.Done(), StringComparison.Ordinal);
        Assert.Contains("30 occurrences updated:", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Error, StringComparison.Ordinal);
        Assert.Equal([60, 30], await CountAsync("select count(*) from classifications union all select count(*) from classifications where terminal"));
    }

    [Fact]
    public async Task An_import_reports_that_it_is_undone_and_to_try_again()
    {
        using var folder = new TemporaryFolder();
        var taxa = folder.Write("taxa.csv", "name,rank\nActias luna,species\n");
        await using var hold = await HeldLock.TakeAsync(_postgres!.ConnectionString, "lock table taxa");
        await using var import = Antenna.Start("import", "taxa", taxa);
        await hold.IsWaitedForAsync();
        await _postgres.BreakAsync();

        var line = Assert.Single((await import.EndAsync()).Refused(exitCode: 3));

        Assert.StartsWith("The database cannot be reached (", line, StringComparison.Ordinal);
        Assert.EndsWith(" What was under way is undone; then try again.", line, StringComparison.Ordinal);
        await _postgres.StartAgainAsync();
        Assert.Equal([0], await CountAsync("select count(*) from taxa"));
        (await InProcess.RunAsync("import", "taxa", taxa)).Done();
        Assert.Equal([2], await CountAsync("select count(*) from taxa")); // The species and its genus.
    }

    private NpgsqlDataSource DataSource => _dataSource!;

    private Executable Antenna => new(("ConnectionStrings:Antenna", _postgres!.ConnectionString));

    private InProcessCommands InProcess => new(("ConnectionStrings:Antenna", _postgres!.ConnectionString));

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<long>> CountAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var counts = new List<long>();
        while (await reader.ReadAsync(Token))
            counts.Add(reader.GetInt64(0));
        return counts;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
