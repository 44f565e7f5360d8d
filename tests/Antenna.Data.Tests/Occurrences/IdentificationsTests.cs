using Antenna.Core.Occurrences;
using Antenna.Data.News;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Xunit;

namespace Antenna.Data.Tests.Occurrences;

/// <summary>What people say of an animal: agreement, names and comments, and what each supersedes.</summary>
public sealed class IdentificationsTests(TestDatabase database) : IdentificationsBench(database)
{
    [Fact]
    public async Task Agreeing_with_a_prediction_determines_and_is_recorded_as_agreement_for_good()
    {
        var id = await CreatedAsync(Agreement);

        await AssertDeterminedAsync("Samia cynthia", verified: true);
        var row = Assert.Single(await RowsAsync());
        Assert.Equal((id, true, Moths.Id, Animal.Source), (row.Id, row.IsAgreement, row.AgreedAlgorithmId, row.AgreedClassificationId));
    }

    [Fact]
    public async Task Agreeing_with_what_a_mask_makes_of_a_prediction_is_agreement_with_the_classifier_and_not_independent()
    {
        await CreatedAsync(new AgreementWithTriedMask(Animal.Id, Luna, Moths.Id));

        var row = Assert.Single(await RowsAsync());
        Assert.Equal((Luna, true, Moths.Id, null), (row.TaxonId!.Value, row.IsAgreement, row.AgreedAlgorithmId, row.AgreedClassificationId));
    }

    [Fact]
    public async Task Agreeing_with_the_best_prediction_agrees_with_its_row_and_is_refused_where_another_taxon_is_best_by_then()
    {
        Assert.Equal(
            SubmissionOutcome.Refused(Animal.Id, IdentificationRefusal.PredictionGone), await SubmitAsync(new AgreementWithBestPrediction(Animal.Id, Luna)));

        await CreatedAsync(new AgreementWithBestPrediction(Animal.Id, Cynthia));

        var row = Assert.Single(await RowsAsync());
        Assert.Equal((Cynthia, Moths.Id, Animal.Source), (row.TaxonId!.Value, row.AgreedAlgorithmId, row.AgreedClassificationId));
    }

    [Fact]
    public async Task Agreeing_with_a_person_determines_and_records_with_whom()
    {
        var theirs = await CreatedAsync(Name(Luna), Other);

        var mine = await CreatedAsync(new AgreementWithIdentification(Animal.Id, theirs));

        var row = (await RowsAsync()).Single(row => row.Id == mine);
        Assert.Equal((Luna, theirs, null), (row.TaxonId!.Value, row.AgreedIdentificationId, row.AgreedAlgorithmId));
    }

    [Fact]
    public async Task Submitting_what_ones_newest_identification_names_already_creates_nothing_and_is_reported()
    {
        var first = await CreatedAsync(Agreement);

        Assert.Equal(SubmissionOutcome.AlreadyStanding(Animal.Id, first), await SubmitAsync(Agreement));
        Assert.Equal(SubmissionOutcome.AlreadyStanding(Animal.Id, first), await SubmitAsync(Name(Cynthia)));
        Assert.Single(await RowsAsync());
    }

    [Fact]
    public async Task A_name_that_is_repeated_after_a_disagreement_is_a_new_identification_and_determines()
    {
        var first = await CreatedAsync(Name(Luna));
        Time.Advance(TimeSpan.FromMinutes(1));
        await CreatedAsync(Name(Cynthia), Other);
        Time.Advance(TimeSpan.FromMinutes(1));

        var repeated = await CreatedAsync(Name(Luna));

        Assert.Equal(repeated, (await RowsAsync()).Single(row => row.Id == first).SupersededById);
        await AssertDeterminedAsync("Actias luna", verified: true);
    }

    [Fact]
    public async Task A_comment_that_is_added_to_a_name_is_a_new_identification_and_a_click_never_replaces_an_independent_one()
    {
        var first = await CreatedAsync(Name(Cynthia));
        var commented = await CreatedAsync(Name(Cynthia, "by its eyespots"));

        Assert.Equal(SubmissionOutcome.AlreadyStanding(Animal.Id, commented), await SubmitAsync(Agreement));
        Assert.Equal([first, commented], (await RowsAsync()).Select(row => row.Id));
        Assert.All(await RowsAsync(), row => Assert.False(row.IsAgreement));
    }

    [Fact]
    public async Task Naming_a_taxon_supersedes_ones_own_standing_identification_and_noOthers()
    {
        var theirs = await CreatedAsync(Name(Luna), Other);
        var first = await CreatedAsync(Name(Luna, "  by its tails  "));
        Time.Advance(TimeSpan.FromMinutes(1));
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

        await CreatedAsync(new OccurrenceComment(Animal.Id, " Too worn. "));

        Assert.All(await RowsAsync(), row => Assert.Equal(IdentificationStatus.Standing, row.Status));
        await AssertDeterminedAsync("Actias luna", verified: true);
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_with_its_reason_and_nothing_is_written()
    {
        var bolt = await Scenario.AddOccurrenceAsync(Moths.Says(0, 1, 9));
        var comment = await CreatedAsync(new OccurrenceComment(Animal.Id, "Hm."), Other);
        var theirs = await CreatedAsync(Name(Luna), Other);
        var before = await RowsAsync();

        await RefusedAsync(IdentificationRefusal.PredictionGone, new AgreementWithPrediction(Animal.Id, bolt.Source));
        await RefusedAsync(IdentificationRefusal.PredictionNamesNoTaxon, new AgreementWithPrediction(bolt.Id, bolt.Source));
        await RefusedAsync(IdentificationRefusal.CommentNamesNoTaxon, new AgreementWithIdentification(Animal.Id, comment));
        await RefusedAsync(IdentificationRefusal.OwnIdentification, new AgreementWithIdentification(Animal.Id, theirs), Other);
        await RefusedAsync(IdentificationRefusal.AgreedIdentificationEnded, new AgreementWithIdentification(Animal.Id, 404_404));
        await RefusedAsync(IdentificationRefusal.NoSuchTaxon, new SuggestedName(Animal.Id, 404_404));
        await RefusedAsync(IdentificationRefusal.NoSuchOccurrence, new SuggestedName(404_404, Luna));
        await RefusedAsync(IdentificationRefusal.EmptyComment, new OccurrenceComment(Animal.Id, "  "));
        Assert.Equal(IdentificationRefusal.NotTheirIdentification, await Identifications.WithdrawAsync(theirs, Curator, Token));
        Assert.Equal(IdentificationRefusal.NotTheirIdentification, await Identifications.DeleteAsync(theirs, Curator, Token));
        Assert.Equal(IdentificationRefusal.IdentificationGone, await Identifications.WithdrawAsync(404_404, Curator, Token));

        Assert.Equal(before.Select(row => (row.Id, row.Status)), (await RowsAsync()).Select(row => (row.Id, row.Status)));
    }

    [Fact]
    public async Task Every_change_is_announced()
    {
        await using var announcements = Announcements.ListenAsync(Database.DataSource, Token).GetAsyncEnumerator(Token);
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
            while (!Announcement.Parse(announcements.Current!)!.Is(NewsSubject.Occurrence, Animal.Id));
        }
    }
}
