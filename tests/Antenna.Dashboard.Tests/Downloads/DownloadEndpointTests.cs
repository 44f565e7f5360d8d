using System.IO.Compression;
using System.Net;
using System.Text;
using Antenna.Data.Export;
using Antenna.Dashboard.Tests.Hosting;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Dashboard.Tests.Downloads;

public sealed class DownloadEndpointTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData("downloads/occurrences/csv?project=1")]
    [InlineData("downloads/occurrences/csv?project=abc&from=9999-99-99")]
    [InlineData("downloads/selection/csv")]
    public async Task A_table_is_sent_as_a_file_whose_name_says_when(string address)
    {
        using var response = await server.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.Matches("^occurrences-[0-9]{8}-[0-9]{4}[.]csv$", response.Content.Headers.ContentDisposition?.FileName?.Trim('"') ?? "");
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith(string.Join(',', OccurrenceCsv.Header), text.TrimStart('\uFEFF'), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv", "text/csv", "Moths-of---Maine-v1.csv", "\uFEFFname,")]
    [InlineData("dwca", "application/zip", "Moths-of---Maine-v1.zip", "PK")]
    public async Task A_version_of_a_taxa_list_is_sent_as_a_file_called_after_it(string file, string type, string name, string begin)
    {
        var scenario = await Scenario.CreateAsync(server.Database.DataSource, $"For {file}");
        var list = await scenario.AddListAsync("Moths of / Maine");
        await scenario.AddVersionAsync(list, ["Actias luna"]);

        using var response = await server.GetAsync($"downloads/taxa-lists/{list.Id}/1/{file}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(name, response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith(begin, Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_of_occurrences_is_sent_whole()
    {
        var scenario = await Scenario.CreateAsync(server.Database.DataSource, "For an archive");
        var moths = await scenario.AddClassifierAsync("archived", "Actias luna");
        await scenario.AddOccurrencesAsync([.. Enumerable.Range(0, 700).Select(_ => (PipelineResult[][])[[moths.Says(1)]])]);

        using var response = await server.GetAsync($"downloads/occurrences/dwca?project={scenario.Project.Id}");

        await using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["meta.xml", "event.csv", "occurrence.csv", "multimedia.csv", "measurementorfact.csv"], zip.Entries.Select(entry => entry.Name));
        using var occurrences = new StreamReader(await zip.GetEntry("occurrence.csv")!.OpenAsync(TestContext.Current.CancellationToken));
        Assert.Equal(701, (await occurrences.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("downloads/taxa-lists/404404/1/csv")]
    [InlineData("downloads/occurrences/parquet")]
    [InlineData("downloads/elsewhere/csv")]
    public async Task What_is_no_kind_of_file_is_not_found(string address)
    {
        using var response = await server.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
