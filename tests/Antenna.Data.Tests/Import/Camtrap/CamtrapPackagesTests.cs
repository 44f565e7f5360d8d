using System.IO.Compression;
using Antenna.Data.Import.Camtrap;
using Antenna.Data.ImportJobs;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import.Camtrap;

/// <summary>Where packages lie, and what is refused of them.</summary>
public sealed class CamtrapPackagesTests(PostgresCluster cluster) : CamtrapTests(cluster)
{
    [Fact]
    public async Task A_folder_of_packages_folders_and_zips_is_imported_in_one()
    {
        Package.Media("m1", "one.jpg").Observation("o1", "m1");
        Package.Save("a");
        using var other = new PackageFiles();
        other.Media("m1", "one.jpg", "2024-06-03T22:00:00+02:00").Observation("o1", "m1");
        File.Copy(other.Zip("deep"), Path.Combine(Package.Folder, "b.zip"));

        var report = await ImportAsync(Package.Folder);

        Assert.Equal((2, 2, 1), (report.Count("captures").New, report.Count("occurrences").New, report.Count("capture sets").New));
        Assert.Equal(FoundFileKind.CamtrapDp, (await FoundFile.LookAsync(Package.Folder, Token)).Kind);
        await AssertRepeatsAsync(() => ImportAsync(Package.Folder));
    }

    /// <summary>Of what the import itself has written there are no statistics, and PostgreSQL would expect that a batch means most of it.</summary>
    [Fact]
    public async Task Each_batch_looks_up_its_own_rows_and_does_not_read_all_that_the_import_has_written()
    {
        const int animals = 5_000;
        for (var number = 0; number < animals; number++)
            Package.Media($"m{number}", $"{number}.jpg").Observation($"o{number}", $"m{number}");
        var (detections, identifications) = (0L, 0L);

        await new CamtrapImport(Database.DataSource, Time).RunAsync(
            new(Package.Save(), "Bog", "June")
            {
                OnCommit = async (connection, _, token) =>
                {
                    await using var command = connection.CreateCommand();
                    command.CommandText = "select relname, seq_tup_read from pg_stat_xact_user_tables where relname in ('detections', 'identifications') order by relname";
                    await using var reader = await command.ExecuteReaderAsync(token);
                    Assert.True(await reader.ReadAsync(token));
                    detections = reader.GetInt64(1);
                    Assert.True(await reader.ReadAsync(token));
                    identifications = reader.GetInt64(1);
                },
            },
            null, Token);

        // A few times all together, not once a batch.
        Assert.InRange(detections, 0, 4 * animals);
        Assert.InRange(identifications, 0, 4 * animals);
    }

    [Fact]
    public async Task The_tables_are_found_where_the_description_says_packed_or_not_and_by_their_names_without_one()
    {
        Package.Media("m1", "one.jpg").Observation("o1", "m1");
        Package.Description = null;
        var folder = Package.Save();
        Assert.Equal(1, (await ImportAsync(folder)).Count("occurrences").New);

        Directory.CreateDirectory(Path.Combine(folder, "data"));
        await using (var packed = File.Create(Path.Combine(folder, "data", "seen.csv.gz")))
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            await gzip.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(folder, "observations.csv"), Token), Token);
        File.Delete(Path.Combine(folder, "observations.csv"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "datapackage.json"), """{"resources": [{"name": "observations", "path": "./data/seen.csv.gz"}]}""", Token);

        await AssertRepeatsAsync(() => ImportAsync(folder));
    }

    [Fact]
    public async Task Pictures_of_a_folder_are_served_from_it_and_those_of_the_web_have_their_host()
    {
        Package.Media("m1", "media/one.jpg").Media("m2", "https://pictures.example/two.jpg");

        await ImportAsync();

        await using var context = Database.CreateDbContext();
        Assert.Equal(Package.Folder, (await context.PictureFolders.SingleAsync(Token)).Path);
        Assert.Equal("pictures.example", (await context.PictureHosts.SingleAsync(Token)).Host);
    }

    [Theory]
    [InlineData("""{"resources": [{"name": "media", "path": "../media.csv"}]}""", "leads out of the package")]
    [InlineData("""{"resources": [{"name": "media", "path": "/etc/passwd"}]}""", "leads out of the package")]
    [InlineData("""{"resources": [{"name": "media", "path": "gone.csv"}]}""", "there is no table media ('gone.csv')")]
    [InlineData("""{"resources": [{"name": "media", "path": "https://example.org/media.csv"}]}""", "lies on the web")]
    [InlineData("""{"resources": [{"name": "media"}]}""", "there is no path")]
    [InlineData("""{"resources": """, "is no sound JSON")]
    [InlineData("""[]""", "is missing")]
    public async Task A_description_that_is_broken_or_leads_elsewhere_is_refused_with_its_place(string description, string message)
    {
        Package.Description = description;
        Package.Media("m1", "one.jpg");

        var refused = await RefusedAsync();

        Assert.Contains("datapackage.json", $"{refused.Problems[0].Place}", StringComparison.Ordinal);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_is_a_link_is_refused()
    {
        var folder = Package.Save();
        File.Delete(Path.Combine(folder, "media.csv"));
        File.CreateSymbolicLink(Path.Combine(folder, "media.csv"), "/etc/passwd");

        Assert.Contains("is a link", (await RefusedAsync(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_given_twice_is_refused_with_both_lines()
    {
        Package.Media("m1", "one.jpg").Observation("o1", "m1").Observation("o2", "m1").Observation("o1", "m1");

        var refused = await RefusedAsync();

        Assert.Equal(4, refused.Problems[0].Place!.Line);
        Assert.Contains("'o1' was given before (line 2)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_of_a_picture_that_leads_out_of_the_package_is_refused_with_its_line()
    {
        Package.Media("m1", "../../secret.jpg");

        Assert.Equal(2, (await RefusedAsync()).Problems[0].Place!.Line);
    }

    [Fact]
    public async Task Media_of_an_unknown_deployment_and_observations_of_unknown_media_are_found_by_their_lines()
    {
        Package.Media("m1", "one.jpg", deployment: "nowhere").Observation("o1", "m1").Observation("o2", "m9").Observation("o3", eventId: "e9");

        var report = await ImportAsync();

        string[] messages = ["Media of a deployment that", "Observations of media that", "Observations of events without media"];
        Assert.Equal([2L, 3L, 4L], messages.Select(message => report.Findings.Single(finding => finding.Message.StartsWith(message, StringComparison.Ordinal)).Examples[0].Place.Line!.Value));
        Assert.Null(Assert.Single(await OccurrencesAsync()).DeploymentId);
    }

    [Fact]
    public async Task Where_no_name_is_known_nothing_is_imported_unless_taxa_are_made_of_them()
    {
        Package.Media("m1", "one.jpg").Observation("o1", "m1", name: "Lutra lutra");
        Assert.Contains("have taxa made of the names", (await RefusedAsync()).Message, StringComparison.Ordinal);
        Assert.Empty(await OccurrencesAsync());

        var report = await ImportAsync(makeTaxa: true);

        Assert.Equal(("Lutra lutra", 1), (Assert.Single(await IdentificationsAsync()).Taxon, report.Count("taxa made of labels").New));
    }

    [Fact]
    public async Task A_folder_without_a_package_is_refused_and_says_what_is_expected()
    {
        Assert.Contains("holds no package; expected a Camtrap DP package", (await RefusedAsync(Package.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stations_of_one_name_that_lie_far_apart_are_told_apart_and_an_unknown_coordinate_is_filled_in()
    {
        Package.Deployment("d2,Bog,48,-70").Deployment("d3,Fen,,").Media("m1", "one.jpg").Media("m2", "two.jpg", deployment: "d2").Media("m3", "three.jpg", deployment: "d3");
        await ImportAsync();
        using var later = new PackageFiles();
        later.Deployment("d3,Fen,45,-73").Media("m3", "three.jpg", deployment: "d3");

        await ImportAsync(later.Save(), set: "July");

        await using var context = Database.CreateDbContext();
        Assert.Equal(
            [("Bog", 44.5), ("Bog (d2)", 48.0), ("Fen", 45.0)],
            (await context.Deployments.OrderBy(deployment => deployment.Name).ToListAsync(Token)).Select(deployment => (deployment.Name, deployment.Latitude!.Value)));
    }
}
