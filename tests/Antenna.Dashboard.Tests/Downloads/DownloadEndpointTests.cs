using System.IO.Compression;
using System.Net;
using System.Text;
using Antenna.Core.Taxonomy;
using Antenna.Data.Export;
using Antenna.Data.Import.Tables;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.Data.Projects;
using Antenna.Data.Tables;
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
    public async Task What_became_of_the_lines_of_a_list_is_sent_as_it_was_recorded_and_of_other_imports_nothing()
    {
        var token = TestContext.Current.CancellationToken;
        await using var context = server.Database.CreateDbContext();
        var person = await People.EnsureAsync(context, "Maria", token);
        await using var connection = await server.Database.DataSource.OpenConnectionAsync(token);
        var list = await ImportRecords.CreateAsync(connection, new(ImportKind.TaxaList) { Path = "moths.csv", List = new("Moths of / Maine") }, person.Id, isScheduled: false, DateTime.UtcNow, token);
        var taxa = await ImportRecords.CreateAsync(connection, new(ImportKind.Taxa) { Path = "taxa.csv" }, person.Id, isScheduled: false, DateTime.UtcNow, token);
        await using var lines = new MatchedLineLog();
        await lines.AddWithoutNameAsync(new(1, "name", PassedLineKind.Header), token);
        await lines.AddAsync(new(2, "Actias lona", NameMatchKind.Suggestion, null, Rank.Unknown, [new(7, "Actias luna", 1), new(8, "Actias lena", 2)], null) { Kingdom = "Animalia" }, token);
        await lines.StoreAsync(connection, list, token);

        using var response = await server.GetAsync($"downloads/imports/{list}/matching");
        using var other = await server.GetAsync($"downloads/imports/{taxa}/matching");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (response.StatusCode, other.StatusCode));
        Assert.Equal($"Moths-of---Maine-matching-{list}.csv", response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        Assert.Equal(
            [string.Join(',', OwnTables.MatchingReport), "1,name,no name,,,,,The line names the columns.,", "2,Actias lona,suggestion,,Actias luna,7,Actias lena,,Animalia"],
            (await response.Content.ReadAsStringAsync(token)).Trim('\uFEFF').ReplaceLineEndings("\n").TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task An_archive_of_occurrences_is_sent_whole()
    {
        var scenario = await Scenario.CreateAsync(server.Database.DataSource, "For an archive");
        var moths = await scenario.AddClassifierAsync("archived", "Actias luna");
        await scenario.AddOccurrencesAsync([.. Enumerable.Range(0, 700).Select(_ => (PipelineResult[][])[[moths.Says(1)]])]);

        using var response = await server.GetAsync($"downloads/occurrences/dwca?project={scenario.Project.Id}");

        await using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["meta.xml", "event.csv", "occurrence.csv", "multimedia.csv", "measurementorfact.csv", "eml.xml"], zip.Entries.Select(entry => entry.Name));
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
