using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Antenna.Data.Tests.Schema;

/// <summary>What becomes of the addresses that a database has when it first learns of hosts.</summary>
public sealed class PictureHostsMigrationTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task User_names_go_and_the_hosts_wait_for_a_decision()
    {
        await using var context = database.CreateDbContext();
        var migrator = context.GetService<IMigrator>();
        var before = context.Database.GetMigrations().TakeWhile(migration => !migration.EndsWith("_PictureHosts", StringComparison.Ordinal)).Last();
        await migrator.MigrateAsync(before, Token);
        await InsertAsync(
            "captures/one.jpg", "https://robin:pass@moths.example/1.jpg", "http://Moths.example:80/2.jpg?a@b", "https://moths.example:8443/3.jpg",
            "https://twice.example/4.jpg", "https://robin@twice.example/4.jpg");

        await migrator.MigrateAsync(cancellationToken: Token);

        Assert.Equal(
            [
                "captures/one.jpg", "http://Moths.example:80/2.jpg?a@b", "https://moths.example/1.jpg", "https://moths.example:8443/3.jpg",
                "https://robin@twice.example/4.jpg", "https://twice.example/4.jpg",
            ],
            (await context.Captures.Select(capture => capture.Path).ToListAsync(Token)).Order(StringComparer.Ordinal));
        Assert.Equal("https://moths.example/crop.jpg", (await context.Detections.SingleAsync(Token)).CropPath);
        var hosts = await context.PictureHosts.OrderBy(host => host.Host).ToListAsync(Token);
        Assert.Equal(["moths.example", "moths.example:8443", "twice.example"], hosts.Select(host => host.Host));
        Assert.All(hosts, host => Assert.Null(host.AllowedAt));
    }

    private async Task InsertAsync(params string[] paths)
    {
        await using var command = database.DataSource.CreateCommand(
            """
            with project as (insert into projects (name, created_at, is_demo) values ('Elsewhere', now(), false) returning id),
            detector as (insert into algorithms (kind, key, name, version, created_at) values ('Detector', 'd', 'D', 1, now()) returning id),
            capture as (insert into captures (project_id, path) select project.id, path from project, unnest($1) path returning id)
            insert into detections (capture_id, algorithm_id, crop_path)
            select min(capture.id), detector.id, 'https://robin@moths.example/crop.jpg' from capture, detector group by detector.id
            """);
        command.Parameters.Add(new() { Value = paths });
        await command.ExecuteNonQueryAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
