using System.Diagnostics;
using System.Globalization;
using Antenna.Dashboard.Tests.CommandLine;
using Antenna.Data.Postgres;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Antenna.Dashboard.Tests.Hosting;

/// <summary>The server on a private database, with a run that it executes for a command.</summary>
public sealed class StoppedServerTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = new(Path.Combine(Path.GetTempPath(), $"antenna-server-{Guid.NewGuid():N}"));
    private readonly Executable _antenna;
    private PrivatePostgres? _postgres;
    private NpgsqlDataSource? _dataSource;

    public StoppedServerTests() => _antenna = new(
        [("ConnectionStrings:Antenna", ""), ("PrivatePostgres:DataFolder", _folder.FullName), .. TestSettings.FastPostgres]);

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Servers are stopped by the signals of Linux.");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_dataSource is not null)
            await _dataSource.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        if (_folder.Exists)
            _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_server_that_is_terminated_in_the_middle_of_a_run_finishes_it_when_it_is_started_again()
    {
        await using var server = await StartAsync();
        var (mask, last) = await FillAsync();
        var hold = await HeldLock.OfOccurrenceAsync(_postgres!.ConnectionString, last);
        await using var first = _antenna.Start(mask);
        await hold.IsWaitedForAsync();

        // Who only follows may leave; the run is the server's.
        var left = await first.InterruptAsync();
        Assert.Equal(130, left.ExitCode);
        Assert.EndsWith("No longer following. The run goes on in the server.\n", left.Error, StringComparison.Ordinal);

        // The run cannot end now: a server that waited for it would never exit.
        var stopped = await server.StopAsync("TERM");
        Assert.True(stopped.ExitCode is 0, $"{stopped}");
        Assert.DoesNotContain("fail:", stopped.Output, StringComparison.Ordinal);

        await using var again = await StartAsync();
        await using var follower = _antenna.Start(mask);
        await follower.NoteWithAsync("Run 1 does just this already; following it.");
        await hold.DisposeAsync();

        Assert.Contains("Run 1, moths: Succeeded.\n  30 predictions checked: 30 masked.\n", (await follower.EndAsync()).Done(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PostgreSQL_that_dies_under_the_server_is_started_again_and_the_run_under_way_goes_on()
    {
        await using var server = await StartAsync();
        var (mask, last) = await FillAsync();
        await using var hold = await HeldLock.OfOccurrenceAsync(_postgres!.ConnectionString, last);
        await using var first = _antenna.Start(mask);
        await hold.IsWaitedForAsync();
        await first.InterruptAsync();

        // What holds the run dies with it.
        using (var postgres = Process.GetProcessById(await ProcessOfPostgresAsync()))
            postgres.Kill();

        await server.LineWithAsync("The private PostgreSQL was gone, and has been started again");
        await using var follower = _antenna.Start(mask);
        var answer = (await follower.EndAsync()).Done();

        // It found the run under way, or what that had done.
        Assert.Matches("30 predictions checked: 30 (masked|unchanged).", answer);
        Assert.Equal([("Succeeded", 30)], (await RunsAsync()).Take(1));
    }

    private async Task<IReadOnlyList<(string State, long Masked)>> RunsAsync()
    {
        _dataSource!.Clear();
        await using var command = _dataSource.CreateCommand("select state, coalesce((select sum((outcomes ->> 'masked')::bigint) from run_parts part where part.run_id = run.id), 0)::bigint from runs run order by id");
        await using var reader = await command.ExecuteReaderAsync(Token);
        var runs = new List<(string, long)>();
        while (await reader.ReadAsync(Token))
            runs.Add((reader.GetString(0), reader.GetInt64(1)));
        return runs;
    }

    /// <summary>The one that all others of it come from.</summary>
    private async Task<int> ProcessOfPostgresAsync()
    {
        var file = await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "cluster", "postmaster.pid"), Token);
        return int.Parse(file[0], CultureInfo.InvariantCulture);
    }

    private async Task<ExecutingCommand> StartAsync()
    {
        var server = _antenna.Start("--no-demo", "--urls=http://127.0.0.1:0");
        await server.LineWithAsync("is ready");
        return server;
    }

    /// <summary>Fills the server's database.</summary>
    /// <returns>The words that mask it, and the animal that the run comes to last.</returns>
    private async Task<(string[] Mask, long Last)> FillAsync()
    {
        _postgres = await PrivatePostgres.StartAsync(
            new() { DataFolder = _folder.FullName, MavenRepository = "" }, PostgresUse.Command, NullLoggerFactory.Instance, TimeProvider.System, Token);
        _dataSource = NpgsqlDataSource.Create(_postgres.ConnectionString);
        var scenario = await Scenario.CreateAsync(_dataSource);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animals = await scenario.AddOccurrencesAsync([.. Enumerable.Repeat<PipelineResult[][]>([[moths.Says(1, 2)]], 30)]);
        var list = await scenario.AddListOfAsync("Actias luna");
        string Id(long id) => id.ToString(CultureInfo.InvariantCulture);
        return (
            ["mask", "--capture-set", Id(scenario.Set.Id), "--taxa-list", Id(list.Id), "--classifier", Id(moths.Id), "--batch-size", "5"],
            animals.Max(animal => animal.Id));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
