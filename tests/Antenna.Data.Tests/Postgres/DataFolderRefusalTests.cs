using Antenna.Data.Postgres;
using Xunit;
using static Antenna.Data.Tests.Postgres.PostgresSandbox;

namespace Antenna.Data.Tests.Postgres;

public class DataFolderRefusalTests(PostgresSandbox sandbox) : IClassFixture<PostgresSandbox>
{
    [Theory]
    [InlineData("14", "needs 15 or newer")]
    [InlineData("99", "PostgreSQL 99 is not on this machine")]
    public async Task A_database_of_another_major_version_is_refused_and_left_as_it_is(string version, string reason)
    {
        await AssertRefusedAsync(MadeBy(version), version, reason);
    }

    [Fact]
    public async Task A_database_of_an_unreadable_version_is_refused_and_left_as_it_is()
    {
        await AssertRefusedAsync(MadeBy("seventeen"), "unknown version");
    }

    [Fact]
    public async Task A_database_of_another_major_version_than_the_configured_programs_is_refused_and_left_as_it_is()
    {
        var options = MadeBy("99");
        var own = await FindBinariesAsync(TestContext.Current.CancellationToken);

        await AssertRefusedAsync(options with { BinariesFolder = own.Folder }, "PostgreSQL 99", $"PostgreSQL {own.Major}");
    }

    [Fact]
    public async Task The_cluster_of_another_PostgreSQL_is_refused_and_left_as_it_is()
    {
        var made = sandbox.Made;

        await AssertRefusedAsync(made with { DataFolder = Path.Combine(made.DataFolder!, "cluster") }, "did not make");
    }

    [Fact]
    public async Task A_folder_with_anything_else_in_it_is_refused_and_left_as_it_is()
    {
        var options = sandbox.OptionsFor("photographs");
        Directory.CreateDirectory(options.DataFolder!);
        await File.WriteAllTextAsync(Path.Combine(options.DataFolder!, "moth.jpg"), "a moth", TestContext.Current.CancellationToken);

        await AssertRefusedAsync(options, "not empty");
    }

    [Fact]
    public async Task A_data_folder_whose_cluster_is_none_is_refused_and_left_as_it_is()
    {
        await AssertRefusedAsync(MadeBy(version: null), "no PG_VERSION");
    }

    [Fact]
    public async Task A_file_is_refused_and_left_as_it_is()
    {
        var options = sandbox.OptionsFor("file");
        await File.WriteAllTextAsync(options.DataFolder!, "a file", TestContext.Current.CancellationToken);

        await AssertRefusedAsync(options, "is a file");
    }

    [Fact]
    public async Task A_folder_that_the_servers_user_cannot_enter_is_refused()
    {
        Assert.SkipUnless(ServerAccount.IsRoot, "Only root hands over to another user.");
        // Made as a temporary folder is: for its owner alone, which is root.
        var closed = Directory.CreateTempSubdirectory("antenna-closed-");

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync(sandbox.OptionsFor(Path.Combine(closed.FullName, "postgres"))));
        Assert.Contains(closed.FullName, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("must be able to enter", refusal.Message, StringComparison.Ordinal);
        closed.Delete(recursive: true);
    }

    [Fact]
    public async Task A_user_who_does_not_exist_is_refused()
    {
        var options = sandbox.OptionsFor("nobodys") with { RunAsUser = "no-such-user" };

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync(options));
        Assert.Contains("'no-such-user'", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(options.DataFolder));
    }

    [Fact]
    public async Task An_existing_folder_that_belongs_to_another_user_than_the_configured_one_is_refused()
    {
        Assert.SkipUnless(ServerAccount.IsRoot, "Only root hands over to another user.");
        var made = sandbox.Made;
        var owner = (await ServerAccount.ChooseAsync(null, DataFolder.Of(made), TestContext.Current.CancellationToken)).Name;
        var other = owner == "nobody" ? "daemon" : "nobody";

        await AssertRefusedAsync(made with { RunAsUser = other }, $"'{owner}'", $"'{other}'");
    }

    private PrivatePostgresOptions MadeBy(string? version)
    {
        var options = sandbox.OptionsFor($"made-by-{version ?? "nobody"}");
        var cluster = Directory.CreateDirectory(Path.Combine(options.DataFolder!, "cluster"));
        File.WriteAllText(Path.Combine(options.DataFolder!, "transition.lock"), "");
        File.WriteAllText(Path.Combine(options.DataFolder!, "server.lock"), "");
        File.WriteAllText(Path.Combine(options.DataFolder!, "users.lock"), "");
        if (version is not null)
            File.WriteAllText(Path.Combine(cluster.FullName, "PG_VERSION"), version);
        return options;
    }

    private async Task AssertRefusedAsync(PrivatePostgresOptions options, params string[] words)
    {
        var before = sandbox.Inventory();

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync(options));

        Assert.All([options.DataFolder!, .. words], word => Assert.Contains(word, refusal.Message, StringComparison.Ordinal));
        Assert.Equal(before, sandbox.Inventory());
    }
}
