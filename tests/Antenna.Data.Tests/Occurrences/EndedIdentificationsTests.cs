using Antenna.Core.Occurrences;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Xunit;

namespace Antenna.Data.Tests.Occurrences;

/// <summary>What becomes of identifications that are withdrawn or deleted, and of those that they had superseded.</summary>
public sealed class EndedIdentificationsTests(TestDatabase database) : IdentificationsBench(database)
{
    [Fact]
    public async Task A_withdrawn_identification_shows_when_and_by_whom_and_brings_none_back()
    {
        await CreatedAsync(Name(Luna));
        var second = await CreatedAsync(Name(Cynthia));
        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await Identifications.WithdrawAsync(second, Curator, Token));
        Time.Advance(TimeSpan.FromMinutes(1));
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
    public async Task A_name_that_is_given_anew_counts_though_another_machine_whose_clock_is_ahead_dated_the_withdrawn_one()
    {
        var now = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromSeconds(3));
        await Identifications.WithdrawAsync(await CreatedAsync(Name(Luna)), Curator, Token);
        Time.AdjustTime(now);

        var again = await CreatedAsync(Name(Luna));

        Assert.Equal(IdentificationStatus.Standing, (await RowsAsync()).Single(row => row.Id == again).Status);
        await AssertDeterminedAsync("Actias luna", verified: true);
    }

    [Fact]
    public async Task What_ends_can_no_longer_be_agreed_with()
    {
        var first = await CreatedAsync(Name(Luna), Other);
        await CreatedAsync(Name(Cynthia), Other);

        await RefusedAsync(IdentificationRefusal.AgreedIdentificationEnded, new AgreementWithIdentification(Animal.Id, first));
    }
}
