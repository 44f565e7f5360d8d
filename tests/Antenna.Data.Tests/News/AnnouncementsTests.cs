using Antenna.Core.Predictions;
using Antenna.Data.Import;
using Antenna.Data.Import.Taxa;
using Antenna.Data.News;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.News;

/// <summary>What is announced to whom, and when.</summary>
public sealed class AnnouncementsTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private IAsyncEnumerator<string?> _announced = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _announced = Announcements.ListenAsync(_database.DataSource, Token).GetAsyncEnumerator(Token);
        await _announced.MoveNextAsync();
        Assert.Null(_announced.Current);
    }

    public async ValueTask DisposeAsync()
    {
        await _announced.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Any_number_of_occurrences_is_announced_each_once()
    {
        long[] ids = [.. Enumerable.Range(0, 1_000).Select(number => long.MaxValue - number)];
        await AnnounceAsync(connection => Announcements.OccurrencesAsync(connection, [.. ids, .. ids], Token));

        var announced = new List<long>();
        while (announced.Count < ids.Length)
            announced.AddRange((await NextAsync()).Ids);

        Assert.Equal(ids, announced);
    }

    [Fact]
    public async Task What_is_rolled_back_is_never_announced()
    {
        await using (var connection = await _database.DataSource.OpenConnectionAsync(Token))
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            await Announcements.ProjectAsync(connection, 1, Token);
            await transaction.RollbackAsync(Token);
        }

        await AnnounceAsync(connection => Announcements.ProjectAsync(connection, 2, Token));

        Assert.True((await NextAsync()).Is(NewsSubject.Project, 2));
    }

    [Fact]
    public async Task An_identification_announces_its_occurrence()
    {
        var scenario = await Scenario.CreateAsync(_database.DataSource);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animal = await scenario.AddOccurrenceAsync(moths.Says(4, 1));

        await new Identifications(_database.DataSource, TimeProvider.System)
            .SubmitAsync(new SuggestedName(animal.Id, moths.TaxonOf("Samia cynthia")), scenario.Curator, Token);

        Assert.True((await NextAsync()).Is(NewsSubject.Occurrence, animal.Id));
    }

    [Fact]
    public async Task An_import_of_taxa_announces_the_taxonomy_and_a_check_announces_nothing()
    {
        using var folder = new TemporaryTable("name,rank\nActias luna,species\n");
        var import = new TaxaImport(_database.DataSource, NotATaxonLabels.Default, TimeProvider.System);

        await import.RunAsync(new(folder.Path) { Mode = ImportMode.CheckOnly }, progress: null, Token);
        await AnnounceAsync(connection => Announcements.ProjectAsync(connection, 3, Token));
        await import.RunAsync(new(folder.Path) { Mode = ImportMode.Write }, progress: null, Token);

        Assert.True((await NextAsync()).Is(NewsSubject.Project, 3));
        Assert.Equal(NewsSubject.Taxonomy, (await NextAsync()).Subject);
    }

    [Theory]
    [InlineData("run 12 project 3 capture-set 4", NewsSubject.Run, 12)]
    [InlineData("occurrence 5,6,7", NewsSubject.Occurrence, 6)]
    public void A_payload_names_what_changed(string payload, NewsSubject subject, long id)
    {
        var change = Announcement.Parse(payload)!;

        Assert.Equal(subject, change.Subject);
        Assert.True(change.Is(subject, id));
        Assert.False(change.Is(subject, 99));
    }

    [Fact]
    public void A_run_belongs_to_its_project_its_scope_and_its_list()
    {
        var change = Announcement.Parse("run 12 project 3 capture-set 4 taxa-list-version 9")!;

        Assert.True(change.BelongsTo(NewsSubject.Project, 3));
        Assert.True(change.BelongsTo(NewsSubject.CaptureSet, 4));
        Assert.True(change.BelongsTo(NewsSubject.TaxaListVersion, 9));
        Assert.False(change.BelongsTo(NewsSubject.CaptureSet, 3));
        Assert.False(change.BelongsTo(NewsSubject.Run, 12));
    }

    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("run twelve")]
    [InlineData("run -12")]
    [InlineData("run 12345678901234567890")]
    [InlineData("weather 12")]
    [InlineData("run 12 project")]
    [InlineData("run 12,,13")]
    public void A_payload_that_makes_no_sense_is_none(string payload) => Assert.Null(Announcement.Parse(payload));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task AnnounceAsync(Func<NpgsqlConnection, Task> announce)
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync(Token);
        await announce(connection);
    }

    private async Task<Announcement> NextAsync()
    {
        await _announced.MoveNextAsync();
        return Announcement.Parse(_announced.Current!)!;
    }

    private sealed class TemporaryTable : IDisposable
    {
        public TemporaryTable(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
