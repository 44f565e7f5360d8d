using AngleSharp.Dom;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

/// <summary>What a person does at the cards: agrees, withdraws, deletes and comments.</summary>
public sealed class IdentifyingTests(PostgresCluster cluster) : IAsyncLifetime
{
    private OccurrenceBench _bench = null!;
    private ScenarioClassifier _moths = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await OccurrenceBench.CreateAsync(cluster);
        _moths = await _bench.Scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", Scenario.Background);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Enter_in_the_field_of_a_name_submits_nothing_because_it_is_in_no_form_that_a_browser_would_submit()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var page = await _bench.OpenAsync(animal);

        Assert.Null(page.Find(".identification-form input").Closest("form"));
    }

    [Fact]
    public async Task Agreeing_determines_the_occurrence_at_once_and_leaves_nothing_to_agree_with()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var page = await _bench.OpenAsync(animal);

        await page.PressFirstAsync("Agree");

        Assert.Equal("Samia cynthia verified", Text(page.Find("h1")));
        page.WaitForAssertion(() => Assert.Contains("You agreed with moths", page.Card("Samia cynthia", "determines").Words(), StringComparison.Ordinal));
        Assert.Equal(["Withdraw", "Delete…"], page.Card("Samia cynthia", "determines").Buttons());
        Assert.DoesNotContain(page.FindAll("button"), button => button.Name() == "Agree");
    }

    [Fact]
    public async Task Each_act_gives_the_focus_to_something_that_is_still_there()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var page = await _bench.OpenAsync(animal);

        await page.PressFirstAsync("Agree");
        page.WaitForAssertion(() => _bench.Dashboard.JSInterop.VerifyFocusAsyncInvoke(1));
        await page.PressFirstAsync("Withdraw");
        page.WaitForAssertion(() => _bench.Dashboard.JSInterop.VerifyFocusAsyncInvoke(2));
        await page.PressFirstAsync("Delete…");
        page.WaitForAssertion(() => _bench.Dashboard.JSInterop.VerifyFocusAsyncInvoke(3));
        await page.PressFirstAsync("Delete");
        page.WaitForAssertion(() => _bench.Dashboard.JSInterop.VerifyFocusAsyncInvoke(4));
    }

    [Fact]
    public async Task One_can_agree_again_with_what_one_named_before_a_disagreement()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await _bench.Identifications.SubmitAsync(new SuggestedName(animal.Id, _moths.TaxonOf("Samia cynthia")), await _bench.MeAsync(), Token);
        await _bench.Identifications.SubmitAsync(new SuggestedName(animal.Id, _moths.TaxonOf("Actias luna")), _bench.Scenario.Curator, Token);
        var page = await _bench.OpenAsync(animal);

        await OccurrenceBench.ClickAsync(page, () => page.Card("Samia cynthia", "terminal").QuerySelector("button")!);

        page.WaitForAssertion(() => Assert.Equal("Samia cynthia verified", Text(page.Find("h1"))));
    }

    [Fact]
    public async Task An_identification_that_adds_nothing_is_reported()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var page = await _bench.OpenAsync(animal);
        var me = await _bench.MeAsync();
        await _bench.Scenario.IdentifyAsync(animal, "Samia cynthia", me, DateTime.UtcNow); // Not announced.

        await page.PressFirstAsync("Agree");

        page.WaitForAssertion(() => Assert.Contains("nothing was added", page.Find(".history .card [role=status]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_another_person_identified_can_be_agreed_with_and_not_withdrawn()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await _bench.Scenario.IdentifyAsync(animal, "Actias luna");
        var page = await _bench.OpenAsync(animal);

        Assert.Equal(["Actias luna", "Samia cynthia"], page.CardHeads());
        Assert.Equal(["Agree"], page.Card("Actias luna").Buttons());
        await page.PressFirstAsync("Agree");

        page.WaitForAssertion(() => Assert.Contains(page.Cards(), card => card.Words().Contains($"You agreed with {_bench.Scenario.Curator.Name}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_withdrawn_stays_to_be_seen_and_what_is_deleted_does_not()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await _bench.Identifications.SubmitAsync(new SuggestedName(animal.Id, _moths.TaxonOf("Actias luna")), await _bench.MeAsync(), Token);
        var page = await _bench.OpenAsync(animal);
        Assert.Equal("Actias luna verified", Text(page.Find("h1")));

        await page.PressFirstAsync("Withdraw");

        Assert.Equal("Samia cynthia 0.94", Text(page.Find("h1")));
        Assert.Equal(["Actias luna", "Samia cynthia"], page.CardHeads());
        Assert.Equal(["withdrawn"], page.Card("Actias luna").Badges());
        Assert.NotNull(page.Card("Actias luna").QuerySelector(".struck"));

        await page.PressFirstAsync("Delete…");
        await page.PressFirstAsync("Delete");

        Assert.Single(page.Cards());
    }

    [Fact]
    public async Task A_refusal_is_shown_on_the_card_that_was_clicked()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var theirs = await _bench.Scenario.IdentifyAsync(animal, "Actias luna");
        var page = await _bench.OpenAsync(animal);
        await _bench.Scenario.WithdrawAsync(animal, theirs); // Straight in the database, and not announced.

        await OccurrenceBench.ClickAsync(page, () => page.Card("Actias luna").QuerySelector("button")!);

        Assert.Equal(IdentificationRefusal.AgreedIdentificationEnded.Sentence(), page.Card("Actias luna").QuerySelector("[role=alert]")!.TextContent);
        Assert.Null(page.Card("Samia cynthia").QuerySelector("[role=alert]"));
    }

    [Fact]
    public async Task A_comment_is_a_card_without_a_name()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var page = await _bench.OpenAsync(animal);

        await OccurrenceBench.ClickAsync(page, () => page.Find("[aria-label='Write a comment']"));
        await page.InvokeAsync(() => page.Find(".identification-form textarea").InputAsync("Too worn to tell."));
        await OccurrenceBench.ClickAsync(page, () => page.FindAll(".identification-form button").Single(button => Text(button) == "Comment"));

        page.WaitForAssertion(() => Assert.Equal(["Comment", "Samia cynthia"], page.CardHeads()));
        page.WaitForAssertion(() => Assert.Contains("You,", page.Card("Comment").Words(), StringComparison.Ordinal));
        Assert.Equal("Too worn to tell.", page.Card("Comment").QuerySelector(".comment")!.Words());
        Assert.Equal("Samia cynthia 0.94", Text(page.Find("h1")));
        Assert.Empty(page.FindAll(".identification-form textarea"));
    }

    private static string Text(INode element) => OccurrenceBench.TextOf(element);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
