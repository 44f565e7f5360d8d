using System.IO.Compression;
using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Export;
using Antenna.Data.Import.Camtrap;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.Export;

/// <summary>What is exported as a Camtrap DP package and imported again: elsewhere, and where it came from.</summary>
public sealed class CamtrapAgainTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const string Animals =
        """
        select string_agg(line, E'\n' order by line) from (
            select concat_ws(' | ', to_char(capture.captured_at, 'YYYY-MM-DD HH24:MI:SS.US'), capture.path, capture.width, capture.height, station.name, station.latitude, station.longitude,
                       coalesce(detection.x1, -1), coalesce(detection.y1, -1), coalesce(detection.x2, -1), coalesce(detection.y2, -1),
                       coalesce(taxon.name, '?'), occurrence.verified,
                       (select string_agg(person.name || ' ' || coalesce(identification.comment, ''), ',') from identifications identification
                        join people person on person.id = identification.person_id
                        where identification.occurrence_id = occurrence.id),
                       (select count(*) from detections other where other.occurrence_id = occurrence.id)) as line
            from occurrences occurrence
            join detections detection on detection.occurrence_id = occurrence.id
            join captures capture on capture.id = detection.capture_id
            left join deployments station on station.id = occurrence.deployment_id
            left join taxa taxon on taxon.id = occurrence.determination_taxon_id
            where occurrence.project_id = $1) lines
        """;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"antenna-{Guid.NewGuid():N}.zip");
    private TestDatabase _database = null!;
    private CurrentTaxonomy _taxonomy = null!;
    private Scenario _scenario = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _taxonomy = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        var moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", Scenario.Background);
        var animals = await _scenario.AddOccurrencesAsync(
            [[[moths.Says(4, 1, 0)]], [[moths.Says(1, 4, 0)]], [[moths.Says(0, 0, 9)]], [[moths.Says(1, 4, 0)], [moths.Says(1, 3, 0)]], [[moths.Says(1, 4, 0)]]]);
        await _scenario.IdentifyAsync(animals[0], "Actias luna");
        await _scenario.IdentifyAsync(animals[4], "Samia cynthia");
        await ExecuteAsync(
            """
            with station as (insert into deployments (project_id, name, latitude, longitude) values ($1, 'Bog', 44.123456789, -72.5) returning id)
            update captures set captured_at = '2024-06-01 22:00:00.123456'::timestamp + id * interval '1 minute', width = 1999, height = 1501, path = 'night/' || id || '.jpg',
                deployment_id = (select id from station)
            where project_id = $1
            """,
            _scenario.Project.Id);
        await ExecuteAsync("update detections set x1 = 3.3 + id, y1 = 7.123456, x2 = 100.25 + id, y2 = 333 where occurrence_id <> $1", animals[4].Id);
        await ExecuteAsync("update detections set x1 = null, y1 = null, x2 = null, y2 = null where occurrence_id = $1", animals[4].Id);
        await ExecuteAsync("select derived.settle_sightings(array_agg(id)) from occurrences where project_id = $1", _scenario.Project.Id);
        await ExecuteAsync("update identifications set created_at = '2024-07-01 08:00:00.987654Z' where id > $1", 0L);
        await ExportAsync();
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(_file);
        _taxonomy.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Elsewhere_it_makes_the_same_occurrences_with_their_boxes_names_and_people()
    {
        await using var other = await ElsewhereAsync();

        var report = await ImportAsync(other.DataSource, "Elsewhere");

        Assert.Equal((5, 6), (report.Count("occurrences").New, report.Count("detections").New));
        Assert.Equal(await AnimalsAsync(_database.DataSource, _scenario.Project.Name), await AnimalsAsync(other.DataSource, "Elsewhere"));
        var before = await DatabaseContent.ReadEverythingAsync(other.DataSource);
        await ImportAsync(other.DataSource, "Elsewhere");
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(other.DataSource));
    }

    [Fact]
    public async Task Where_it_came_from_only_identifications_are_new()
    {
        var before = await AnimalsAsync(_database.DataSource, _scenario.Project.Name);

        var unchanged = await ImportAsync(_database.DataSource, _scenario.Project.Name);

        Assert.Equal(
            [new ObservationCount(ObservationOutcome.OwnOccurrence, 6)], unchanged.Observations);
        Assert.All(unchanged.Counts.Where(count => count.What is not ("capture sets" or "algorithms")), count => Assert.Equal((count.What, 0, 0), (count.What, count.New, count.Changed)));
        Assert.Equal(before, await AnimalsAsync(_database.DataSource, _scenario.Project.Name));

        await RewriteAsync("observations.csv", text => text.Replace($",{_scenario.Curator.Name},", ",Somebody else,", StringComparison.Ordinal));
        var named = await ImportAsync(_database.DataSource, _scenario.Project.Name);

        Assert.Equal((2, 0, 0), (named.Count("identifications").New, named.Count("occurrences").New, named.Count("detections").New));
    }

    /// <summary>The standard has boxes as fractions of their picture only.</summary>
    [Fact]
    public async Task A_box_of_a_picture_whose_size_is_not_known_comes_again_all_the_same()
    {
        await ExecuteAsync("update captures set width = null, height = null where project_id = $1", _scenario.Project.Id);
        await ExecuteAsync("update detections set x1 = -4.5 where occurrence_id = $1", await FirstAsync());
        await ExportAsync();
        await using var other = await ElsewhereAsync();

        var report = await ImportAsync(other.DataSource, "Elsewhere");

        Assert.Equal((5, 6), (report.Count("occurrences").New, report.Count("detections").New));
        Assert.Equal(await AnimalsAsync(_database.DataSource, _scenario.Project.Name), await AnimalsAsync(other.DataSource, "Elsewhere"));
        Assert.Equal(6, Own(await ImportAsync(_database.DataSource, _scenario.Project.Name)));
        var before = await DatabaseContent.ReadEverythingAsync(other.DataSource);
        await ImportAsync(other.DataSource, "Elsewhere");
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(other.DataSource));
    }

    [Fact]
    public async Task Life_stage_sex_behaviour_and_number_come_again_elsewhere()
    {
        await ExecuteAsync(
            """
            insert into imported_observations (capture_id, observation_id, occurrence_id, life_stage, sex, behaviour, animals)
            select capture_id, 'o' || id, occurrence_id, 'adult', case when id % 2 = 0 then 'female' end, 'feeding ' || id, id % 3 + 1 from detections where occurrence_id > $1
            """,
            0L);
        await ExportAsync();
        await using var other = await ElsewhereAsync();

        await ImportAsync(other.DataSource, "Elsewhere");

        Assert.Equal(await TraitsAsync(_database.DataSource), await TraitsAsync(other.DataSource));
        Assert.Equal(6, (await TraitsAsync(other.DataSource)).Split('\n').Length);
    }

    [Fact]
    public async Task An_id_of_the_same_digits_that_is_of_another_capture_or_form_is_not_taken_for_an_own_one()
    {
        await RewriteAsync("observations.csv", text => text.Replace("occurrence:", "other:", StringComparison.Ordinal));
        Assert.Equal(0, Own(await ImportAsync(_database.DataSource, _scenario.Project.Name)));

        await ExportAsync();
        await RewriteAsync("media.csv", text => text.Replace("night/", "day/", StringComparison.Ordinal));
        Assert.Equal(0, Own(await ImportAsync(_database.DataSource, _scenario.Project.Name, "Day")));
    }

    private static async Task<string> TraitsAsync(NpgsqlDataSource dataSource)
    {
        await using var command = dataSource.CreateCommand(
            """
            select string_agg(concat_ws(' | ', capture.path, observed.life_stage, observed.sex, observed.behaviour, observed.animals), E'\n' order by capture.path, observed.behaviour)
            from imported_observations observed join captures capture on capture.id = observed.capture_id
            """);
        return (string)(await command.ExecuteScalarAsync(Token))!;
    }

    private async Task<TestDatabase> ElsewhereAsync()
    {
        var other = await TestDatabase.CreateAsync(cluster);
        await using var context = other.CreateDbContext();
        context.Add(new Taxon { Name = "Actias luna", Rank = Rank.Species, Source = "test" });
        context.Add(new Taxon { Name = "Samia cynthia", Rank = Rank.Species, Source = "test" });
        await context.SaveChangesAsync(Token);
        return other;
    }

    private async Task<long> FirstAsync()
    {
        await using var command = _database.DataSource.CreateCommand("select min(id) from occurrences");
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    private static long Own(CamtrapReport report) => report.Observations.Where(each => each.Outcome is ObservationOutcome.OwnOccurrence).Sum(each => each.Observations);

    private Task<CamtrapReport> ImportAsync(NpgsqlDataSource dataSource, string project, string set = "Again") =>
        new CamtrapImport(dataSource, TimeProvider.System).RunAsync(new(_file, project, set), null, Token);

    private async Task ExportAsync()
    {
        await using var extract = await new OccurrenceExport(_database.DataSource, _taxonomy)
            .OpenAsync(OccurrenceChoice.Of(new OccurrenceFilter { ProjectId = _scenario.Project.Id }), Token);
        await using var file = File.Create(_file);
        await CamtrapPackage.WriteAsync(extract, file, progress: null, Token);
    }

    private async Task RewriteAsync(string name, Func<string, string> change)
    {
        await using var zip = await ZipFile.OpenAsync(_file, ZipArchiveMode.Update, Token);
        string text;
        using (var reader = new StreamReader(await zip.GetEntry(name)!.OpenAsync(Token)))
            text = await reader.ReadToEndAsync(Token);
        zip.GetEntry(name)!.Delete();
        await using var writer = new StreamWriter(await zip.CreateEntry(name).OpenAsync(Token));
        await writer.WriteAsync(change(text));
    }

    private async Task ExecuteAsync(string sql, object value)
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync(Token);
        await using var command = connection.Command(sql, value);
        await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task<string> AnimalsAsync(NpgsqlDataSource dataSource, string project)
    {
        await using var connection = await dataSource.OpenConnectionAsync(Token);
        await using var command = connection.Command(Animals.Replace("$1", "(select id from projects where name = $1)", StringComparison.Ordinal), project);
        return (string)(await command.ExecuteScalarAsync(Token))!;
    }
}
