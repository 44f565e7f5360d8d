using Antenna.Data.Export;
using Antenna.Data.Import;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Export;

public sealed class OccurrenceCsvTests(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly string _file = Path.GetTempFileName();
    private TestDatabase _database = null!;
    private CurrentTaxonomy _taxonomy = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _taxonomy = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(_file);
        _taxonomy.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_people_said_is_imported_again_to_the_same_and_what_machines_said_is_not()
    {
        var animals = await _scenario.AddOccurrencesAsync([.. Enumerable.Range(0, 3).Select(_ => (PipelineResult[][])[[_moths.Says(1, 4)]])]);
        await _scenario.IdentifyAsync(animals[0], "Actias luna", await _scenario.AddPersonAsync("=Ada, \"the moth\" Byron"));
        await _scenario.IdentifyAsync(animals[1], "Samia cynthia");
        await ObserveAsync(animals[1], "female", "adult", "ovipositing", 2);
        var before = await IdentificationsAsync();
        await ExportAsync();
        await using (var context = _database.CreateDbContext())
            await context.Identifications.ExecuteDeleteAsync(Token);

        await ImportAsync();

        Assert.Equal(2, before.Count);
        Assert.Equal(before, await IdentificationsAsync());

        // Where it is all there, the same table adds nothing.
        await ImportAsync();
        Assert.Equal(before, await IdentificationsAsync());
    }

    [Fact]
    public async Task What_observations_say_besides_the_name_stands_with_the_occurrence()
    {
        var animals = await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 4)]], [[_moths.Says(4, 1)]], [[]]]);
        await ObserveAsync(animals[0], "female", "adult", "=ovipositing", 2);
        await ObserveAsync(animals[2], sex: null, "juvenile", behaviour: null, animals: null);

        await ExportAsync();

        string[] columns = ["individual_count", "sex", "life_stage", "behavior"];
        var rows = (await File.ReadAllLinesAsync(_file, Token)).Skip(1).Select(line => line.Split(','))
            .Select(cells => columns.Select(column => cells[OccurrenceCsv.Header.Index().Single(each => each.Item == column).Index]));
        Assert.Equal([["2", "female", "adult", "'=ovipositing"], ["", "", "", ""], ["", "", "juvenile", ""]], rows);
    }

    [Fact]
    public async Task Every_row_has_a_cell_under_every_header()
    {
        var animals = await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 4)]], [[_moths.Says(4, 1)]], [[]]]);
        await _scenario.IdentifyAsync(animals[0], "Actias luna");

        await ExportAsync();

        var lines = await File.ReadAllLinesAsync(_file, Token);
        Assert.Equal(string.Join(',', OccurrenceCsv.Header), lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.Equal(OccurrenceCsv.Header.Count, line.Split(',').Length));
    }

    private async Task ObserveAsync(ScenarioOccurrence animal, string? sex, string? lifeStage, string? behaviour, int? animals)
    {
        await using var context = _database.CreateDbContext();
        var capture = await context.Detections.Where(detection => detection.Id == animal.Detections[0]).Select(detection => detection.CaptureId).SingleAsync(Token);
        context.Add(new ImportedObservation
        {
            CaptureId = capture, ObservationId = $"observation {animal.Id}", OccurrenceId = animal.Id, Sex = sex, LifeStage = lifeStage, Behaviour = behaviour, Animals = animals,
        });
        await context.SaveChangesAsync(Token);
    }

    private async Task ExportAsync()
    {
        var export = new OccurrenceExport(_database.DataSource, _taxonomy);
        await using var extract = await export.OpenAsync(OccurrenceChoice.Of(new OccurrenceFilter { ProjectId = _scenario.Project.Id }), Token);
        await using var file = File.Create(_file);
        await OccurrenceCsv.WriteAsync(extract, file, progress: null, Token);
    }

    private Task<ImportReport> ImportAsync() => new IdentificationsImport(_database.DataSource, TimeProvider.System)
        .RunAsync(new(_file, _scenario.Project.Name, "Somebody else"), progress: null, Token);

    private async Task<IReadOnlyList<(long Occurrence, long? Taxon, string Person, DateTime At)>> IdentificationsAsync()
    {
        await using var context = _database.CreateDbContext();
        var rows = await context.Identifications
            .Join(context.People, row => row.PersonId, person => person.Id, (row, person) => new { row.OccurrenceId, row.TaxonId, person.Name, row.CreatedAt })
            .OrderBy(row => row.OccurrenceId).ToListAsync(Token);
        return [.. rows.Select(row => (row.OccurrenceId, row.TaxonId, row.Name, row.CreatedAt))];
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
