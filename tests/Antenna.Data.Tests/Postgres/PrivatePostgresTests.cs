using System.Runtime.Versioning;
using Antenna.Data.Postgres;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Xunit;
using static Antenna.Data.Tests.Postgres.PostgresSandbox;

namespace Antenna.Data.Tests.Postgres;

public class PrivatePostgresTests(PostgresSandbox sandbox) : IClassFixture<PostgresSandbox>
{
    [Fact]
    public async Task What_is_written_is_there_after_the_next_start()
    {
        var options = sandbox.OptionsFor("kept");
        await using (var first = await StartAsync(options))
        {
            Assert.Equal("antenna", await QueryAsync<string>(first.ConnectionString, "select current_database()"));
            await QueryAsync<int>(first.ConnectionString, "create table kept as select 7 as number; select number from kept");
        }

        await using var second = await StartAsync(options);
        Assert.Equal(7, await QueryAsync<int>(second.ConnectionString, "select number from kept"));
    }

    [Fact]
    public async Task It_listens_on_a_socket_in_its_data_folder_and_nowhere_else()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no sockets on Windows.");
        var options = sandbox.Made;
        await using var postgres = await StartAsync(options);
        var account = await ServerAccount.ChooseAsync(null, DataFolder.Of(options), TestContext.Current.CancellationToken);
        var socket = DataFolder.Of(options).SocketFolder(account);

        Assert.StartsWith(options.DataFolder!, socket, StringComparison.Ordinal);
        Assert.Equal(socket, new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Host);
        Assert.Equal("", await QueryAsync<string>(postgres.ConnectionString, "show listen_addresses"));
        Assert.Equal($"\"{socket}\"", await QueryAsync<string>(postgres.ConnectionString, "show unix_socket_directories"));
    }

    [Fact]
    public async Task The_socket_requires_the_password()
    {
        await using var postgres = await StartAsync(sandbox.Made);

        foreach (var (name, password) in new[] { ("antenna", null), ("antenna", "guessed"), ("postgres", null) })
        {
            var stranger = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Username = name, Password = password, Pooling = false };

            await Assert.ThrowsAnyAsync<NpgsqlException>(() => QueryAsync<int>(stranger.ConnectionString, "select 1"));
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Only_its_own_user_can_enter_the_data_folder_or_read_the_password()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var folder = DataFolder.Of(sandbox.Made);

        // Root's folder lets in the group of PostgreSQL's account, which has to come through to its own.
        Assert.Equal(ServerAccount.IsRoot ? "u=rwx g=x" : "u=rwx", Describe(File.GetUnixFileMode(folder.Root)));
        Assert.Equal("u=rwx", Describe(File.GetUnixFileMode(folder.Cluster)));
        Assert.Equal("u=rw", Describe(File.GetUnixFileMode(folder.Password)));

        static string Describe(UnixFileMode mode) => mode switch
        {
            UnixFileMode.UserRead | UnixFileMode.UserWrite => "u=rw",
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute => "u=rwx",
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute => "u=rwx g=x",
            _ => mode.ToString(),
        };
    }

    [Fact]
    public async Task A_folder_may_have_any_name()
    {
        var options = sandbox.OptionsFor("it's \"50 %\" of $HOME, `true`; née: {0}");
        await using var postgres = await StartAsync(options);

        Assert.Equal(1, await QueryAsync<int>(postgres.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_linked_folder_is_the_folder_that_it_links_to()
    {
        var options = sandbox.Made;
        var link = sandbox.OptionsFor("link");
        Directory.CreateSymbolicLink(link.DataFolder!, options.DataFolder!);
        await using var postgres = await StartAsync(options);

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync(link));
        Assert.Contains(options.DataFolder!, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_reach_PostgreSQL_except_for_where_it_listens()
    {
        var made = sandbox.Made;
        await using var postgres = await StartAsync(made with
        {
            ServerSettings = ["fsync=off", "application_name = it's a \\ name", "listen_addresses=*"],
        });

        Assert.Equal(@"it's a \ name", await QueryAsync<string>(postgres.ConnectionString, "select setting from pg_settings where name = 'application_name' and source = 'configuration file'"));
        Assert.NotEqual("*", await QueryAsync<string>(postgres.ConnectionString, "show listen_addresses"));
    }

    [Theory]
    [InlineData("shared_buffers")]
    [InlineData("=1GB")]
    [InlineData("shared buffers=1GB")]
    public async Task A_setting_that_is_not_one_is_refused(string setting)
    {
        var made = sandbox.Made;

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync(made with { ServerSettings = [setting] }));
        Assert.Contains($"'{setting}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("PrivatePostgres:ServerSettings", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_PostgreSQL_does_not_know_is_quoted_from_its_log()
    {
        var made = sandbox.Made;

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync(made with { ServerSettings = ["no_such_setting=1"] }));
        Assert.Contains("unrecognized configuration parameter \"no_such_setting\"", refusal.Message, StringComparison.Ordinal);
        await using var next = await StartAsync(made);
        Assert.Equal(1, await QueryAsync<int>(next.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task Disposing_again_changes_nothing()
    {
        var options = sandbox.Made;
        var first = await StartAsync(options);
        await first.DisposeAsync();
        await using var second = await StartAsync(options);
        await first.DisposeAsync();

        Assert.Equal(1, await QueryAsync<int>(second.ConnectionString, "select 1"));
    }

    [Fact]
    public void Every_setting_is_bound_from_the_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PrivatePostgres:DataFolder"] = "/data",
            ["PrivatePostgres:BinariesFolder"] = "/bin",
            ["PrivatePostgres:DownloadFolder"] = "/download",
            ["PrivatePostgres:MavenRepository"] = "",
            ["PrivatePostgres:DownloadVersion"] = "16",
            ["PrivatePostgres:RunAsUser"] = "somebody",
            ["PrivatePostgres:ServerSettings:0"] = "fsync=off",
        }).Build();

        var options = configuration.GetSection(PrivatePostgresOptions.Section).Get<PrivatePostgresOptions>()!;

        Assert.Equal(
            new PrivatePostgresOptions
            {
                DataFolder = "/data",
                BinariesFolder = "/bin",
                DownloadFolder = "/download",
                MavenRepository = "",
                DownloadVersion = "16",
                RunAsUser = "somebody",
                ServerSettings = options.ServerSettings,
            },
            options);
        Assert.Equal(["fsync=off"], options.ServerSettings);
    }
}
