using System.Globalization;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>What commands show of what they wait for: a full disk, a lock.</summary>
public sealed class WaitingCommandTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_full_disk_is_reported_as_one_by_an_import()
    {
        await using var database = await TestDatabase.CreateAsync(cluster);
        using var folder = new TemporaryFolder();
        await RefuseAsync(database, "taxa", "53100", "could not extend file: No space left on device");

        var line = Assert.Single((await InProcess(database).RunAsync("import", "taxa", folder.Write("taxa.csv", "name,rank\nActias luna,species\n"))).Refused(exitCode: 3));

        Assert.StartsWith("The disk of the database is full (could not extend file: No space left on device). Free space", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mask_reports_what_it_waits_for_and_ends_when_that_is_over()
    {
        await using var database = await TestDatabase.CreateAsync(cluster);
        var scenario = await Scenario.CreateAsync(database.DataSource);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await scenario.AddOccurrencesAsync([.. Enumerable.Repeat<PipelineResult[][]>([[moths.Says(1, 2)]], 5)]);
        var list = await scenario.AddListOfAsync("Actias luna");
        await RefuseAsync(database, "run_occurrence_effects", "53100", "could not extend file: No space left on device");

        await using var mask = Executable.On(database).Start(
            "mask", "--capture-set", Id(scenario.Set.Id), "--taxa-list", Id(list.Id), "--classifier", Id(moths.Id));
        var note = await mask.NoteWithAsync("The disk of the database is full since ");
        await ExecuteAsync(database, "drop function refuse cascade");

        Assert.Contains("0 of 5 rows", note, StringComparison.Ordinal);
        Assert.Contains("5 predictions checked: 5 masked.", (await mask.EndAsync()).Done(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_runs_shows_what_each_waits_for()
    {
        await using var database = await TestDatabase.CreateAsync(cluster);
        var scenario = await Scenario.CreateAsync(database.DataSource);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animal = await scenario.AddOccurrenceAsync(moths.Says(1, 2));
        var list = await scenario.AddListOfAsync("Actias luna");
        await using var held = await HeldLock.OfOccurrenceAsync(database.ConnectionString, animal.Id);
        await using var mask = Executable.On(database).Start(
            "mask", "--capture-set", Id(scenario.Set.Id), "--taxa-list", Id(list.Id), "--classifier", Id(moths.Id));
        await mask.NoteWithAsync("waits for a lock held by ");

        // Which the heartbeat records after it was told in the process that executes the run.
        await WaitIsRecordedAsync(database);
        var runs = (await InProcess(database).RunAsync("list", "runs")).Done();

        Assert.Contains("waits: a lock held by ", runs, StringComparison.Ordinal);
    }

    // Nothing tells that it was recorded but asking; the server paces the asking.
    private static Task WaitIsRecordedAsync(TestDatabase database) => ExecuteAsync(
        database,
        """
        do $$ begin
            while not exists (select from run_part_waits) loop perform pg_sleep(0.005); end loop;
        end $$
        """);

    private static Task RefuseAsync(TestDatabase database, string table, string code, string message) => ExecuteAsync(
        database,
        $"""
        create function refuse() returns trigger language plpgsql as $$ begin raise exception '{message}' using errcode = '{code}'; end $$;
        create trigger refuse before insert on {table} for each row execute function refuse()
        """);

    private static async Task ExecuteAsync(TestDatabase database, string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        command.CommandTimeout = LongestWait.Seconds;
        await command.ExecuteNonQueryAsync(Token);
    }

    private static InProcessCommands InProcess(TestDatabase database) => new(("ConnectionStrings:Antenna", database.ConnectionString));

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
