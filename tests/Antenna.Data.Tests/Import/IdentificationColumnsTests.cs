using Antenna.Data.Import;
using Antenna.Data.Import.Tables;
using Antenna.Data.Model;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>The names of an identifications table are found as those of any other table, said, and chosen otherwise.</summary>
public sealed class IdentificationColumnsTests(PostgresCluster cluster) : ResultsImportTests(cluster)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Results.Add(ResultsFile.Logits(0, 2, 1));
        Results.Add(ResultsFile.Logits(0, 2, 1), x: 100);
        await Project.ImportAsync(Results);
    }

    [Theory]
    [InlineData("crop,latin,comment\ncrops/1-0.jpg,Actias luna,tails\ncrops/1-100.jpg,,too small\n", "latin as name", 1)]
    [InlineData("crop,wissenschaftlicher Name\ncrops/1-0.jpg,Actias luna\n", "wissenschaftlicher Name as name", 1)]
    [InlineData("crop,genus,specific_epithet,comment\ncrops/1-0.jpg,Actias,luna,tails\n", "specific_epithet as epithet", 2)]
    [InlineData("crop,genus,species\ncrops/1-0.jpg,Actias,luna\n", "species as name, genus as genus of the name", 2)]
    [InlineData("crop,genus,species,infraspecific_epithet\ncrops/1-0.jpg,Actias,luna,NA\n", "species as name, genus as genus of the name", 2)]
    public async Task Names_are_found_by_their_headers_and_genus_and_epithet_are_joined(string csv, string columns, int nameColumn)
    {
        var shapes = new List<TableShape>();

        var report = await Project.IdentifyAsync(csv, Results, onTable: shapes.Add);

        Assert.Equal(await Project.TaxonAsync("Actias luna"), Assert.Single(await IdentificationsAsync(), row => row.TaxonId is not null).TaxonId);
        Assert.Contains(columns, Finding(report, "Columns read").Message, StringComparison.Ordinal);
        Assert.Equal([null, nameColumn], shapes.Select(shape => shape.NameColumn));
    }

    [Fact]
    public async Task Names_under_an_unknown_header_are_proposed_by_what_they_are_and_never_become_comments()
    {
        var report = await Project.IdentifyAsync(
            "crop,Art,observed by,comment\ncrops/1-0.jpg,Actias luna,Ada,tails\ncrops/1-100.jpg,Automeris io,Bob,Actias luna\n", Results);

        var rows = await IdentificationsAsync();
        Assert.Equal([await Project.TaxonAsync("Actias luna"), await Project.TaxonAsync("Automeris io")], rows.Select(row => row.TaxonId));
        Assert.Equal(["tails", "Actias luna"], rows.Select(row => row.Comment));
        Assert.Contains("'Art'", Finding(report, "which column holds names").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_whose_names_are_not_found_says_that_its_rows_are_comments_and_what_it_did_not_read()
    {
        var report = await Project.IdentifyAsync("crop,moth,weather,comment\ncrops/1-0.jpg,Luna,rain,tails\n", Results);

        Assert.Equal((null, "tails"), Assert.Single(await IdentificationsAsync()) is var row ? (row.TaxonId, row.Comment) : default);
        var finding = Finding(report, "the rows are comments");
        Assert.Equal((ImportFindingLevel.Warning, "moth, weather"), (finding.Level, finding.Examples[0].Detail));
    }

    [Fact]
    public async Task Comments_alone_are_comments_whatever_they_read_like()
    {
        var report = await Project.IdentifyAsync("crop,person,comment\ncrops/1-0.jpg,Ada,Actias luna\n", Results);

        Assert.Null(Assert.Single(await IdentificationsAsync()).TaxonId);
        Assert.Equal(ImportFindingLevel.Note, Finding(report, "the rows are comments").Level);
    }

    [Theory]
    [InlineData("Art", "crop,name,Art\ncrops/1-0.jpg,Actias luna,Automeris io\n")]
    [InlineData("3", "crop,name,Art\ncrops/1-0.jpg,Actias luna,Automeris io\n")]
    [InlineData("comment", "crop,comment\ncrops/1-0.jpg,Automeris io\n")]
    public async Task The_column_of_names_that_a_person_chooses_is_taken(string column, string csv)
    {
        await Project.IdentifyAsync(csv, Results, reading: new() { NameColumn = column });

        Assert.Equal((await Project.TaxonAsync("Automeris io"), null), Assert.Single(await IdentificationsAsync()) is var row ? (row.TaxonId, row.Comment) : default);
    }

    [Fact]
    public async Task A_chosen_column_that_there_is_not_is_refused_with_those_that_there_are()
    {
        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(() => Project.IdentifyAsync(
            "crop,name,comment\ncrops/1-0.jpg,Actias luna,tails\n", Results, reading: new() { NameColumn = "Art" }));

        Assert.Equal("identifications.csv, line 1: no column for name; expected one of Art. There are: crop, name, comment.", refusal.Message);
    }

    [Fact]
    public async Task Encoding_separator_and_columns_stand_in_the_report_as_they_were_chosen()
    {
        var report = await Project.IdentifyAsync(
            "crop;name;identified_by\ncrops/1-0.jpg;Actias luna;Ada\n", Results, reading: new() { Encoding = "windows-1252", Separator = ';', NameColumn = "2" });

        Finding(report, "Read as Windows-1252 (chosen), fields separated by semicolons, header in line 1.");
        Finding(report, "Columns read: crop, identified_by as person, name.");
    }

    private async Task<List<Identification>> IdentificationsAsync()
    {
        await using var context = Project.Database.CreateDbContext();
        return await context.Identifications.OrderBy(row => row.Id).ToListAsync(Token);
    }
}
