using Antenna.Data.Postgres;
using Xunit;
using static Antenna.Data.Tests.Postgres.PostgresSandbox;

namespace Antenna.Data.Tests.Postgres;

public class SharedUseTests(PostgresSandbox sandbox) : IClassFixture<PostgresSandbox>
{
    [Fact]
    public async Task A_second_server_in_this_process_is_refused_and_the_first_goes_on()
    {
        var options = sandbox.Made;
        await using var first = await StartAsync(options);

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync(options));

        Assert.Contains("already runs", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(options.DataFolder!, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await QueryAsync<int>(first.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_second_server_in_another_process_is_refused_and_the_first_goes_on()
    {
        var options = sandbox.Made;
        await using var first = await StartAsync(options);
        await using var second = await HolderProcess.StartAsync(PostgresUse.Server, options);

        Assert.Contains("already runs", second.FirstLine, StringComparison.Ordinal);
        Assert.Equal(1, await second.LeaveAsync());
        Assert.Equal(1, await QueryAsync<int>(first.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_command_shares_the_PostgreSQL_of_a_running_server()
    {
        var options = sandbox.Made;
        await using var server = await HolderProcess.StartAsync(PostgresUse.Server, options);
        await using var command = await StartAsync(options, PostgresUse.Command);

        Assert.True(command.SharesWithServer);
        Assert.Equal(server.FirstLine, command.ConnectionString);
    }

    [Fact]
    public async Task A_command_does_not_take_another_command_for_a_server()
    {
        var options = sandbox.Made;
        await using var one = await HolderProcess.StartAsync(PostgresUse.Command, options);
        await using var other = await StartAsync(options, PostgresUse.Command);

        Assert.False(other.SharesWithServer);
        Assert.Equal(one.FirstLine, other.ConnectionString);
    }

    [Theory]
    [InlineData(PostgresUse.Server, PostgresUse.Command)]
    [InlineData(PostgresUse.Command, PostgresUse.Server)]
    [InlineData(PostgresUse.Command, PostgresUse.Command)]
    public async Task The_last_one_out_stops_PostgreSQL(PostgresUse leavesFirst, PostgresUse leavesLast)
    {
        var options = sandbox.Made;
        await using var first = await HolderProcess.StartAsync(leavesFirst, options);
        await using var last = await StartAsync(options, leavesLast);

        Assert.Equal(0, await first.LeaveAsync());
        Assert.Equal(1, await QueryAsync<int>(last.ConnectionString, "select 1"));
        await last.DisposeAsync();
        Assert.Null(ServerProcess(options));
    }

    [Fact]
    public async Task A_server_may_start_while_a_command_runs()
    {
        var options = sandbox.Made;
        await using var command = await StartAsync(options, PostgresUse.Command);
        await using var server = await HolderProcess.StartAsync(PostgresUse.Server, options);

        Assert.False(command.SharesWithServer);
        Assert.Equal(command.ConnectionString, server.FirstLine);
    }

    [Fact]
    public async Task A_process_that_joins_while_others_leave_finds_PostgreSQL_running()
    {
        var options = sandbox.Made;

        await Parallel.ForAsync(0, 12, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, async (_, _) =>
        {
            await using var visit = await StartAsync(options, PostgresUse.Command);
            Assert.Equal(1, await QueryAsync<int>(visit.ConnectionString, "select 1"));
        });

        Assert.Null(ServerProcess(options));
    }

    [Fact]
    public async Task Several_that_come_first_at_once_make_one_database()
    {
        var options = sandbox.OptionsFor("new");

        var visits = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartAsync(options, PostgresUse.Command)));

        Assert.Single(visits.Select(visit => visit.ConnectionString).Distinct());
        foreach (var visit in visits)
            await visit.DisposeAsync();
        Assert.Null(ServerProcess(options));
    }
}
