using Antenna.Core.Taxonomy;
using Antenna.Data.Import;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Model;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import;

public sealed class IdentificationsImportTests(PostgresCluster cluster) : ResultsImportTests(cluster)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Results.Add(ResultsFile.Logits(0, 2, 1));
        Results.Add(ResultsFile.Logits(0, 2, 1), x: 100);
        await Project.ImportAsync(Results);
    }

    [Fact]
    public async Task An_identification_by_crop_determines_the_occurrence()
    {
        var report = await Project.IdentifyAsync(
            "crop,scientific_name,identified_by,date,comment\ncrops/1-0.jpg,Actias luna,Ada,2026-07-01T08:00:00,tails\n", Results);

        await using var context = Project.Database.CreateDbContext();
        var identification = await context.Identifications.SingleAsync(Token);
        var ada = await context.People.SingleAsync(person => person.Name == "Ada", Token);
        var luna = await Project.TaxonAsync("Actias luna");
        Assert.Equal((luna, ada.Id, new DateTime(2026, 7, 1, 8, 0, 0, DateTimeKind.Utc), "tails"), (identification.TaxonId, identification.PersonId, identification.CreatedAt, identification.Comment));
        var occurrence = await context.Occurrences.SingleAsync(each => each.Id == identification.OccurrenceId, Token);
        Assert.Equal((luna, 1.0, true), (occurrence.DeterminationTaxonId, occurrence.DeterminationScore, occurrence.Verified));
        Assert.Equal((1, 1, 1), (report.Count("identifications").New, report.Count("people").New, report.Count("determinations").Changed));
    }

    [Fact]
    public async Task An_occurrence_is_found_by_its_id_and_the_importer_identified_what_has_no_person()
    {
        var (first, _) = await OccurrencesAsync();

        await Project.IdentifyAsync($"Occurrence ID;Species\n{first};Actias luna\n", Results);

        await using var context = Project.Database.CreateDbContext();
        var identification = await context.Identifications.SingleAsync(Token);
        Assert.Equal((first, "Importer"), (identification.OccurrenceId, (await context.People.SingleAsync(Token)).Name));
    }

    [Theory]
    [InlineData("crop,name,date\ncrops/1-0.jpg,Actias luna,2026-07-01\ncrops/1-100.jpg,Automeris io,2026-07-01\n")]
    [InlineData("crop,name\ncrops/1-0.jpg,Actias luna\ncrops/1-100.jpg,Automeris io\n")]
    [InlineData("crop,name\ncrops/1-0.jpg,Actias luna\ncrops/1-0.jpg,Actias luna\ncrops/1-100.jpg,Automeris io\n")]
    public async Task The_same_table_again_adds_nothing(string csv)
    {
        var first = await Project.IdentifyAsync(csv, Results);
        var before = await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource);

        var second = await Project.IdentifyAsync(csv, Results);

        Assert.Equal((2, 0), (first.Count("identifications").New, second.Count("identifications").New));
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource));
    }

    [Fact]
    public async Task Naming_a_taxon_supersedes_what_the_same_person_named_before_and_a_comment_nothing()
    {
        await Project.IdentifyAsync(
            """
            crop,name,person,date,comment
            crops/1-0.jpg,Actias luna,Ada,2026-07-01,
            crops/1-0.jpg,Actias luna,Bob,2026-07-01,
            crops/1-0.jpg,Automeris io,Ada,2026-07-02,
            crops/1-0.jpg,,Ada,2026-07-03,Lovely.
            """, Results);

        var rows = await IdentificationsAsync();
        Assert.Equal([rows[2].Id, null, null, null], rows.Select(row => row.SupersededById));
        Assert.All(rows, row => Assert.Null(row.WithdrawnAt));
    }

    [Fact]
    public async Task An_older_identification_that_is_imported_later_arrives_superseded_by_the_next_newer_one()
    {
        await Project.IdentifyAsync("crop,name,person,date\ncrops/1-0.jpg,Actias luna,Ada,2026-07-02\n", Results);

        var report = await Project.IdentifyAsync("crop,name,person,date\ncrops/1-0.jpg,Automeris io,Ada,2026-07-01\n", Results);

        var rows = await IdentificationsAsync();
        Assert.Equal([rows[1].Id, null], rows.Select(row => row.SupersededById));
        Assert.Equal(
            (1, 1, 0), (report.Count("identifications").New, report.Count("identifications").Changed, report.Count("determinations").Changed));
    }

    [Fact]
    public async Task Identifications_end_the_same_whatever_the_order_in_which_tables_are_imported()
    {
        string[] tables =
        [
            "crop,name,person,date\ncrops/1-0.jpg,Actias luna,Ada,2026-07-02\n",
            "crop,name,person,date\ncrops/1-0.jpg,Automeris io,Ada,2026-07-03\n",
            "crop,name,person,date\ncrops/1-0.jpg,Automeris io,Ada,2026-07-01\n",
        ];
        foreach (var table in tables)
            await Project.IdentifyAsync(table, Results);

        var rows = await IdentificationsAsync();
        Assert.Equal([rows[1].Id, rows[2].Id, null], rows.Select(row => row.SupersededById));
        Assert.Equal([1, 2, 3], rows.Select(row => row.CreatedAt.Day));
    }

    [Fact]
    public async Task A_date_in_the_future_is_reported_with_its_place_and_counts_as_now_once()
    {
        const string csv = "crop,name,date\ncrops/1-0.jpg,Actias luna,2026-07-01\ncrops/1-100.jpg,Actias luna,2062-07-01\n";

        var report = await Project.IdentifyAsync(csv, Results);
        Project.Time.Advance(TimeSpan.FromHours(1));
        var again = await Project.IdentifyAsync(csv, Results);

        var example = Assert.Single(Finding(report, "future").Examples);
        Assert.Equal((3, 3, "'2062-07-01'"), (example.Place.Line, example.Place.Column, example.Detail));
        Assert.Equal(new DateTime(2026, 8, 1, 12, 0, 0, DateTimeKind.Utc), (await IdentificationsAsync())[1].CreatedAt);
        Assert.Equal((0, 2), (again.Count("identifications").New, again.Count("identifications").Unchanged));
    }

    [Fact]
    public async Task A_date_that_cannot_be_read_is_reported_with_its_line_and_is_unknown_which_is_the_time_of_the_import()
    {
        const string csv =
            """
            crop,name,person,date
            crops/1-0.jpg,Actias luna,Ada,2026-07-01
            crops/1-0.jpg,Automeris io,Ada,last week
            crops/1-0.jpg,Actias luna,Bob,2026-07-02
            """;

        var report = await Project.IdentifyAsync(csv, Results);
        Project.Time.Advance(TimeSpan.FromHours(1));
        var again = await Project.IdentifyAsync(csv, Results);

        var finding = Finding(report, "cannot be read");
        Assert.Equal((ImportFindingLevel.Warning, 1), (finding.Level, finding.Count));
        Assert.Equal((3, 4, "'last week'"), (finding.Examples[0].Place.Line, finding.Examples[0].Place.Column, finding.Examples[0].Detail));
        var rows = await IdentificationsAsync();
        Assert.Equal([new DateTime(2026, 7, 1), new(2026, 7, 2), new(2026, 8, 1, 12, 0, 0)], rows.Select(row => row.CreatedAt));
        Assert.Equal([rows[2].Id, null, null], rows.Select(row => row.SupersededById));
        await using var context = Project.Database.CreateDbContext();
        Assert.Equal(await Project.TaxonAsync("Automeris io"), (await context.Occurrences.SingleAsync(each => each.Id == rows[2].OccurrenceId, Token)).DeterminationTaxonId);
        Assert.Equal((0, 3), (again.Count("identifications").New, again.Count("identifications").Unchanged));
    }

    [Fact]
    public async Task Names_are_matched_as_everywhere_and_what_is_not_certain_is_left_out_and_reported()
    {
        await using (var context = Project.Database.CreateDbContext())
        {
            context.Add(new Taxon { Name = "Tropaea luna", Rank = Rank.Species, AcceptedTaxonId = await Project.TaxonAsync("Actias luna"), Source = "test" });
            await context.SaveChangesAsync(Token);
        }

        var report = await Project.IdentifyAsync("crop,name\ncrops/1-0.jpg,Tropaea luna\ncrops/1-100.jpg,Actias lunna\n", Results);

        Assert.Equal(await Project.TaxonAsync("Actias luna"), Assert.Single(await IdentificationsAsync()).TaxonId);
        Assert.Equal((1, 1), (report.Count("identifications").New, report.Count("identifications").Skipped));
        Assert.Equal("'Tropaea luna' as Actias luna", Finding(report, "count as that taxon").Examples[0].Detail);
        var unknown = Finding(report, "'Actias lunna'");
        Assert.Contains("Did you mean Actias luna", unknown.Message, StringComparison.Ordinal);
        Assert.Equal((3, 2), (unknown.Examples[0].Place.Line, unknown.Examples[0].Place.Column));
    }

    [Fact]
    public async Task Occurrences_that_the_project_has_not_are_left_out_and_reported()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1), x: 200)["crop_image_url"] = "crops/1-0.jpg";
        await Project.ImportAsync(Results);

        var byCrop = await Project.IdentifyAsync("crop,name\ncrops/nowhere.jpg,Actias luna\ncrops/1-0.jpg,Actias luna\n", Results);
        var byId = await Project.IdentifyAsync("occurrence,name\n999999,Actias luna\n,Actias luna\n", Results);

        Assert.Equal("'crops/nowhere.jpg'", Finding(byCrop, "no such occurrence or crop").Examples[0].Detail);
        Assert.Equal(3, Finding(byCrop, "that of several occurrences").Examples[0].Place.Line);
        Assert.Equal("'999999'", Finding(byId, "no such occurrence or crop").Examples[0].Detail);
        Assert.Equal(1, Finding(byId, "neither an occurrence nor a crop").Count);
        Assert.Equal((0, 2), (byId.Count("identifications").New, byId.Count("identifications").Skipped));
        Assert.Empty(await IdentificationsAsync());
    }

    [Theory]
    [InlineData("occurrence,name\nfirst,Actias luna\n", "identifications.csv, line 2, column 1: 'first' is no id")]
    [InlineData("name\nActias luna\n", "identifications.csv, line 1: no column for crop")]
    [InlineData("crop\ncrops/1-0.jpg\n", "identifications.csv, line 1: no column for scientific name")]
    [InlineData("crop,name\n../1-0.jpg,Actias luna\n", "identifications.csv, line 2, column 1: '../1-0.jpg' leads out of the folder")]
    [InlineData("crop,name\ncrops/1-0.jpg,Actias lunna\ncrops/1-100.jpg,Moth\n", "none of its 2 names is that of a known taxon")]
    [InlineData("crop,name\ncrops/1-0.jpg,Actias luna\ncrops/1-100.jpg\n", "line 3")]
    public async Task A_malformed_table_is_refused_and_nothing_of_it_stays(string csv, string words)
    {
        var before = await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource);

        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(() => Project.IdentifyAsync(csv, Results));

        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource));
    }

    [Fact]
    public async Task A_project_that_there_is_not_is_refused()
    {
        var import = new IdentificationsImport(Project.Database.DataSource, TimeProvider.System);

        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(() => import.RunAsync(new("any.csv", "Nowhere", "Ada"), null, Token));

        Assert.Contains("no project 'Nowhere'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_reports_what_an_import_would_and_writes_nothing()
    {
        const string csv = "crop,name\ncrops/1-0.jpg,Actias luna\n";
        var before = await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource);

        var check = await Project.IdentifyAsync(csv, Results, ImportMode.CheckOnly);

        Assert.Equal((true, 1), (check.CheckOnly, check.Count("identifications").New));
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource));
    }

    private async Task<(long First, long Second)> OccurrencesAsync()
    {
        await using var context = Project.Database.CreateDbContext();
        var ids = await context.Occurrences.Select(occurrence => occurrence.Id).Order().ToListAsync(Token);
        return (ids[0], ids[1]);
    }

    private async Task<List<Identification>> IdentificationsAsync()
    {
        await using var context = Project.Database.CreateDbContext();
        return await context.Identifications.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(Token);
    }
}
