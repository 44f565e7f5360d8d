using System.Diagnostics;
using Antenna.Data.Postgres;
using Xunit;
using static Antenna.Data.Tests.Postgres.PostgresSandbox;

namespace Antenna.Data.Tests.Postgres;

public class CrashTests(PostgresSandbox sandbox) : IClassFixture<PostgresSandbox>
{
    [Fact]
    public async Task A_PostgreSQL_that_a_killed_process_left_behind_is_taken_over_and_stopped_in_the_end()
    {
        var options = sandbox.Made;
        await using var killed = await HolderProcess.StartAsync(PostgresUse.Server, options);
        await killed.KillAsync();
        var leftBehind = ServerProcess(options);

        await using (var next = await StartAsync(options))
        {
            Assert.NotNull(leftBehind);
            Assert.Equal(leftBehind, ServerProcess(options));
            Assert.Equal(1, await QueryAsync<int>(next.ConnectionString, "select 1"));
        }

        Assert.Null(ServerProcess(options));
    }

    [Fact]
    public async Task A_killed_PostgreSQL_is_started_again_with_all_that_was_committed()
    {
        var options = sandbox.Made;
        await using (var first = await StartAsync(options))
        {
            await QueryAsync<int>(first.ConnectionString, "create table survivor as select 7 as number; select number from survivor");
            await KillServerAsync(options);
        }

        await using var next = await StartAsync(options);
        Assert.Equal(7, await QueryAsync<int>(next.ConnectionString, "select number from survivor"));
    }

    [Fact]
    public async Task A_command_starts_a_PostgreSQL_that_was_killed_under_a_live_server_and_both_go_on()
    {
        var options = sandbox.Made;
        await using var server = await StartAsync(options);
        await KillServerAsync(options);

        await using var command = await StartAsync(options, PostgresUse.Command);
        Assert.Equal(1, await QueryAsync<int>(command.ConnectionString, "select 1"));
        Assert.Equal(1, await QueryAsync<int>(server.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_PostgreSQL_that_dies_under_its_processes_is_started_again_by_one_of_them_and_all_go_on()
    {
        var options = sandbox.Made;
        await using var server = await StartAsync(options);
        await using var command = await StartAsync(options, PostgresUse.Command);
        await using var other = await StartAsync(options, PostgresUse.Command);
        Assert.False(await server.RestartIfStoppedAsync(TestContext.Current.CancellationToken));
        await KillServerAsync(options);

        var started = await Task.WhenAll(((PrivatePostgres[])[server, command, other])
            .Select(process => Task.Run(() => process.RestartIfStoppedAsync(TestContext.Current.CancellationToken))));

        Assert.Single(started, done => done);
        foreach (var process in (PrivatePostgres[])[server, command, other])
            Assert.Equal(1, await QueryAsync<int>(process.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_PostgreSQL_is_not_started_again_while_another_process_joins_or_leaves()
    {
        var options = sandbox.Made;
        var folder = DataFolder.Of(options);
        await using var server = await StartAsync(options);
        await KillServerAsync(options);

        using (FolderLock.TryExclusive(folder.TransitionLock))
            Assert.False(await server.RestartIfStoppedAsync(TestContext.Current.CancellationToken));
        Assert.False(PostmasterFile.Parse(await File.ReadAllTextAsync(folder.PostmasterFile, TestContext.Current.CancellationToken))!.IsAlive(folder));

        Assert.True(await server.RestartIfStoppedAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, await QueryAsync<int>(server.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_stale_pid_file_whose_process_number_is_in_use_again_does_not_keep_PostgreSQL_from_starting()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no program to sleep on Windows.");
        var options = sandbox.Made;
        var folder = DataFolder.Of(options);
        await using (await StartAsync(options))
            await KillServerAsync(options);
        var account = await ServerAccount.ChooseAsync(null, folder, TestContext.Current.CancellationToken);
        using var unrelated = Process.Start(ChildProcess.Describe("sleep", ["600"], folder.Root, account))!;
        foreach (var file in (string[])[folder.PostmasterFile, Path.Combine(folder.SocketFolder(account), ".s.PGSQL.5432.lock")])
        {
            var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
            lines[0] = $"{unrelated.Id}";
            await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
        }

        await using var next = await StartAsync(options);

        Assert.Equal(1, await QueryAsync<int>(next.ConnectionString, "select 1"));
        Assert.False(unrelated.HasExited);
        unrelated.Kill();
    }

    [Fact]
    public async Task A_copy_of_a_data_folder_in_use_is_not_taken_for_the_original()
    {
        var original = sandbox.Made;
        var copy = sandbox.OptionsFor("copy");
        await using var first = await StartAsync(original);
        await CopyAsync(original, copy);

        await using var second = await StartAsync(copy);

        Assert.Equal(Path.Combine(copy.DataFolder!, "cluster"), await QueryAsync<string>(second.ConnectionString, "show data_directory"));
        Assert.Equal(Path.Combine(original.DataFolder!, "cluster"), await QueryAsync<string>(first.ConnectionString, "show data_directory"));
    }

    [Fact]
    public async Task An_interrupted_first_start_does_not_keep_the_next_from_making_the_database()
    {
        var options = sandbox.OptionsFor("interrupted");
        using var interruption = new CancellationTokenSource();
        var start = PrivatePostgres.StartAsync(
            options, PostgresUse.Server, new CancelingLoggerFactory("Making a PostgreSQL", interruption), TimeProvider.System, interruption.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        // What a power cut in the middle of it leaves behind besides.
        Directory.CreateDirectory(Path.Combine(options.DataFolder!, "cluster.unfinished", "base"));

        await using var next = await StartAsync(options);

        Assert.Equal(1, await QueryAsync<int>(next.ConnectionString, "select 1"));
        Assert.False(Directory.Exists(DataFolder.Of(options).UnfinishedCluster));
    }

    [Fact]
    public async Task Interrupting_the_product_leaves_PostgreSQL_to_it_until_it_is_done()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a process group of its own, which only Linux has a program for.");
        var options = sandbox.Made;
        await using var product = await HolderProcess.StartAsync(PostgresUse.Server, options);

        Assert.Equal("still here", await product.InterruptAsync());
        Assert.Equal(0, await product.LeaveAsync());
        Assert.Null(ServerProcess(options));
    }
}
