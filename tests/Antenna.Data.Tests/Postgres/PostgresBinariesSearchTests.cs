using System.Runtime.Versioning;
using Antenna.Data.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static Antenna.Data.Tests.Postgres.PostgresSandbox;

namespace Antenna.Data.Tests.Postgres;

[UnsupportedOSPlatform("windows")]
public class PostgresBinariesSearchTests(PostgresSandbox sandbox) : IClassFixture<PostgresSandbox>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_is_used_for_a_new_database()
    {
        string[] folders = [Fake("16.3"), Fake("18beta1"), Fake("17.2"), Fake("14.9")];

        var found = await SearchAsync(folders, clusterMajor: null);

        Assert.Equal(18, found.Major);
        Assert.Equal(folders[1], found.Folder);
    }

    [Fact]
    public async Task The_databases_own_major_version_is_used_for_an_existing_one()
    {
        string[] folders = [Fake("18.1"), Fake("16.3"), Fake("17.2")];

        Assert.Equal(folders[1], (await SearchAsync(folders, clusterMajor: 16)).Folder);
    }

    [Fact]
    public async Task Of_one_version_in_two_places_the_first_is_used()
    {
        string[] folders = [Fake("17.2"), Fake("17.2")];

        Assert.Equal(folders[0], (await SearchAsync(folders, clusterMajor: null)).Folder);
    }

    [Fact]
    public async Task The_configured_folder_is_used_before_a_newer_one()
    {
        var configured = Fake("15.1");

        var found = await SearchAsync([Fake("18.1")], clusterMajor: null, Options with { BinariesFolder = configured });

        Assert.Equal(configured, found.Folder);
    }

    [Theory]
    [InlineData("14.9", "holds PostgreSQL 14")]
    [InlineData(null, "finds no initdb, pg_ctl, postgres")]
    public async Task A_configured_folder_without_a_fit_PostgreSQL_is_refused_whatever_else_there_is(string? version, string reason)
    {
        var configured = version is null ? sandbox.Folder : Fake(version);

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() =>
            SearchAsync([Fake("18.1")], clusterMajor: null, Options with { BinariesFolder = configured }));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"PrivatePostgres:BinariesFolder names '{configured}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_lacks_a_program_or_whose_programs_do_not_run_is_passed_over()
    {
        var lacking = Fake("18.1");
        File.Delete(Path.Combine(lacking, "initdb"));
        var broken = Fake("18.1");
        File.SetUnixFileMode(Path.Combine(broken, "postgres"), UnixFileMode.UserRead);
        var whole = Fake("16.3");

        Assert.Equal(whole, (await SearchAsync([lacking, broken, whole], clusterMajor: null)).Folder);
    }

    [Fact]
    public async Task Without_any_the_message_has_what_to_install_or_set_and_what_is_too_old()
    {
        var old = Fake("14.9");

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() => SearchAsync([old], clusterMajor: null));
        Assert.Contains($"(found: 14 in {old})", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(InstallAdvice.ForThisMachine(major: null), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_advice_fits_the_operating_system_and_the_version()
    {
        Assert.Contains("apt-get install postgresql;", InstallAdvice.ForLinux(null), StringComparison.Ordinal);
        Assert.Contains("apt-get install postgresql-16;", InstallAdvice.ForLinux(16), StringComparison.Ordinal);
        Assert.Contains("brew install postgresql@16", InstallAdvice.ForMac(16), StringComparison.Ordinal);
        Assert.Contains("winget install PostgreSQL.PostgreSQL.16", InstallAdvice.ForWindows(16), StringComparison.Ordinal);
        Assert.All([InstallAdvice.ForLinux(null), InstallAdvice.ForMac(null), InstallAdvice.ForWindows(null)], advice =>
        {
            Assert.Contains("PostgreSQL 15 or newer", advice, StringComparison.Ordinal);
            Assert.Contains("PrivatePostgres:BinariesFolder", advice, StringComparison.Ordinal);
            Assert.Contains("ConnectionStrings:Antenna", advice, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Programs_on_the_path_are_looked_for_where_their_links_lead()
    {
        var real = Fake("17.2");
        var links = Directory.CreateDirectory(Path.Combine(sandbox.Folder, "links")).FullName;
        File.CreateSymbolicLink(Path.Combine(links, "pg_ctl"), Path.Combine(real, "pg_ctl"));

        Assert.Equal([real, real], PostgresFolders.OnPath($"{sandbox.Folder}:{links}::{real}:/no/such/folder"));
    }

    [Fact]
    public void A_star_stands_for_every_folder_of_that_name()
    {
        var parent = Path.Combine(sandbox.Folder, "opt");
        Directory.CreateDirectory(Path.Combine(parent, "postgresql@17"));
        Directory.CreateDirectory(Path.Combine(parent, "postgresql@16"));
        Directory.CreateDirectory(Path.Combine(parent, "python"));

        Assert.Equal(
            [$"{parent}/postgresql@16/bin", $"{parent}/postgresql@17/bin"],
            PostgresFolders.Expand($"{parent}/postgresql*/bin"));
        Assert.Empty(PostgresFolders.Expand($"{sandbox.Folder}/no-such-folder/*/bin"));
    }

    [Fact]
    public async Task What_is_nowhere_on_the_machine_is_downloaded_once_and_runs()
    {
        await using var maven = await MavenRepository.StartAsync(Path.Combine(sandbox.Folder, "maven"));
        var own = await FindBinariesAsync(Cancellation);
        await maven.PublishAsync($"{own.Major}.7.0", own);
        var options = Downloading(maven, "downloaded", $"{own.Major}");

        var first = await SearchAsync([], clusterMajor: null, options);
        var asked = maven.Requests;
        var second = await SearchAsync([], clusterMajor: own.Major, options);

        Assert.StartsWith(options.DownloadFolder!, first.Folder, StringComparison.Ordinal);
        Assert.Equal(own.Major, first.Major);
        Assert.Equal(first, second);
        Assert.NotEqual(0, asked);
        Assert.Equal(asked, maven.Requests);
        await using var postgres = await StartAsync(sandbox.OptionsFor("on-downloaded") with { BinariesFolder = first.Folder });
        Assert.Equal(1, await QueryAsync<int>(postgres.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task For_an_existing_database_its_own_major_version_is_downloaded_whatever_else_there_is()
    {
        await using var maven = await MavenRepository.StartAsync(Path.Combine(sandbox.Folder, "maven-of-its-own"));
        var own = await FindBinariesAsync(Cancellation);
        await maven.PublishAsync($"{own.Major}.7.0", own);

        var found = await SearchAsync([Fake("99.1")], own.Major, Downloading(maven, "of-its-own", "99"));

        Assert.Equal(own.Major, found.Major);
    }

    [Fact]
    public async Task A_download_that_is_not_what_was_published_is_refused()
    {
        await using var maven = await MavenRepository.StartAsync(Path.Combine(sandbox.Folder, "maven-of-lies"));
        await maven.PublishAsync("17.6.0", await FindBinariesAsync(Cancellation), checksum: new string('0', 64));

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() =>
            SearchAsync([], clusterMajor: null, Downloading(maven, "lies", "17")));
        Assert.Contains("SHA-256", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_fails_reports_where_from_and_what_else_to_do()
    {
        await using var maven = await MavenRepository.StartAsync(Path.Combine(sandbox.Folder, "maven-empty"));

        var refusal = await Assert.ThrowsAsync<PrivatePostgresException>(() =>
            SearchAsync([], clusterMajor: null, Downloading(maven, "nothing", "17")));
        Assert.Contains($"could not be downloaded from {maven.Url}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(InstallAdvice.ForThisMachine(major: null), refusal.Message, StringComparison.Ordinal);
    }

    private static PrivatePostgresOptions Options { get; } = new() { MavenRepository = "" };

    private PrivatePostgresOptions Downloading(MavenRepository maven, string folder, string version) => new()
    {
        DownloadFolder = Path.Combine(sandbox.Folder, folder),
        DownloadVersion = version,
        MavenRepository = maven.Url,
    };

    private async Task<PostgresBinaries> SearchAsync(
        IReadOnlyList<string> folders, int? clusterMajor, PrivatePostgresOptions? options = null)
    {
        options ??= Options with { DownloadFolder = Path.Combine(sandbox.Folder, "nothing-downloaded") };
        var account = await ServerAccount.ChooseAsync(null, DataFolder.Of(sandbox.OptionsFor("none")), Cancellation);
        var download = new PostgresDownload(options, account, NullLogger.Instance);
        return await new PostgresBinariesSearch(options, folders, download, account)
            .FindAsync(DataFolder.Of(sandbox.Made), clusterMajor, Cancellation);
    }

    private string Fake(string version)
    {
        var folder = Directory.CreateDirectory(Path.Combine(sandbox.Folder, $"fake-{Guid.NewGuid():N}", "bin")).FullName;
        foreach (var program in PostgresBinaries.Programs)
        {
            var path = Path.Combine(folder, program);
            File.WriteAllText(path, $"#!/bin/sh\necho '{program} (PostgreSQL) {version}'\n");
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        return folder;
    }
}
