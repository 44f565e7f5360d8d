using Antenna.Data.Import;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>What an import makes of pictures that lie on other hosts.</summary>
public sealed class WebHostsTests(PostgresCluster cluster) : ResultsImportTests(cluster)
{
    [Fact]
    public async Task The_hosts_are_reported_and_none_is_allowed_at_first()
    {
        Results.Json["source_images"]![0]!["url"] = "https://moths.example/one.jpg";
        Results.Add(ResultsFile.Logits(0, 2, 1))["crop_image_url"] = "http://Cdn.Example:8080/crop.jpg";

        var report = await Project.ImportAsync(Results);

        var found = Finding(report, "hosts of the web");
        Assert.Equal(ImportFindingLevel.Note, found.Level);
        Assert.Equal(["cdn.example:8080 (1 address)", "moths.example (1 address)"], found.Examples.Select(example => example.Detail));
        Assert.Equal([("cdn.example:8080", false), ("moths.example", false)], await HostsAsync());
    }

    [Fact]
    public async Task What_was_decided_on_a_host_stays_when_the_file_is_imported_again()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1))["crop_image_url"] = "https://moths.example/crop.jpg";
        await Project.ImportAsync(Results);
        await using (var context = Project.Database.CreateDbContext())
            await context.PictureHosts.ExecuteUpdateAsync(update => update.SetProperty(host => host.AllowedAt, DateTime.UtcNow), Token);

        await Project.ImportAsync(Results);

        Assert.Equal([("moths.example", true)], await HostsAsync());
    }

    [Fact]
    public async Task Checking_alone_reports_the_hosts_and_keeps_none()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1))["crop_image_url"] = "https://moths.example/crop.jpg";

        var report = await Project.ImportAsync(Results, mode: ImportMode.CheckOnly);

        Finding(report, "hosts of the web");
        Assert.Empty(await HostsAsync());
    }

    [Fact]
    public async Task User_names_in_addresses_are_left_out_and_reported_without_them()
    {
        Results.Json["source_images"]![0]!["url"] = "https://robin:pass@moths.example/one.jpg?mail=a@b";
        Results.Add(ResultsFile.Logits(0, 2, 1))["crop_image_url"] = "https://robin@moths.example/crop.jpg";

        var report = await Project.ImportAsync(Results);

        Assert.Equal((ImportFindingLevel.Warning, 2), (Finding(report, "User names").Level, Finding(report, "User names").Count));
        Assert.DoesNotContain(report.Findings, finding => $"{finding.Message}{string.Join("", finding.Examples)}".Contains("robin", StringComparison.Ordinal));
        await using var context = Project.Database.CreateDbContext();
        Assert.Contains("https://moths.example/one.jpg?mail=a@b", await context.Captures.Select(capture => capture.Path).ToListAsync(Token));
        Assert.Equal("https://moths.example/crop.jpg", (await context.Detections.SingleAsync(Token)).CropPath);
    }

    private async Task<IReadOnlyList<(string Host, bool IsAllowed)>> HostsAsync()
    {
        await using var context = Project.Database.CreateDbContext();
        var hosts = await context.PictureHosts.OrderBy(host => host.Host).ToListAsync(Token);
        return [.. hosts.Select(host => (host.Host, host.AllowedAt is not null))];
    }
}
