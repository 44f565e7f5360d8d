using Antenna.Data.Export;
using Antenna.Data.Occurrences;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Data.Tests.Export;

public sealed class OccurrenceExportTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private CurrentTaxonomy _taxonomy = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OccurrenceChoice All => OccurrenceChoice.Of(new OccurrenceFilter { ProjectId = _scenario.Project.Id });

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _taxonomy = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", Scenario.Background);
    }

    public async ValueTask DisposeAsync()
    {
        _taxonomy.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task An_occurrence_comes_with_the_person_who_determined_it_and_with_what_the_machine_said()
    {
        var animal = await _scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await _scenario.IdentifyAsync(animal, "Actias luna");

        var exported = Assert.Single(await ReadAsync(_database, All));

        Assert.Equal(("Actias luna", 1.0, _scenario.Curator.Name), (exported.Determination!.Name, exported.Score, exported.Identification!.Person));
        Assert.Equal(("Samia cynthia", "Samia cynthia", "moths"), (exported.Before!.Taxon!.Name, exported.Before.Label, exported.Before.Algorithm.Name));
        Assert.Equal((null, null), (exported.After, exported.Mask));
        Assert.Equal((animal.Detections[0], "1.jpg", 10.0), (exported.Detection!.Id, exported.Detection.CapturePath, exported.Detection.Box!.Value.X2));
    }

    [Fact]
    public async Task What_is_no_taxon_comes_without_a_determination_and_says_what_the_machine_took_it_for()
    {
        await _scenario.AddOccurrenceAsync(_moths.Says(0, 0, 9));

        var exported = Assert.Single(await ReadAsync(_database, All));

        Assert.Equal((null, null, Scenario.Background), (exported.Determination, exported.Score, exported.Before!.Winner));
        Assert.Equal(new(1, 0, 0), await Export(_database).CountAsync(All, Token));
    }

    [Fact]
    public async Task Occurrences_of_ids_are_those_and_what_is_not_there_is_left_out()
    {
        var animals = await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 4, 0)]], [[_moths.Says(4, 1, 0)]], [[_moths.Says(2, 1, 0)]]]);

        var exported = await ReadAsync(_database, OccurrenceChoice.Of([animals[2].Id, 404_404, animals[0].Id]));

        Assert.Equal([animals[0].Id, animals[2].Id], exported.Select(each => each.Id));
    }

    [Fact]
    public async Task What_is_written_while_it_is_read_is_not_in_it()
    {
        var animal = await _scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await using var extract = await Export(_database).OpenAsync(All, Token);

        await _scenario.IdentifyAsync(animal, "Actias luna");
        await _scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));

        Assert.Null(Assert.Single(await extract.ReadAsync(determinedOnly: false, Token).ToListAsync(Token)).Identification);
    }

    /// <summary>Batches are of 500: of twice as many rows within one there is not a statement more.</summary>
    [Fact]
    public async Task The_number_of_statements_does_not_follow_from_the_number_of_rows()
    {
        await using var counted = new CountedStatements(_database.ConnectionString);
        await AddAsync(20);
        await ReadAsync(counted, All);
        var few = counted.Statements.Count;

        await AddAsync(200);
        counted.Clear();
        var rows = await ReadAsync(counted, All);

        Assert.Equal((220, few), (rows.Count, counted.Statements.Count));
    }

    [Fact]
    public async Task More_than_a_batch_is_read_whole_and_in_the_order_of_ids()
    {
        await AddAsync(1_203);

        var rows = await ReadAsync(_database, All);

        Assert.Equal(1_203, rows.Count);
        Assert.Equal(rows.Select(row => row.Id).Distinct().Order(), rows.Select(row => row.Id));
    }

    private Task<IReadOnlyList<ScenarioOccurrence>> AddAsync(int animals) =>
        _scenario.AddOccurrencesAsync([.. Enumerable.Range(0, animals).Select(number => (PipelineResult[][])[[_moths.Says(number % 3, 1, 0)]])]);

    private OccurrenceExport Export(TestDatabase database) => new(database.DataSource, _taxonomy);

    private Task<IReadOnlyList<ExportedOccurrence>> ReadAsync(TestDatabase database, OccurrenceChoice scope) => ReadAsync(Export(database), scope);

    private Task<IReadOnlyList<ExportedOccurrence>> ReadAsync(CountedStatements counted, OccurrenceChoice scope) =>
        ReadAsync(new OccurrenceExport(counted.DataSource, _taxonomy), scope);

    private static async Task<IReadOnlyList<ExportedOccurrence>> ReadAsync(OccurrenceExport export, OccurrenceChoice scope)
    {
        await using var extract = await export.OpenAsync(scope, Token);
        return await extract.ReadAsync(determinedOnly: false, Token).ToListAsync(Token);
    }
}
