using Antenna.Data.Import.Tables;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>What imports leave behind, and what they do not.</summary>
public sealed class ImportCommandTests(CommandProject project) : IClassFixture<CommandProject>
{
    private const string Report = @"^line,name,match,taxon,suggestion,suggestion_id,other_suggestions,note,kingdom\n1,name,no name,,,,,The line names the columns.,\n2,Actias luna,exact,Actias luna,,,,,\n3,Actias lona,suggestion,,Actias luna,[0-9]+,,,\n$";
    private const string Names = "name\nActias luna\nActias lona\n";

    [Theory]
    [InlineData("taxa-list FILE --name Saturniidae", Names)]
    [InlineData("identifications FILE --project 1", "occurrence,name\n1,Actias luna\n")]
    public async Task A_check_writes_nothing_not_even_the_person(string import, string content)
    {
        using var folder = new TemporaryFolder();
        var before = await project.ReadAsync();

        var answer = await project.Commands("Somebody new").RunAsync(["import", .. Words(import, folder.Write("file.csv", content)), "--check"]);

        Assert.Contains("nothing was written", answer.Done(), StringComparison.Ordinal);
        DatabaseContent.AssertEqual(before, await project.ReadAsync());
    }

    [Fact]
    public async Task A_package_is_imported_from_its_folder_with_what_became_of_its_observations()
    {
        using var folder = new TemporaryFolder();
        folder.Write("deployments.csv", "deploymentID,latitude,longitude\nd1,44.5,-72.5\n");
        folder.Write("media.csv", "mediaID,deploymentID,timestamp,filePath\nm1,d1,2024-06-01T22:00:00Z,1.jpg\n");
        folder.Write("observations.csv", "observationID,mediaID,observationType,scientificName\no1,m1,animal,\no2,m1,vehicle,\n");
        string[] import = ["import", "camtrap-dp", folder.Path, "--project", "Bog of a package", "--capture-set", "June"];

        Assert.Contains("nothing was written", (await project.Commands("Maria").RunAsync([.. import, "--check"])).Done(), StringComparison.Ordinal);
        var report = (await project.Commands("Maria").RunAsync([.. import, "--json"])).Json();

        Assert.Equal(2, report.GetProperty("observations").EnumerateArray().Sum(each => each.GetProperty("observations").GetInt32()));
        Assert.Contains("imported before", (await project.Commands("Maria").RunAsync(import)).Done(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_records_who_it_is_by()
    {
        using var folder = new TemporaryFolder();
        var names = folder.Write("names.csv", "name\nSamia cynthia\n");

        (await project.Commands("Maria").RunAsync("import", "taxa-list", names, "--name", "Silk moths")).Done();

        var lists = (await project.Commands("Another").RunAsync("list", "taxa-lists", "--json")).Json().EnumerateArray();
        var list = Assert.Single(lists, list => list.GetProperty("name").GetString() == "Silk moths");
        Assert.Equal("Maria", Assert.Single(list.GetProperty("versions").EnumerateArray()).GetProperty("author").GetString());
        Assert.False(await project.KnowsAsync("Another")); // Who only looks is not recorded.
    }

    [Fact]
    public async Task An_import_of_a_list_leaves_the_record_that_pages_show_with_its_lines_and_a_check_leaves_none()
    {
        using var folder = new TemporaryFolder();
        var names = folder.Write("recorded.csv", "name\nActias luna\nActias lona\n");
        string[] import = ["import", "taxa-list", names, "--name", "Recorded", "--project", "Green Mountains", "--note", "From the atlas", "--name-column", "1"];

        (await project.Commands("Maria").RunAsync([.. import, "--check"])).Done();
        (await project.Commands("Maria").RunAsync(import)).Done();

        await using var context = project.Database.CreateDbContext();
        var record = await context.Imports.SingleAsync(each => each.Source == names, Token);
        var list = await context.TaxaLists.SingleAsync(each => each.Name == "Recorded", Token);
        Assert.Equal(
            (ImportKind.TaxaList, ImportState.Succeeded, "Green Mountains", project.Mountains.Project.Id),
            (record.Kind, record.State, record.Project, record.ProjectId));
        var order = ImportOrder.Parse(record.Order);
        Assert.Equal(("From the atlas", "1", list.ProjectId), (order.List!.Note, order.Reading.NameColumn, order.List.ProjectId));
        Assert.Equal(list.Id, Assert.IsType<TaxaListReport>(StoredReports.Read(record.Report!)).TaxaListId);
        var lines = new List<ReportedLine>();
        await foreach (var line in new MatchedLineReader(project.Database.DataSource).ReadAsync(record.Id, Token))
            lines.Add(line);
        Assert.Equal([null, "Actias luna", "Actias lona"], lines.Select(line => line.Matched?.Name));
    }

    [Fact]
    public async Task A_report_replaces_an_older_one_once_the_import_is_done()
    {
        using var folder = new TemporaryFolder();
        var report = folder.Write("report.csv", new string('x', 10_000));

        await ImportListAsync(folder.Write("names.csv", Names), report, "--check");

        Assert.Matches(Report, (await File.ReadAllTextAsync(report, Token)).ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("title;when\n1;2\n")] // Refused before a line is matched.
    [InlineData("name,rank\nActias luna,species\nActias \"lona,species\n")] // Refused after one was.
    public async Task A_refused_import_leaves_an_older_report_as_it_is_and_makes_no_new_one(string names)
    {
        using var folder = new TemporaryFolder();
        var older = folder.Write("older.csv", "older");
        var file = folder.Write("names.csv", names);

        (await RunAsync(file, older)).Refused();
        (await RunAsync(file, folder["new.csv"])).Refused();

        Assert.Equal("older", await File.ReadAllTextAsync(older, Token));
        Assert.False(File.Exists(folder["new.csv"]));
    }

    [Fact]
    public async Task A_list_that_is_refused_for_its_names_still_writes_its_report_and_takes_it_back_as_accepted()
    {
        using var folder = new TemporaryFolder();
        var names = folder.Write("names.csv", "name\nActias lona\n");
        var report = folder["report.csv"];

        (await RunAsync(names, report)).Refused();
        Assert.Contains("Actias lona,suggestion,,Actias luna", await File.ReadAllTextAsync(report, Token), StringComparison.Ordinal);
        var answer = await project.Executable().RunAsync(
            "import", "taxa-list", names, "--name", "Accepted", "--accept", report, "--report", folder["again.csv"]);

        answer.Done();
        Assert.Contains("Actias lona,accepted suggestion,Actias luna", await File.ReadAllTextAsync(folder["again.csv"], Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("folder", "--report: 'FOLDER/folder' is a folder. Name a file in a folder that you may write to.")]
    [InlineData("nowhere/report.csv", "--report: 'FOLDER/nowhere/report.csv' cannot be written: Could not find a part of the path 'FOLDER/nowhere/report.csv'. Name a file in a folder that you may write to.")]
    [InlineData("names.csv", "--report: 'FOLDER/names.csv' is the file to import; the report would replace it. Name another file.")]
    public async Task A_report_that_cannot_be_written_is_refused_before_anything_is_imported(string report, string problem)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["folder"]);
        var names = folder.Write("names.csv", Names);
        var before = await project.ReadAsync();

        var line = Assert.Single((await RunAsync(names, folder[report])).Refused());

        Assert.Equal(problem.Replace("FOLDER", folder.Path, StringComparison.Ordinal), line);
        Assert.Equal(Names, await File.ReadAllTextAsync(names, Token));
        DatabaseContent.AssertEqual(before, await project.ReadAsync());
    }

    [Fact]
    public async Task What_is_found_out_about_a_file_can_be_said_instead()
    {
        using var folder = new TemporaryFolder();
        var names = folder["names.txt"];
        await File.WriteAllBytesAsync(names, TextEncodings.MacRoman.GetBytes("x;luna;Actias luna\ry;Müller;Actias luna\r\rz;lona;Actias lona\r"), Token);

        var answer = await RunAsync(names, folder["report.csv"], "--check", "--encoding", "macintosh", "--separator", "semicolon", "--name-column", "3");

        Assert.Contains("Read as MacRoman (chosen), fields separated by semicolons, no header.", answer.Done(), StringComparison.Ordinal);
        Assert.Matches(@"exact\s+2\b", answer.Output);
        Assert.Matches(@"no name: empty line\s+1\b", answer.Output);
        Assert.Contains("3,,no name,,,,,The line is empty.,", await File.ReadAllTextAsync(folder["report.csv"], Token), StringComparison.Ordinal);
        Assert.Contains("'utf-77' is no encoding that is known", Assert.Single((await RunAsync(names, folder["new.csv"], "--encoding", "utf-77")).Refused()), StringComparison.Ordinal);
        Assert.StartsWith("--separator: 'x' separates no fields", Assert.Single((await RunAsync(names, folder["new.csv"], "--separator", "x")).Refused()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_identifications_and_captures_are_read_can_be_said_too()
    {
        using var folder = new TemporaryFolder();
        var identifications = folder["who.csv"];
        await File.WriteAllBytesAsync(identifications, TextEncodings.MacRoman.GetBytes("occurrence;Art;who\n1;Actias luna;Müller\n"), Token);
        var results = folder.Write("results.json", """{"algorithms": {}, "source_images": [{"id": "1", "url": "1.jpg"}], "detections": []}""");
        folder.Write("captures.csv", "id|path,a\n1|1.jpg\n");

        var identified = await project.Commands().RunAsync(
            "import", "identifications", identifications, "--project", "1", "--check", "--name-column", "Art", "--encoding", "macintosh", "--separator", "semicolon");
        string[] import = ["import", "pipeline", results, "--project", "Read otherwise", "--capture-set", "June", "--check"];
        var captured = await project.Commands().RunAsync([.. import, "--captures-encoding", "windows-1252", "--captures-separator", "bar"]);

        Assert.Contains("Read as MacRoman (chosen), fields separated by semicolons, header in line 1.", identified.Done(), StringComparison.Ordinal);
        Assert.Contains("Art as name", identified.Output, StringComparison.Ordinal);
        Assert.Contains("Read as Windows-1252 (chosen), fields separated by '|', header in line 1.", captured.Done(), StringComparison.Ordinal);
        Assert.StartsWith(
            "--captures-separator: 'x' separates no fields", Assert.Single((await project.Commands().RunAsync([.. import, "--captures-separator", "x"])).Refused()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_turns_out_not_to_fit_is_reported_after_the_answer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a file that is always full.");
        using var folder = new TemporaryFolder();

        var answer = await RunAsync(folder.Write("names.csv", Names), "/dev/full", "--check");

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("It would be Saturniidae v1: 2 names, 1 taxon of the taxonomy.", answer.Output, StringComparison.Ordinal);
        Assert.StartsWith("--report: What was asked for is done, but '/dev/full' could not be written: No space left", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_is_canceled_on_its_page_says_so() => await AssertStoppedAsync(
        "Somebody cancelled the import on its page. Nothing of it was written.",
        async id => Assert.Equal(ImportState.Canceling, await ImportRecords.CancelAsync(project.Database.DataSource, id, DateTime.UnixEpoch, DateTime.UtcNow, Token)));

    [Fact]
    public async Task An_import_that_another_node_took_for_gone_does_not_say_that_somebody_canceled_it() => await AssertStoppedAsync(
        "Another node failed the import, since it had not heard of this command for a minute. Nothing of it was written; import again.",
        async id =>
        {
            var now = DateTime.UtcNow;
            Assert.Equal([id], await ImportRecords.EndOrphanedAsync(project.Database.DataSource, now.AddDays(1), "It was gone.", now, Token));
        });

    /// <summary>Stops an import in its middle.</summary>
    private async Task AssertStoppedAsync(string message, Func<long, Task> stop)
    {
        using var folder = new TemporaryFolder();
        await using var held = await HeldLock.TakeAsync(project.Database.ConnectionString, "lock table taxa in share row exclusive mode");
        var importing = project.Commands().RunAsync("import", "taxa", folder.Write("taxa.csv", "name,rank\nPapilio machaon,species\n"));
        await held.IsWaitedForAsync();
        await using var command = project.Database.DataSource.CreateCommand("select max(id) from imports");

        await stop((long)(await command.ExecuteScalarAsync(Token))!);

        var answer = await importing;
        Assert.Equal((1, ""), (answer.ExitCode, answer.Output));
        Assert.Contains(message, answer.Error, StringComparison.Ordinal);
    }

    private async Task ImportListAsync(string file, string report, params string[] more) => (await RunAsync(file, report, more)).Done();

    private Task<Answer> RunAsync(string file, string report, params string[] more) =>
        project.Commands().RunAsync(["import", "taxa-list", file, "--name", "Saturniidae", "--report", report, .. more]);

    private static IEnumerable<string> Words(string import, string file) => import.Split(' ').Select(word => word == "FILE" ? file : word);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
