using AngleSharp.Dom;
using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Occurrence;
using Antenna.Data.Occurrences;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.RankRollUp;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.SizeFilter;
using Antenna.PostProcessing.Tasks;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

public sealed class HistoryCardsTests(PostgresCluster cluster) : IAsyncLifetime
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
    public async Task Enter_in_the_empty_field_submits_nothing_and_is_no_refusal()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var page = await _bench.OpenAsync(animal);

        await page.InvokeAsync(() => page.Find("form.identification-form").SubmitAsync());

        Assert.Empty(page.FindAll("form.identification-form [role=alert]"));
        Assert.Single(Cards(page));
    }

    [Fact]
    public async Task A_prediction_shows_what_it_is_who_made_it_and_whether_it_counts()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));

        var card = Assert.Single(Cards(await _bench.OpenAsync(animal)));

        Assert.Contains("Samia cynthia 0.94", Text(card), StringComparison.Ordinal);
        Assert.Equal(["determines", "terminal"], Badges(card));
        Assert.Contains("moths", Text(card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mask_that_changed_the_species_is_a_card_of_its_own_with_where_it_comes_from()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var (list, run) = await MaskAsync("Actias luna");

        var cards = Cards(await _bench.OpenAsync(animal));

        Assert.Equal(2, cards.Count);
        Assert.Equal(["determines", "masked", "terminal"], Badges(cards[0]));
        Assert.Equal([DashboardUrls.Run(run), DashboardUrls.TaxaList(list, 1)], cards[0].QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        Assert.Contains("off the list 94 %", Text(cards[0]), StringComparison.Ordinal);
        Assert.Equal(["intermediate"], Badges(cards[1]));
    }

    [Fact]
    public async Task A_mask_that_kept_the_species_is_one_card_with_both_scores_and_one_Agree()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(4, 1, 0));
        await MaskAsync("Actias luna");

        var page = await _bench.OpenAsync(animal);

        var card = Assert.Single(Cards(page));
        Assert.Contains("0.94 → to 0.98 the species stayed", Text(card), StringComparison.Ordinal);
        Assert.Single(page.FindAll("button"), button => button.TextContent.Trim() == "Agree");
    }

    [Fact]
    public async Task A_rolled_up_prediction_shows_what_it_was_made_from_and_its_distribution()
    {
        await _bench.PlaceAsync("Saturniidae", "Actias", "Actias luna", "Samia cynthia");
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(2, 2.5f, 0));
        var run = await _bench.RunAsync(RankRollUpTask.TaskKey, RollUpFields.Write(RollUpSettings.Default, _moths.Id));

        var cards = Cards(await _bench.OpenAsync(animal));

        Assert.Equal(["determines", "rolled up", "terminal"], Badges(cards[0]));
        Assert.StartsWith("Actias genus 0.95", Text(cards[0]), StringComparison.Ordinal);
        Assert.Contains("rolled up from Samia cynthia 0.59", Text(cards[0]), StringComparison.Ordinal);
        Assert.Contains($"by run {run}", Text(cards[0]), StringComparison.Ordinal);
        Assert.Equal(["Actias 0.95"], cards[0].QuerySelectorAll("tbody tr").Select(Text));
        Assert.Equal(["intermediate"], Badges(cards[1]));
    }

    [Fact]
    public async Task A_detection_that_is_too_small_has_a_card_that_says_not_identifiable()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await _bench.SizeCapturesAsync(1_000);
        await _bench.RunAsync(SizeFilterTask.TaskKey, TaskValues.Empty);

        var cards = Cards(await _bench.OpenAsync(animal));

        Assert.StartsWith("Not identifiable 1", Text(cards[0]), StringComparison.Ordinal);
        Assert.Equal(["too small", "terminal"], Badges(cards[0]));
        Assert.Contains("Small-size filter, under 0.0008 of the capture", Text(cards[0]), StringComparison.Ordinal);
        Assert.DoesNotContain("Agree", Text(cards[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agreeing_determines_the_occurrence_at_once_and_leaves_nothing_to_agree_with()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var page = await _bench.OpenAsync(animal);

        await ClickAsync(page, "Agree");

        Assert.Equal("Samia cynthia verified", Text(page.Find("h1")));
        page.WaitForAssertion(() => Assert.StartsWith("Samia cynthia determines You agreed with moths", Text(Cards(page)[0]), StringComparison.Ordinal));
        Assert.Equal(["Withdraw", "Delete…"], Cards(page)[0].QuerySelectorAll("button").Select(Text));
        Assert.DoesNotContain(page.FindAll("button"), button => Text(button) == "Agree");
    }

    [Fact]
    public async Task Each_act_gives_the_focus_to_something_that_is_still_there()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var page = await _bench.OpenAsync(animal);

        await ClickAsync(page, "Agree");
        page.WaitForAssertion(() => _bench.Dashboard.JSInterop.VerifyFocusAsyncInvoke(1));
        await ClickAsync(page, "Withdraw");
        page.WaitForAssertion(() => _bench.Dashboard.JSInterop.VerifyFocusAsyncInvoke(2));
        await ClickAsync(page, "Delete…");
        page.WaitForAssertion(() => _bench.Dashboard.JSInterop.VerifyFocusAsyncInvoke(3));
        await ClickAsync(page, "Delete");
        page.WaitForAssertion(() => _bench.Dashboard.JSInterop.VerifyFocusAsyncInvoke(4));
    }

    [Fact]
    public async Task A_card_shows_how_its_identification_ended()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var me = await _bench.MeAsync();
        await _bench.Identifications.SubmitAsync(new SuggestedName(animal.Id, _moths.TaxonOf("Actias luna")), me, Token);
        await _bench.Identifications.SubmitAsync(new SuggestedName(animal.Id, _moths.TaxonOf("Samia cynthia")), me, Token);
        await _bench.Scenario.WithdrawAsync(animal, await _bench.Scenario.IdentifyAsync(animal, "Actias luna"));

        var cards = Cards(await _bench.OpenAsync(animal));

        Assert.Equal(["determines"], Badges(cards[0]));
        Assert.Equal(["superseded"], Badges(cards[1]));
        Assert.Contains("superseded by Samia cynthia on", Text(cards[1]), StringComparison.Ordinal);
        var theirs = cards.Single(card => Badges(card).Contains("withdrawn"));
        Assert.Contains($"withdrawn by {_bench.Scenario.Curator.Name} on", Text(theirs), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_can_agree_again_with_what_one_named_before_a_disagreement()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await _bench.Identifications.SubmitAsync(new SuggestedName(animal.Id, _moths.TaxonOf("Samia cynthia")), await _bench.MeAsync(), Token);
        await _bench.Identifications.SubmitAsync(new SuggestedName(animal.Id, _moths.TaxonOf("Actias luna")), _bench.Scenario.Curator, Token);
        var page = await _bench.OpenAsync(animal);

        await OccurrenceBench.ClickAsync(page, () => Cards(page)[^1].QuerySelector("button")!);

        page.WaitForAssertion(() => Assert.Equal("Samia cynthia verified", Text(page.Find("h1"))));
    }

    [Fact]
    public async Task An_identification_that_adds_nothing_is_reported()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var page = await _bench.OpenAsync(animal);
        var me = await _bench.MeAsync();
        await _bench.Scenario.IdentifyAsync(animal, "Samia cynthia", me, DateTime.UtcNow); // Not announced.

        await ClickAsync(page, "Agree");

        page.WaitForAssertion(() => Assert.Contains("nothing was added", page.Find(".history .card [role=status]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_another_person_identified_can_be_agreed_with_and_not_withdrawn()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await _bench.Scenario.IdentifyAsync(animal, "Actias luna");
        var page = await _bench.OpenAsync(animal);

        var card = Cards(page)[0];
        Assert.Equal(["Agree"], card.QuerySelectorAll("button").Select(Text));
        await ClickAsync(page, "Agree");

        page.WaitForAssertion(() => Assert.Contains($"You agreed with {_bench.Scenario.Curator.Name}", Text(Cards(page)[0]), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_withdrawn_stays_to_be_seen_and_what_is_deleted_does_not()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await _bench.Identifications.SubmitAsync(new SuggestedName(animal.Id, _moths.TaxonOf("Actias luna")), await _bench.MeAsync(), Token);
        var page = await _bench.OpenAsync(animal);
        Assert.Equal("Actias luna verified", Text(page.Find("h1")));

        await ClickAsync(page, "Withdraw");

        Assert.Equal("Samia cynthia 0.94", Text(page.Find("h1")));
        Assert.Equal(["withdrawn"], Badges(Cards(page)[0]));
        Assert.NotNull(Cards(page)[0].QuerySelector(".struck"));

        await ClickAsync(page, "Delete…");
        await ClickAsync(page, "Delete");

        Assert.Single(Cards(page));
    }

    [Fact]
    public async Task A_refusal_is_shown_on_the_card_that_was_clicked()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var theirs = await _bench.Scenario.IdentifyAsync(animal, "Actias luna");
        var page = await _bench.OpenAsync(animal);
        await _bench.Scenario.WithdrawAsync(animal, theirs); // Straight in the database, and not announced.

        await OccurrenceBench.ClickAsync(page, () => Cards(page)[0].QuerySelector("button")!);

        Assert.Contains("withdrawn, superseded or removed meanwhile", Cards(page)[0].QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(Cards(page)[1].QuerySelector("[role=alert]"));
    }

    [Fact]
    public async Task A_comment_is_a_card_without_a_name()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var page = await _bench.OpenAsync(animal);

        await OccurrenceBench.ClickAsync(page, () => page.Find("[aria-label='Write a comment']"));
        await page.InvokeAsync(() => page.Find(".identification-form textarea").InputAsync("Too worn to tell."));
        await page.InvokeAsync(() => page.Find("form.identification-form").SubmitAsync());

        page.WaitForAssertion(() => Assert.StartsWith("Comment You, ", Text(Cards(page)[0]), StringComparison.Ordinal));
        Assert.Contains("Too worn to tell.", Text(Cards(page)[0]), StringComparison.Ordinal);
        Assert.Equal("Samia cynthia 0.94", Text(page.Find("h1")));
        Assert.Empty(page.FindAll(".identification-form textarea"));
    }

    [Fact]
    public async Task A_prediction_of_no_taxon_has_nothing_to_agree_with()
    {
        var bolt = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(0, 1, 9));

        var card = Assert.Single(Cards(await _bench.OpenAsync(bolt)));

        Assert.StartsWith($"{Scenario.Background} over", Text(card).Replace(">", "over", StringComparison.Ordinal).Replace("0.99", "over", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(card.QuerySelectorAll("button"));
    }

    [Fact]
    public async Task Of_an_animal_seen_several_times_the_predictions_of_the_detection_looked_at_are_shown_and_the_others_on_demand()
    {
        var animal = (await _bench.Scenario.AddOccurrencesAsync([[[_moths.Says(0, 9, 0)], [_moths.Says(3, 2.5f, 0)], [_moths.Says(3, 2, 0)]]]))[0];
        await _bench.Scenario.IdentifyAsync(animal, "Actias luna");
        var page = await _bench.OpenAsync(new OccurrenceAddress(animal.Id) { DetectionId = animal.Detections[1] });
        Assert.Equal(2, Cards(page).Count); // A person's identification, and the prediction of the second detection.
        Assert.Contains("detection 2 of 3", Text(Cards(page)[1]), StringComparison.Ordinal);

        await ClickAsync(page, "Show 2 predictions of other detections");

        Assert.Equal(new OccurrenceAddress(animal.Id) { DetectionId = animal.Detections[1], WholeHistory = true }.ToString(), _bench.Address);
        page.WaitForAssertion(() => Assert.Equal(4, Cards(page).Count));
    }

    private async Task<(long ListId, long RunId)> MaskAsync(params string[] species)
    {
        var list = await _bench.Scenario.AddListOfAsync(species);
        var request = new MaskRequest(RunScope.OfCaptureSet(_bench.Scenario.Set.Id), new() { TaxaListId = list.Id, ClassifierIds = [_moths.Id] });
        var run = (await _bench.Dashboard.Product<RunLauncher>().LaunchAsync(request, _bench.Scenario.Curator, Token))[0];
        await _bench.Dashboard.ExecuteAsync(run.RunId);
        return (list.Id, run.RunId);
    }

    private static IReadOnlyList<IElement> Cards(IRenderedComponent<OccurrencePage> page) => page.FindAll(".history .card");

    private static IEnumerable<string> Badges(IElement card) => card.QuerySelectorAll(".badge").Select(Text);

    private static Task ClickAsync(IRenderedComponent<OccurrencePage> page, string text) =>
        OccurrenceBench.ClickAsync(page, () => page.FindAll("button").First(button => Text(button) == text));

    private static string Text(INode element) => OccurrenceBench.TextOf(element);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
