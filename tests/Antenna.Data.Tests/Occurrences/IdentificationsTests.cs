using Antenna.Core.Occurrences;
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
        var id = await CreatedAsync(Agreement);

        await AssertDeterminedAsync("Samia cynthia", verified: true);
        var row = Assert.Single(await RowsAsync());
        Assert.Equal((id, true, _moths.Id, _animal.Source), (row.Id, row.IsAgreement, row.AgreedAlgorithmId, row.AgreedClassificationId));
    }

    [Fact]
    public async Task Agreeing_with_what_a_mask_makes_of_a_prediction_is_agreement_with_the_classifier_and_not_independent()
    {
        await CreatedAsync(new AgreementWithTriedMask(_animal.Id, Luna, _moths.Id));

        var row = Assert.Single(await RowsAsync());
        Assert.Equal((Luna, true, _moths.Id, null), (row.TaxonId!.Value, row.IsAgreement, row.AgreedAlgorithmId, row.AgreedClassificationId));
    }

    [Fact]
    public async Task Agreeing_with_the_best_prediction_agrees_with_its_row_and_is_refused_where_another_taxon_is_best_by_then()
    {
        Assert.Equal(
            SubmissionOutcome.Refused(_animal.Id, IdentificationRefusal.PredictionGone), await SubmitAsync(new AgreementWithBestPrediction(_animal.Id, Luna)));

        await CreatedAsync(new AgreementWithBestPrediction(_animal.Id, Cynthia));

        var row = Assert.Single(await RowsAsync());
        Assert.Equal((Cynthia, _moths.Id, _animal.Source), (row.TaxonId!.Value, row.AgreedAlgorithmId, row.AgreedClassificationId));
    }

    [Fact]
    public async Task Agreeing_with_a_person_determines_and_records_with_whom()
    {
        var theirs = await CreatedAsync(Name(Luna), _other);

        var mine = await CreatedAsync(new AgreementWithIdentification(_animal.Id, theirs));

        var row = (await RowsAsync()).Single(row => row.Id == mine);
        Assert.Equal((Luna, theirs, null), (row.TaxonId!.Value, row.AgreedIdentificationId, row.AgreedAlgorithmId));
    }

    [Fact]
    public async Task Submitting_what_ones_newest_identification_names_already_creates_nothing_and_is_reported()
    {
        var first = await CreatedAsync(Agreement);

        Assert.Equal(SubmissionOutcome.AlreadyStanding(_animal.Id, first), await SubmitAsync(Agreement));
        Assert.Equal(SubmissionOutcome.AlreadyStanding(_animal.Id, first), await SubmitAsync(Name(Cynthia)));
        Assert.Single(await RowsAsync());
    }

    [Fact]
    public async Task A_name_that_is_repeated_after_a_disagreement_is_a_new_identification_and_determines()
    {
        var first = await CreatedAsync(Name(Luna));
        _time.Advance(TimeSpan.FromMinutes(1));
        await CreatedAsync(Name(Cynthia), _other);
        _time.Advance(TimeSpan.FromMinutes(1));

        var repeated = await CreatedAsync(Name(Luna));

        Assert.Equal(repeated, (await RowsAsync()).Single(row => row.Id == first).SupersededById);
        await AssertDeterminedAsync("Actias luna", verified: true);
    }

    [Fact]
    public async Task A_comment_that_is_added_to_a_name_is_a_new_identification_and_a_click_never_replaces_an_independent_one()
    {
        var first = await CreatedAsync(Name(Cynthia));
        var commented = await CreatedAsync(Name(Cynthia, "by its eyespots"));

        Assert.Equal(SubmissionOutcome.AlreadyStanding(_animal.Id, commented), await SubmitAsync(Agreement));
        Assert.Equal([first, commented], (await RowsAsync()).Select(row => row.Id));
        Assert.All(await RowsAsync(), row => Assert.False(row.IsAgreement));
    }

    [Fact]
    public async Task Naming_a_taxon_supersedes_ones_own_standing_identification_and_no_others()
    {
        var theirs = await CreatedAsync(Name(Luna), _other);
        var first = await CreatedAsync(Name(Luna, "  by its tails  "));
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await CreatedAsync(Name(Cynthia));

        var rows = (await RowsAsync()).ToDictionary(row => row.Id);
        Assert.Equal([null, second, null], new[] { theirs, first, second }.Select(id => rows[id].SupersededById));
        Assert.Equal("by its tails", rows[first].Comment);
        Assert.Null(rows[first].WithdrawnAt);
        await AssertDeterminedAsync("Samia cynthia", verified: true);
    }

    [Fact]
    public async Task A_comment_supersedes_nothing_and_determines_nothing()
    {
        await CreatedAsync(Name(Luna));

        await CreatedAsync(new OccurrenceComment(_animal.Id, " Too worn. "));

        Assert.All(await RowsAsync(), row => Assert.Equal(IdentificationStatus.Standing, row.Status));
        await AssertDeterminedAsync("Actias luna", verified: true);
    }

    [Fact]
    public async Task A_withdrawn_identification_shows_when_and_by_whom_and_brings_none_back()
    {
        await CreatedAsync(Name(Luna));
        var second = await CreatedAsync(Name(Cynthia));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await Identifications.WithdrawAsync(second, Curator, Token));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await Identifications.WithdrawAsync(second, Curator, Token));

        var rows = await RowsAsync();
        Assert.Equal((new DateTime(2024, 7, 14, 9, 1, 0, DateTimeKind.Utc), Curator.Id), (rows[1].WithdrawnAt, rows[1].WithdrawnById));
        Assert.Equal([IdentificationStatus.Superseded, IdentificationStatus.Withdrawn], rows.Select(row => row.Status));
        await AssertDeterminedAsync("Samia cynthia", verified: false);
    }

    [Fact]
    public async Task Deleting_makes_what_it_had_superseded_stand_again()
    {
        var first = await CreatedAsync(Name(Luna));
        var second = await CreatedAsync(Name(Cynthia));

        Assert.Null(await Identifications.DeleteAsync(second, Curator, Token));

        var row = Assert.Single(await RowsAsync());
        Assert.Equal((first, IdentificationStatus.Standing), (row.Id, row.Status));
        await AssertDeterminedAsync("Actias luna", verified: true);
    }

    [Fact]
    public async Task Deleting_one_that_was_superseded_itself_links_what_it_had_superseded_to_the_later_one()
    {
        var first = await CreatedAsync(Name(Luna));
        var second = await CreatedAsync(Name(Cynthia));
        var third = await CreatedAsync(Name(Luna));

        Assert.Null(await Identifications.DeleteAsync(second, Curator, Token));
        Assert.Equal(third, (await RowsAsync()).Single(row => row.Id == first).SupersededById);
        Assert.Null(await Identifications.DeleteAsync(third, Curator, Token));

        Assert.Equal((first, IdentificationStatus.Standing), (Assert.Single(await RowsAsync()).Id, (await RowsAsync())[0].Status));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_withdrawn_by_hand_never_stands_again(bool beforeItWasSuperseded)
    {
        var first = await CreatedAsync(Name(Luna));
        if (beforeItWasSuperseded)
            await Identifications.WithdrawAsync(first, Curator, Token);
        var second = await CreatedAsync(Name(Cynthia)); // At the same instant: dates cannot tell.
        if (!beforeItWasSuperseded)
            await Identifications.WithdrawAsync(first, Curator, Token);

        await Identifications.DeleteAsync(second, Curator, Token);

        Assert.Equal(IdentificationStatus.Withdrawn, Assert.Single(await RowsAsync()).Status);
        await AssertDeterminedAsync("Samia cynthia", verified: false);
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_with_its_reason_and_nothing_is_written()
    {
        var bolt = await _scenario.AddOccurrenceAsync(_moths.Says(0, 1, 9));
        var comment = await CreatedAsync(new OccurrenceComment(_animal.Id, "Hm."), _other);
        var theirs = await CreatedAsync(Name(Luna), _other);
        var before = await RowsAsync();

        await RefusedAsync(IdentificationRefusal.PredictionGone, new AgreementWithPrediction(_animal.Id, bolt.Source));
        await RefusedAsync(IdentificationRefusal.PredictionNamesNoTaxon, new AgreementWithPrediction(bolt.Id, bolt.Source));
        await RefusedAsync(IdentificationRefusal.CommentNamesNoTaxon, new AgreementWithIdentification(_animal.Id, comment));
        await RefusedAsync(IdentificationRefusal.OwnIdentification, new AgreementWithIdentification(_animal.Id, theirs), _other);
        await RefusedAsync(IdentificationRefusal.AgreedIdentificationEnded, new AgreementWithIdentification(_animal.Id, 404_404));
        await RefusedAsync(IdentificationRefusal.NoSuchTaxon, new SuggestedName(_animal.Id, 404_404));
        await RefusedAsync(IdentificationRefusal.NoSuchOccurrence, new SuggestedName(404_404, Luna));
        await RefusedAsync(IdentificationRefusal.EmptyComment, new OccurrenceComment(_animal.Id, "  "));
        Assert.Equal(IdentificationRefusal.NotTheirIdentification, await Identifications.WithdrawAsync(theirs, Curator, Token));
        Assert.Equal(IdentificationRefusal.NotTheirIdentification, await Identifications.DeleteAsync(theirs, Curator, Token));
        Assert.Equal(IdentificationRefusal.IdentificationGone, await Identifications.WithdrawAsync(404_404, Curator, Token));

        Assert.Equal(before.Select(row => (row.Id, row.Status)), (await RowsAsync()).Select(row => (row.Id, row.Status)));
    }

    [Fact]
    public async Task A_name_that_is_given_anew_counts_though_another_machine_whose_clock_is_ahead_dated_the_withdrawn_one()
    {
        var now = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(3));
        await Identifications.WithdrawAsync(await CreatedAsync(Name(Luna)), Curator, Token);
        _time.AdjustTime(now);

        var again = await CreatedAsync(Name(Luna));

        Assert.Equal(IdentificationStatus.Standing, (await RowsAsync()).Single(row => row.Id == again).Status);
        await AssertDeterminedAsync("Actias luna", verified: true);
    }

    [Fact]
    public async Task What_ends_can_no_longer_be_agreed_with()
    {
        var first = await CreatedAsync(Name(Luna), _other);
        await CreatedAsync(Name(Cynthia), _other);

        await RefusedAsync(IdentificationRefusal.AgreedIdentificationEnded, new AgreementWithIdentification(_animal.Id, first));
    }

    [Fact]
    public async Task Every_change_is_announced()
    {
        await using var announcements = Announcements.ListenAsync(database.DataSource, Token).GetAsyncEnumerator(Token);
        Assert.True(await announcements.MoveNextAsync());
        Assert.Null(announcements.Current);

        var id = await CreatedAsync(Name(Luna));
        await AnnouncedAsync();
        await Identifications.WithdrawAsync(id, Curator, Token);
        await AnnouncedAsync();
        await Identifications.DeleteAsync(id, Curator, Token);
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

    private AgreementWithPrediction Agreement => new(_animal.Id, _animal.Source);

    private SuggestedName Name(long taxonId, string? comment = null) => new(_animal.Id, taxonId, comment);

    private Task<SubmissionOutcome> SubmitAsync(IdentificationSubmission submission, Person? by = null) =>
        Identifications.SubmitAsync(submission, by ?? Curator, Token);

    private async Task<long> CreatedAsync(IdentificationSubmission submission, Person? by = null)
    {
        var outcome = await SubmitAsync(submission, by);
        Assert.Equal((true, null), (outcome.IsCreated, outcome.Refusal));
        return outcome.IdentificationId!.Value;
    }

    private async Task RefusedAsync(IdentificationRefusal refusal, IdentificationSubmission submission, Person? by = null) =>
        Assert.Equal(SubmissionOutcome.Refused(submission.OccurrenceId, refusal), await SubmitAsync(submission, by));

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
