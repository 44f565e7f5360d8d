using System.Diagnostics;
using System.Runtime.Versioning;
using Antenna.Data.Postgres;
using Npgsql;
using Xunit;
using static Antenna.Data.Tests.Postgres.PostgresSandbox;

namespace Antenna.Data.Tests.Postgres;

/// <summary>
/// What root does where PostgreSQL runs under another account: that account, were it taken over through the database, must
/// not become root by it.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class RootTests(PostgresSandbox sandbox) : IClassFixture<PostgresSandbox>, IAsyncLifetime
{
    private const string Secret = "for root alone";

    private string SecretFile => Path.Combine(sandbox.Folder, "secret");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(ServerAccount.IsRoot, "Only root hands over to another user.");
        await File.WriteAllTextAsync(SecretFile, Secret, Cancellation);
        File.SetUnixFileMode(SecretFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_root_writes_and_opens_lies_where_the_account_of_the_database_cannot_exchange_it()
    {
        var options = sandbox.Made;
        var folder = DataFolder.Of(options);
        await using var postgres = await StartAsync(options);
        var account = await AccountAsync(folder);

        Assert.Empty(await new AccountFiles(account).ChangeableAsync([folder.Root, sandbox.Folder, Path.GetTempPath(), "/"], Cancellation));
        foreach (var file in (string[])[folder.Root, folder.ServerLock, folder.UsersLock, folder.TransitionLock, folder.Password])
            Assert.Equal("root", await OwnerAsync(file));
        foreach (var its in (string[])[folder.Cluster, folder.SocketFolder(account), folder.Log])
            Assert.Equal(account.Name, await OwnerAsync(its));
        Assert.False(File.Exists(folder.PasswordForInitdb));
    }

    [Fact]
    public async Task A_folder_of_an_older_version_becomes_roots_and_its_socket_asks_for_the_password()
    {
        var options = sandbox.OptionsFor("older");
        await CopyAsync(sandbox.Made, options);
        var folder = DataFolder.Of(options);
        await RunAsync("chown", "-R", (await AccountAsync(folder)).Name, folder.Root);
        await File.WriteAllTextAsync(Path.Combine(folder.Cluster, "pg_hba.conf"), "local all all trust\n", Cancellation);

        await using var postgres = await StartAsync(options);

        Assert.Equal(1, await QueryAsync<int>(postgres.ConnectionString, "select 1"));
        Assert.Equal("root", await OwnerAsync(folder.Root));
        Assert.Equal("root", await OwnerAsync(folder.Password));
        var stranger = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = null, Pooling = false };
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => QueryAsync<int>(stranger.ConnectionString, "select 1"));
    }

    [Theory]
    [InlineData("antenna.conf")]
    [InlineData("antenna_hba.conf")]
    public async Task A_link_among_the_files_of_the_database_is_not_followed_by_root(string name)
    {
        var options = sandbox.OptionsFor($"linked-{name.Length}");
        await CopyAsync(sandbox.Made, options);
        var path = Path.Combine(DataFolder.Of(options).Cluster, name);
        File.Delete(path);
        File.CreateSymbolicLink(path, SecretFile);

        await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync(options));

        Assert.Equal(Secret, await File.ReadAllTextAsync(SecretFile, Cancellation));
        Assert.Equal("root", await OwnerAsync(SecretFile));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("users.lock")]
    [InlineData("postgres.log")]
    [InlineData("cluster")]
    public async Task A_link_in_the_folder_of_an_older_version_is_refused(string name)
    {
        var options = sandbox.OptionsFor($"replaced-{name}");
        await CopyAsync(sandbox.Made, options);
        var folder = DataFolder.Of(options);
        await RunAsync("chown", "-R", (await AccountAsync(folder)).Name, folder.Root);
        var path = Path.Combine(folder.Root, name);
        await RunAsync("mv", path, Path.Combine(sandbox.Folder, $"moved-{name}"));
        File.CreateSymbolicLink(path, name == "cluster" ? Path.Combine(sandbox.Folder, "moved-cluster") : SecretFile);

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync(options));

        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Secret, await File.ReadAllTextAsync(SecretFile, Cancellation));
        Assert.Equal("root", await OwnerAsync(SecretFile));
    }

    [Fact]
    public async Task A_folder_below_one_that_the_account_can_change_is_refused()
    {
        var outer = Directory.CreateDirectory(Path.Combine(sandbox.Folder, "outer")).FullName;
        await RunAsync("chown", (await AccountAsync(DataFolder.Of(sandbox.Made))).Name, outer);

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync(sandbox.OptionsFor("outer/database")));

        Assert.Contains($"'{outer}'", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(outer, "database", "cluster")));
    }

    [Fact]
    public async Task Where_there_is_no_user_for_PostgreSQL_none_is_made_do_and_the_message_has_what_to_do()
    {
        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => ServerAccount.ChooseAsync(
            null, DataFolder.Of(sandbox.OptionsFor("new")), Cancellation, customary: "no-such-user"));

        Assert.Contains("useradd --system no-such-user", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("PrivatePostgres:RunAsUser", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<ServerAccount> AccountAsync(DataFolder folder) => ServerAccount.ChooseAsync(null, folder, Cancellation);

    private static Task<string> OwnerAsync(string path) => RunAsync("stat", "-c", "%U", path);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (exitCode, output) = await ChildProcess.RunAsync(new ProcessStartInfo(program, arguments), Cancellation);
        Assert.True(exitCode == 0, output);
        return output;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
