using System.IO.Compression;
using System.Xml.Linq;
using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Export;
using Antenna.Data.Import;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Tables;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Export;

public sealed class OccurrenceArchiveTests(PostgresCluster cluster) : IAsyncLifetime
{
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
    public async Task What_people_said_is_imported_again_to_the_same_and_what_machines_said_is_not()
    {
        var animals = await _scenario.AddOccurrencesAsync([.. Enumerable.Range(0, 3).Select(_ => (PipelineResult[][])[[_moths.Says(1, 4, 0)]])]);
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

        // Where it is all there, the same archive adds nothing.
        await ImportAsync();
        Assert.Equal(before, await IdentificationsAsync());
    }

    [Fact]
    public async Task Each_file_has_the_columns_that_are_described_and_belongs_to_events_that_there_are()
    {
        var animals = await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 4, 0)], [_moths.Says(1, 4, 0)]], [[_moths.Says(4, 1, 0)]], [[_moths.Says(0, 0, 9)]], [[]]]);
        await _scenario.IdentifyAsync(animals[0], "Actias luna");

        await ExportAsync();

        var tables = await ReadAsync();
        Assert.Equal(["Event", "Occurrence", "Multimedia", "ExtendedMeasurementOrFact"], tables.Select(table => table.RowType));
        var events = tables[0].Rows.Select(row => row[0]).ToList();
        Assert.Equal(events.Distinct(), events);
        Assert.All(tables, table => Assert.All(table.Rows, row => Assert.Equal(table.Terms.Count, row.Length)));
        Assert.All(tables, table => Assert.Subset(events.ToHashSet(), table.Rows.Select(row => row[0]).ToHashSet()));

        // Background and what nobody looked at are no occurrences of anything.
        Assert.Equal([$"occurrence:{animals[0].Id}", $"occurrence:{animals[1].Id}"], tables[1].Column("occurrenceID"));
        Assert.Equal([ArchivedOccurrence.VerifiedByHuman, ArchivedOccurrence.Unverified], tables[1].Column("identificationVerificationStatus"));
        Assert.Equal(["MachineObservation", "MachineObservation"], tables[1].Column("basisOfRecord"));
        Assert.Equal(4, tables[3].Rows.Count);
    }

    [Fact]
    public async Task An_archive_says_of_which_projects_and_of_when_it_is()
    {
        await _scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));

        await ExportAsync();

        await using var zip = await ZipFile.OpenReadAsync(_file, Token);
        var named = XDocument.Load(await zip.GetEntry("meta.xml")!.OpenAsync(Token)).Root!.Attribute("metadata")!.Value;
        var root = XDocument.Load(await zip.GetEntry(named)!.OpenAsync(Token)).Root!;
        var dataset = root.Element("dataset")!;
        Assert.Equal("https://eml.ecoinformatics.org/eml-2.2.0", root.Name.NamespaceName);
        Assert.StartsWith("urn:antenna:occurrences:", root.Attribute("packageId")!.Value, StringComparison.Ordinal);
        Assert.Equal(["title", "creator", "pubDate", "language", "contact"], dataset.Elements().Select(element => element.Name.LocalName));
        Assert.Contains(_scenario.Project.Name, dataset.Element("title")!.Value, StringComparison.Ordinal);
        Assert.Equal(_scenario.Project.Name, dataset.Element("creator")!.Element("organizationName")!.Value);
    }

    [Fact]
    public void What_no_xml_may_hold_is_left_out_of_what_an_archive_says()
    {
        var described = new DatasetDescription("id", "A\u0001B\uD83E\uDD8B", new("C", IsPerson: true), DateTime.UnixEpoch);

        Assert.Equal("AB\uD83E\uDD8B", XDocument.Parse(described.ToXml()).Root!.Element("dataset")!.Element("title")!.Value);
    }

    [Fact]
    public async Task A_term_says_what_the_standard_means_by_it_of_who_identified()
    {
        var animals = await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 4, 0)]], [[_moths.Says(4, 1, 0)]]]);
        await _scenario.IdentifyAsync(animals[0], "Actias luna");
        await using (var context = _database.CreateDbContext())
            await context.Identifications.ExecuteUpdateAsync(row => row.SetProperty(each => each.Comment, "by its tails"), Token);

        await ExportAsync();

        var occurrences = (await ReadAsync())[1];
        var (remarks, before) = (occurrences.Column("identificationRemarks").ToList(), occurrences.Column("previousIdentifications").ToList());
        Assert.Equal(("by its tails", ""), (remarks[0], before[1]));
        Assert.StartsWith("moths: Samia cynthia 0.", before[0], StringComparison.Ordinal);
        Assert.StartsWith("moths: Actias luna 0.", remarks[1], StringComparison.Ordinal);
        Assert.Equal(["", "Actias luna"], occurrences.Column("verbatimIdentification"));
        Assert.DoesNotContain("occurrenceRemarks", occurrences.Terms);
    }

    [Fact]
    public async Task What_observations_say_besides_the_name_stands_under_the_terms_of_the_standard()
    {
        var animals = await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 4, 0)]], [[_moths.Says(4, 1, 0)]]]);
        await ObserveAsync(animals[0], "female", "adult", "ovipositing", 2);

        await ExportAsync();

        var occurrences = (await ReadAsync())[1];
        Assert.Equal(["2", "1"], occurrences.Column("individualCount"));
        Assert.Equal(["female", ""], occurrences.Column("sex"));
        Assert.Equal(["adult", ""], occurrences.Column("lifeStage"));
        Assert.Equal(["ovipositing", ""], occurrences.Column("behavior"));
        var addresses = await TermsAsync();
        Assert.All(["individualCount", "sex", "lifeStage", "behavior"], term => Assert.Contains($"http://rs.tdwg.org/dwc/terms/{term}", addresses));
    }

    [Fact]
    public void Remarks_name_the_list_its_version_the_run_and_the_mode()
    {
        var run = new RunOrigin(7, DateTime.UnixEpoch, new(3, 2, "Vermont moths", 3));
        var source = new ExportedPrediction(1, 1, new(1, "moths", "moths", AlgorithmKind.Classifier), new(1, "Samia cynthia", Rank.Species), "Samia cynthia", 0.87654321, 0.9, null, null, null, DateTime.UnixEpoch);
        var masked = source with { Id = 2, Taxon = new(2, "Actias luna", Rank.Species), Score = 0.021, Masses = new(0.05, 0.01, 0.94), Mode = ScoreMode.Reweighted, Run = run };
        var occurrence = new ExportedOccurrence(1, 1, "Project", null, null, masked.Taxon, 0.021, null, 1, null, [source, masked]);

        Assert.Equal("moths: Samia cynthia 0.87654321; masked to Vermont moths v3 by run 7, reweighted: Actias luna 0.021, off-list mass 0.94", MachineRemarks.Of(occurrence));
        Assert.Null(MachineRemarks.Of(occurrence with { Lineage = [] }));
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
        await using var extract = await new OccurrenceExport(_database.DataSource, _taxonomy)
            .OpenAsync(OccurrenceChoice.Of(new OccurrenceFilter { ProjectId = _scenario.Project.Id }), Token);
        await using var file = File.Create(_file);
        await OccurrenceArchive.WriteAsync(extract, file, progress: null, Token);
    }

    private Task<ImportReport> ImportAsync() => new IdentificationsImport(_database.DataSource, TimeProvider.System)
        .RunAsync(new(_file, _scenario.Project.Name, "Somebody else"), progress: null, Token);

    /// <summary>The addresses of all terms that the archive describes.</summary>
    private async Task<List<string>> TermsAsync()
    {
        await using var zip = await ZipFile.OpenReadAsync(_file, Token);
        await using var meta = await zip.GetEntry("meta.xml")!.OpenAsync(Token);
        return [.. XDocument.Load(meta).Descendants().Where(each => each.Name.LocalName == "field").Select(each => each.Attribute("term")!.Value)];
    }

    private async Task<List<ReadTable>> ReadAsync()
    {
        await using var zip = await ZipFile.OpenReadAsync(_file, Token);
        await using var meta = await zip.GetEntry("meta.xml")!.OpenAsync(Token);
        var tables = new List<ReadTable>();
        foreach (var element in XDocument.Load(meta).Root!.Elements())
        {
            var terms = element.Elements().Where(each => each.Name.LocalName == "field").Select(each => each.Attribute("term")!.Value.Split('/')[^1]).ToList();
            using var reader = new StreamReader(await zip.GetEntry(element.Descendants().Single(each => each.Name.LocalName == "location").Value)!.OpenAsync(Token));
            var lines = (await reader.ReadToEndAsync(Token)).TrimEnd().Split("\r\n").Select(line => line.Split(',')).ToList();
            Assert.Equal(terms, lines[0]);
            tables.Add(new(element.Attribute("rowType")!.Value.Split('/')[^1], terms, lines[1..]));
        }

        return tables;
    }

    private async Task<IReadOnlyList<(long Occurrence, long? Taxon, string Person, DateTime At)>> IdentificationsAsync()
    {
        await using var context = _database.CreateDbContext();
        var rows = await context.Identifications
            .Join(context.People, row => row.PersonId, person => person.Id, (row, person) => new { row.OccurrenceId, row.TaxonId, person.Name, row.CreatedAt })
            .OrderBy(row => row.OccurrenceId).ToListAsync(Token);
        return [.. rows.Select(row => (row.OccurrenceId, row.TaxonId, row.Name, row.CreatedAt))];
    }

    private sealed record ReadTable(string RowType, IReadOnlyList<string> Terms, IReadOnlyList<string[]> Rows)
    {
        public IEnumerable<string> Column(string term) => Rows.Select(row => row[Terms.Index().Single(each => each.Item == term).Index]);
    }
}
