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
        (await Antenna.RunAsync("import", "taxa", taxa)).Done();
        Assert.Equal([2], await CountAsync("select count(*) from taxa")); // The species and its genus.
    }

    [Fact]
    public async Task A_full_disk_is_reported_as_one_by_an_import()
    {
        using var folder = new TemporaryFolder();
        await RefuseAsync("taxa", "53100", "could not extend file: No space left on device");

        var line = Assert.Single((await Antenna.RunAsync("import", "taxa", folder.Write("taxa.csv", "name,rank\nActias luna,species\n"))).Refused(exitCode: 3));

        Assert.StartsWith("The disk of the database is full (could not extend file: No space left on device). Free space", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mask_reports_what_it_waits_for_and_ends_when_that_is_over()
    {
        var scenario = await Scenario.CreateAsync(DataSource);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await scenario.AddOccurrencesAsync([.. Enumerable.Repeat<PipelineResult[][]>([[moths.Says(1, 2)]], 5)]);
        var list = await scenario.AddListOfAsync("Actias luna");
        await RefuseAsync("run_occurrence_effects", "53100", "could not extend file: No space left on device");

        await using var mask = Antenna.Start(
            "mask", "--capture-set", Id(scenario.Set.Id), "--taxa-list", Id(list.Id), "--classifier", Id(moths.Id));
        var note = await mask.NoteWithAsync("The disk of the database is full since ");
        await ExecuteAsync("drop function refuse cascade");

        Assert.Contains("0 of 5 rows", note, StringComparison.Ordinal);
        Assert.Contains("5 predictions checked: 5 masked.", (await mask.EndAsync()).Done(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_runs_shows_what_each_waits_for()
    {
        var scenario = await Scenario.CreateAsync(DataSource);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animal = await scenario.AddOccurrenceAsync(moths.Says(1, 2));
        var list = await scenario.AddListOfAsync("Actias luna");
        await using var held = await HeldLock.OfOccurrenceAsync(_postgres!.ConnectionString, animal.Id);
        await using var mask = Antenna.Start(
            "mask", "--capture-set", Id(scenario.Set.Id), "--taxa-list", Id(list.Id), "--classifier", Id(moths.Id));
        await mask.NoteWithAsync("waits for a lock held by ");

        // Which the heartbeat records after it was told in the process that executes the run.
        await WaitIsRecordedAsync();
        var runs = (await Antenna.RunAsync("list", "runs")).Done();

        Assert.Contains("waits: a lock held by ", runs, StringComparison.Ordinal);
    }

    // Nothing tells that it was recorded but asking; the server paces the asking.
    private Task WaitIsRecordedAsync() => ExecuteAsync(
        """
        do $$ begin
            while not exists (select from run_part_waits) loop perform pg_sleep(0.005); end loop;
        end $$
        """);

    private Task RefuseAsync(string table, string code, string message) => ExecuteAsync(
        $"""
        create function refuse() returns trigger language plpgsql as $$ begin raise exception '{message}' using errcode = '{code}'; end $$;
        create trigger refuse before insert on {table} for each row execute function refuse()
        """);

    private async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync(Token);
    }

    private NpgsqlDataSource DataSource => _dataSource!;

    private Executable Antenna => new(("ConnectionStrings:Antenna", _postgres!.ConnectionString));

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
