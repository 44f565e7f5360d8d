using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Antenna.Data.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;
using static Antenna.Data.Tests.Postgres.PostgresSandbox;

namespace Antenna.Data.Tests.Postgres;

public class PostgresAddressTests(PostgresSandbox sandbox) : IClassFixture<PostgresSandbox>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_path_too_long_for_a_socket_starts_all_the_same()
    {
        var options = await MadeWithLongPathAsync();
        await using var postgres = await StartAsync(options);

        Assert.False(PostgresAddress.HasRoomForSocket(options.DataFolder!));
        Assert.Equal(1, await QueryAsync<int>(postgres.ConnectionString, "select 1"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_path_too_long_for_a_socket_has_it_in_the_runtime_folder_and_leaves_nothing_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no sockets on Windows.");
        var folder = DataFolder.Of(await MadeWithLongPathAsync());
        var runtime = Directory.CreateDirectory(Path.Combine(sandbox.Folder, "run")).FullName;
        var server = await ServerAsync(folder, runtime);

        var address = await server.StartAsync([], Cancellation);
        try
        {
            Assert.StartsWith(runtime, address.SocketFolder, StringComparison.Ordinal);
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(address.SocketFolder!));
            Assert.Equal(address, await server.FindRunningAsync(Cancellation));
        }
        finally
        {
            await server.StopAsync();
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(runtime));
    }

    [Fact]
    public async Task Without_a_runtime_folder_it_listens_on_loopback_alone_and_asks_for_the_password()
    {
        var folder = DataFolder.Of(await MadeWithLongPathAsync());
        var server = await ServerAsync(folder, runtimeFolder: null);

        var address = await server.StartAsync([], Cancellation);
        try
        {
            var connectionString = address.ToConnectionString("postgres", pooling: false);
            Assert.Equal("127.0.0.1", await QueryAsync<string>(connectionString, "show listen_addresses"));
            Assert.Equal("", await QueryAsync<string>(connectionString, "show unix_socket_directories"));
            Assert.Equal(address, await server.FindRunningAsync(Cancellation));
            var refusal = await Assert.ThrowsAsync<PostgresException>(() =>
                QueryAsync<int>((address with { Password = "guessed" }).ToConnectionString("postgres", pooling: false), "select 1"));
            Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
        }
        finally
        {
            await server.StopAsync();
        }
    }

    [Fact]
    public async Task On_loopback_it_starts_again_where_it_was_unless_the_port_is_taken()
    {
        var folder = DataFolder.Of(await MadeWithLongPathAsync());
        var server = await ServerAsync(folder, runtimeFolder: null);
        var first = await server.StartAsync([], Cancellation);
        await server.StopAsync();

        var again = await server.StartAsync([], Cancellation);
        await server.StopAsync();
        using var unrelated = new TcpListener(IPAddress.Loopback, first.Port);
        unrelated.Start();
        var elsewhere = await server.StartAsync([], Cancellation);
        await server.StopAsync();

        Assert.Equal(first, again);
        Assert.NotEqual(first.Port, elsewhere.Port);
    }

    [Fact]
    public async Task Without_its_password_file_a_database_on_loopback_reports_what_is_missing()
    {
        var folder = DataFolder.Of(await MadeWithLongPathAsync());
        var server = await ServerAsync(folder, runtimeFolder: null);
        var elsewhere = folder.Password + ".elsewhere";
        File.Move(folder.Password, elsewhere);

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => server.StartAsync([], Cancellation));
        Assert.Contains(folder.Password, refusal.Message, StringComparison.Ordinal);
        File.Move(elsewhere, folder.Password);
    }

    [Theory]
    [InlineData("/run/antenna", true)]
    [InlineData("/with spaces/and é", true)]
    [InlineData("/a,b", false)]
    [InlineData("/a:b", false)]
    [InlineData("/é2345678/é2345678/é2345678/é2345678/é2345678/é2345678/é2345678/é2345678/23456789", true)]
    [InlineData("/é2345678/é2345678/é2345678/é2345678/é2345678/é2345678/é2345678/é2345678/234567890", false)]
    public void A_socket_needs_a_short_and_plain_path(string folder, bool hasRoom)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no sockets on Windows.");
        Assert.Equal(hasRoom, PostgresAddress.HasRoomForSocket(folder));
    }

    private async Task<PrivatePostgresOptions> MadeWithLongPathAsync()
    {
        var options = sandbox.OptionsFor(new string('n', 100));
        if (!Directory.Exists(options.DataFolder))
            await CopyAsync(sandbox.Made, options);
        return options;
    }

    private static async Task<PostgresServer> ServerAsync(DataFolder folder, string? runtimeFolder)
    {
        var account = await ServerAccount.ChooseAsync(null, folder, Cancellation);
        return new(
            folder,
            new PostgresPrograms(folder, await FindBinariesAsync(Cancellation), account),
            new PostgresAddressChoice(folder, runtimeFolder, account),
            NullLogger.Instance,
            TimeProvider.System);
    }
}
