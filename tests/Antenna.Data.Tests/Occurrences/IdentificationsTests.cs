using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Antenna.Data.Tests.Occurrences;

public sealed class IdentificationsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static int _scenarios;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 7, 14, 9, 0, 0, TimeSpan.Zero));
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;
    private ScenarioOccurrence _animal = null!;
    private Person _other = null!;

    public async ValueTask InitializeAsync()
    {
        _scenario = await Scenario.CreateAsync(database.DataSource, $"Identifications {Interlocked.Increment(ref _scenarios)}");
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", Scenario.Background);
        _animal = await _scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        _other = await _scenario.AddPersonAsync($"Other of {_scenario.Project.Name}");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Agreeing_with_a_prediction_determines_and_is_recorded_as_agreement_for_good()
    {
        var id = await Identifications.AgreeWithClassificationAsync(_animal.Id, _animal.Source, Curator, Token);

        await AssertDeterminedAsync("Samia cynthia", verified: true);
        var row = Assert.Single(await RowsAsync());
        Assert.Equal((id, true, _moths.Id, _animal.Source), (row.Id, row.IsAgreement, row.AgreedAlgorithmId, row.AgreedClassificationId));
    }

    [Fact]
    public async Task Agreeing_with_a_person_determines_and_says_with_whom()
    {
        var theirs = await Identifications.SuggestAsync(_animal.Id, Luna, null, _other, Token);

        var mine = await Identifications.AgreeWithIdentificationAsync(_animal.Id, theirs, Curator, Token);

        var row = (await RowsAsync()).Single(row => row.Id == mine);
        Assert.Equal((Luna, theirs, null), (row.TaxonId!.Value, row.AgreedIdentificationId, row.AgreedAlgorithmId));
    }

    [Fact]
    public async Task Saying_the_same_twice_is_saying_it_once()
    {
        var first = await Identifications.AgreeWithClassificationAsync(_animal.Id, _animal.Source, Curator, Token);
        var second = await Identifications.AgreeWithClassificationAsync(_animal.Id, _animal.Source, Curator, Token);

        Assert.Equal(first, second);
        Assert.Single(await RowsAsync());
    }

    [Fact]
    public async Task Naming_a_taxon_withdraws_ones_own_earlier_word_and_nobody_elses()
    {
        var theirs = await Identifications.SuggestAsync(_animal.Id, Luna, null, _other, Token);
        var first = await Identifications.SuggestAsync(_animal.Id, Luna, "  by its tails  ", Curator, Token);
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await Identifications.SuggestAsync(_animal.Id, Cynthia, null, Curator, Token);

        var rows = (await RowsAsync()).ToDictionary(row => row.Id);
        Assert.Equal([false, true, false], new[] { theirs, first, second }.Select(id => rows[id].WithdrawnAt is not null));
        Assert.Equal("by its tails", rows[first].Comment);
        await AssertDeterminedAsync("Samia cynthia", verified: true);
    }

    [Fact]
    public async Task A_comment_names_nothing_withdraws_nothing_and_determines_nothing()
    {
        await Identifications.SuggestAsync(_animal.Id, Luna, null, Curator, Token);

        await Identifications.CommentAsync(_animal.Id, " Too worn. ", Curator, Token);

        Assert.All(await RowsAsync(), row => Assert.Null(row.WithdrawnAt));
        await AssertDeterminedAsync("Actias luna", verified: true);
    }

    [Fact]
    public async Task What_is_withdrawn_stays_to_be_seen_and_the_machine_decides_again()
    {
        var id = await Identifications.SuggestAsync(_animal.Id, Luna, null, Curator, Token);

        await Identifications.WithdrawAsync(id, Curator, Token);

        Assert.NotNull(Assert.Single(await RowsAsync()).WithdrawnAt);
        await AssertDeterminedAsync("Samia cynthia", verified: false);
    }

    [Fact]
    public async Task Deleting_restores_ones_previous_word()
    {
        var first = await Identifications.SuggestAsync(_animal.Id, Luna, null, Curator, Token);
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await Identifications.SuggestAsync(_animal.Id, Cynthia, null, Curator, Token);

        await Identifications.DeleteAsync(second, Curator, Token);

        var row = Assert.Single(await RowsAsync());
        Assert.Equal((first, null), (row.Id, row.WithdrawnAt));
        await AssertDeterminedAsync("Actias luna", verified: true);
    }

    [Fact]
    public async Task What_was_withdrawn_by_hand_is_not_restored()
    {
        var first = await Identifications.SuggestAsync(_animal.Id, Luna, null, Curator, Token);
        await Identifications.WithdrawAsync(first, Curator, Token);
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await Identifications.SuggestAsync(_animal.Id, Cynthia, null, Curator, Token);

        await Identifications.DeleteAsync(second, Curator, Token);

        Assert.NotNull(Assert.Single(await RowsAsync()).WithdrawnAt);
    }

    [Fact]
    public async Task What_cannot_be_said_is_refused_and_nothing_is_written()
    {
        var bolt = await _scenario.AddOccurrenceAsync(_moths.Says(0, 1, 9));
        var comment = await Identifications.CommentAsync(_animal.Id, "Hm.", _other, Token);
        var theirs = await Identifications.SuggestAsync(_animal.Id, Luna, null, _other, Token);
        var before = (await RowsAsync()).Count;

        await RefusedAsync("no longer one of occurrence", () => Identifications.AgreeWithClassificationAsync(_animal.Id, bolt.Source, Curator, Token));
        await RefusedAsync("names no taxon", () => Identifications.AgreeWithClassificationAsync(bolt.Id, bolt.Source, Curator, Token));
        await RefusedAsync("A comment names no taxon", () => Identifications.AgreeWithIdentificationAsync(_animal.Id, comment, Curator, Token));
        await RefusedAsync("your own", () => Identifications.AgreeWithIdentificationAsync(_animal.Id, theirs, _other, Token));
        await RefusedAsync("taken back", () => Identifications.AgreeWithIdentificationAsync(_animal.Id, 404_404, Curator, Token));
        await RefusedAsync("no taxon 404404", () => Identifications.SuggestAsync(_animal.Id, 404_404, null, Curator, Token));
        await RefusedAsync("no occurrence 404404", () => Identifications.SuggestAsync(404_404, Luna, null, Curator, Token));
        await RefusedAsync("comment is empty", () => Identifications.CommentAsync(_animal.Id, "  ", Curator, Token));
        await RefusedAsync("Only who made", () => Identifications.WithdrawAsync(theirs, Curator, Token));
        await RefusedAsync("Only who made", () => Identifications.DeleteAsync(theirs, Curator, Token));
        await RefusedAsync("removed meanwhile", () => Identifications.WithdrawAsync(404_404, Curator, Token));

        Assert.Equal(before, (await RowsAsync()).Count);
    }

    [Fact]
    public async Task Whatever_is_said_or_taken_back_is_announced()
    {
        await using var announcements = Announcements.ListenAsync(database.DataSource, Token).GetAsyncEnumerator(Token);
        Assert.True(await announcements.MoveNextAsync());
        Assert.Null(announcements.Current);

        var id = await Identifications.SuggestAsync(_animal.Id, Luna, null, Curator, Token);
        await AnnouncedAsync();
        await Identifications.WithdrawAsync(id, Curator, Token);
        await AnnouncedAsync();

        // Others announce theirs on the same database.
        async Task AnnouncedAsync()
        {
            do
                Assert.True(await announcements.MoveNextAsync());
            while (!Announcement.Parse(announcements.Current!)!.Is(NewsSubject.Occurrence, _animal.Id));
        }
    }

    private Identifications Identifications => new(database.DataSource, _time);

    private Person Curator => _scenario.Curator;

    private long Luna => _moths.TaxonOf("Actias luna");

    private long Cynthia => _moths.TaxonOf("Samia cynthia");

    private static async Task RefusedAsync(string reason, Func<Task> say) =>
        Assert.Contains(reason, (await Assert.ThrowsAsync<IdentificationRefusedException>(say)).Message, StringComparison.Ordinal);

    private async Task<List<Identification>> RowsAsync()
    {
        await using var context = database.CreateDbContext();
        return await context.Identifications.AsNoTracking().Where(row => row.OccurrenceId == _animal.Id).OrderBy(row => row.Id).ToListAsync(Token);
    }

    private async Task AssertDeterminedAsync(string species, bool verified)
    {
        await using var context = database.CreateDbContext();
        var occurrence = await context.Occurrences.AsNoTracking().SingleAsync(occurrence => occurrence.Id == _animal.Id, Token);
        Assert.Equal((_moths.TaxonOf(species), verified, Cynthia), (occurrence.DeterminationTaxonId, occurrence.Verified, occurrence.MachineTaxonId));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
