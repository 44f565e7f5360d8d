using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Antenna.Data.Database;
using Antenna.Data.Export;
using Antenna.Data.Occurrences;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Data.Tests.Export;

public sealed class CamtrapPackageTests(PostgresCluster cluster) : IAsyncLifetime
{
    /// <summary>Fields that the table schemas of version 1.0.2 require.</summary>
    private static readonly Dictionary<string, string[]> Required = new()
    {
        ["deployments"] = ["deploymentID", "latitude", "longitude", "deploymentStart", "deploymentEnd"],
        ["media"] = ["mediaID", "deploymentID", "timestamp", "filePath", "filePublic", "fileMediatype"],
        ["observations"] = ["observationID", "deploymentID", "eventStart", "eventEnd", "observationLevel", "observationType"],
    };

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"antenna-{Guid.NewGuid():N}.zip");
    private TestDatabase _database = null!;
    private CurrentTaxonomy _taxonomy = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _taxonomy = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", Scenario.Background);
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(_file);
        _taxonomy.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Every_table_has_the_fields_of_the_standard_and_what_it_requires_and_refers_to_rows_that_there_are()
    {
        var animals = await AddAsync();
        await _scenario.IdentifyAsync(animals[0], "Actias luna");

        var size = await ExportAsync();

        Assert.Equal(3, size.Placed);
        await using var zip = await ZipFile.OpenReadAsync(_file, Token);
        var tables = new Dictionary<string, List<Dictionary<string, string>>>();
        foreach (var (name, required) in Required)
        {
            tables[name] = await ReadAsync(zip, name);
            Assert.All(tables[name], row => Assert.All(required, field => Assert.NotEqual("", row[field])));
        }

        var observations = tables["observations"];
        Assert.Equal(animals.Take(3).Select(animal => string.Create(CultureInfo.InvariantCulture, $"occurrence:{animal.Id}")), observations.Select(row => row["observationID"]));
        Assert.Equal([("animal", "human"), ("animal", "machine"), ("unknown", "machine")], observations.Select(row => (row["observationType"], row["classificationMethod"])));
        Assert.Subset(Ids(tables["deployments"], "deploymentID"), Ids(observations, "deploymentID"));
        Assert.Subset(Ids(tables["deployments"], "deploymentID"), Ids(tables["media"], "deploymentID"));
        Assert.Subset(Ids(tables["media"], "mediaID"), Ids(observations, "mediaID"));
        string[] times = ["eventStart", "classificationTimestamp"];
        Assert.All(observations, row => Assert.All(times, field => Assert.Matches("^[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z$", row[field])));
    }

    [Fact]
    public async Task The_description_names_the_resources_where_and_when_and_the_taxa()
    {
        await AddAsync();
        await ExportAsync();

        await using var zip = await ZipFile.OpenReadAsync(_file, Token);
        using var package = await JsonDocument.ParseAsync(await zip.GetEntry("datapackage.json")!.OpenAsync(Token), cancellationToken: Token);
        var root = package.RootElement;

        string[] members = ["resources", "profile", "created", "contributors", "project", "spatial", "temporal", "taxonomic"];
        Assert.All(members, member => Assert.True(root.TryGetProperty(member, out _), member));
        Assert.Equal(Required.Keys.Select(name => $"{name}.csv"), root.GetProperty("resources").EnumerateArray().Select(resource => resource.GetProperty("path").GetString()));
        Assert.Equal(["Actias luna", "Samia cynthia"], root.GetProperty("taxonomic").EnumerateArray().Select(taxon => taxon.GetProperty("scientificName").GetString()));
        Assert.Equal("2024-06-01", root.GetProperty("temporal").GetProperty("start").GetString());
    }

    [Fact]
    public async Task What_has_no_picture_is_left_out_and_said_and_deployments_cover_their_media()
    {
        var animals = await AddAsync();
        await using (var connection = await _database.DataSource.OpenConnectionAsync(Token))
        {
            await using var command = connection.Command("delete from detections where occurrence_id = $1", animals[0].Id);
            await command.ExecuteNonQueryAsync(Token);
            await using var later = connection.Command(
                "update captures set captured_at = '2024-06-02 03:00' where id in (select capture_id from detections where occurrence_id = $1)", animals[1].Id);
            await later.ExecuteNonQueryAsync(Token);
        }

        var size = await ExportAsync();

        Assert.Equal(2, size.Placed);
        await using var zip = await ZipFile.OpenReadAsync(_file, Token);
        Assert.Equal("2024-06-02T03:00:00Z", Assert.Single(await ReadAsync(zip, "deployments"))["deploymentEnd"]);
        using var reader = new StreamReader(await zip.GetEntry("datapackage.json")!.OpenAsync(Token));
        Assert.Contains("2 of 4. Those without a picture", await reader.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    /// <summary>Three animals at a station with coordinates, and one that is nowhere.</summary>
    private async Task<IReadOnlyList<ScenarioOccurrence>> AddAsync()
    {
        var animals = await _scenario.AddOccurrencesAsync([[[_moths.Says(4, 1, 0)]], [[_moths.Says(1, 4, 0)]], [[_moths.Says(0, 0, 9)]], [[_moths.Says(1, 4, 0)]]]);
        await using var connection = await _database.DataSource.OpenConnectionAsync(Token);
        await using var command = connection.Command(
            """
            with station as (insert into deployments (project_id, name, latitude, longitude) values ($1, 'Bog', 44.5, -72.5) returning id),
                 captured as (update captures set captured_at = '2024-06-01 22:00', deployment_id = (select id from station) where project_id = $1)
            update occurrences set first_seen_at = '2024-06-01 22:00', deployment_id = (select id from station) where id = any($2)
            """,
            _scenario.Project.Id, animals.Take(3).Select(animal => animal.Id).ToArray());
        await command.ExecuteNonQueryAsync(Token);
        await using var nowhere = connection.Command("update occurrences set deployment_id = null where id = $1", animals[3].Id);
        await nowhere.ExecuteNonQueryAsync(Token);
        return animals;
    }

    private async Task<ExportSize> ExportAsync()
    {
        await using var extract = await new OccurrenceExport(_database.DataSource, _taxonomy)
            .OpenAsync(OccurrenceChoice.Of(new OccurrenceFilter { ProjectId = _scenario.Project.Id }), Token);
        await using var file = File.Create(_file);
        await CamtrapPackage.WriteAsync(extract, file, progress: null, Token);
        return extract.Size;
    }

    private static HashSet<string> Ids(IEnumerable<Dictionary<string, string>> rows, string field) => [.. rows.Select(row => row[field])];

    private static async Task<List<Dictionary<string, string>>> ReadAsync(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(await zip.GetEntry($"{name}.csv")!.OpenAsync(Token));
        var lines = (await reader.ReadToEndAsync(Token)).TrimEnd().Split("\r\n");

        // The package of the standard's own authors has all fields in their order.
        var fields = (await File.ReadAllLinesAsync(SharedData.File("camtrap-dp", $"{name}.csv"), Token))[0];
        Assert.Equal(fields, lines[0]);
        return [.. lines[1..].Select(line => fields.Split(',').Zip(Split(line)).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    private static string[] Split(string line) => [.. System.Text.RegularExpressions.Regex.Matches(line, "(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,]*))").Select(match => match.Groups[1].Value + match.Groups[2].Value)];
}
