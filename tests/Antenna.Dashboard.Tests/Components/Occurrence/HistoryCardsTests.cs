using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
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

/// <summary>What the cards of identifications and predictions show.</summary>
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
    public async Task A_prediction_shows_what_it_is_who_made_it_and_whether_it_counts()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));

        var page = await _bench.OpenAsync(animal);

        Assert.Equal(["Samia cynthia"], page.CardHeads());
        var card = page.Card("Samia cynthia");
        Assert.Equal("0.94", card.Score());
        Assert.Equal(["determines", "terminal"], card.Badges());
        Assert.Contains("moths", card.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mask_that_changed_the_species_is_a_card_of_its_own_with_where_it_comes_from()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var (list, run) = await MaskAsync("Actias luna");

        var page = await _bench.OpenAsync(animal);

        Assert.Equal(["Actias luna", "Samia cynthia"], page.CardHeads());
        var masked = page.Card("Actias luna");
        Assert.Equal(["determines", "masked", "terminal"], masked.Badges());
        Assert.Equal([DashboardUrls.Run(run), DashboardUrls.TaxaList(list, 1)], masked.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        Assert.Contains("off the list 94 %", masked.QuerySelector(".gauge [role=img]")!.Name(), StringComparison.Ordinal);
        Assert.Equal(["intermediate"], page.Card("Samia cynthia").Badges());
    }

    [Fact]
    public async Task A_mask_that_kept_the_species_is_one_card_with_both_scores_and_one_Agree()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(4, 1, 0));
        await MaskAsync("Actias luna");

        var page = await _bench.OpenAsync(animal);

        var card = Assert.Single(page.Cards());
        Assert.Equal(["0.94", "0.98"], card.QuerySelectorAll(".kept .figure").Select(score => score.Words()));
        Assert.Equal("0.98", card.Score());
        Assert.Single(page.FindAll("button"), button => button.TextContent.Trim() == "Agree");
    }

    [Fact]
    public async Task A_rolled_up_prediction_shows_what_it_was_made_from_and_its_distribution()
    {
        await _bench.PlaceAsync("Saturniidae", "Actias", "Actias luna", "Samia cynthia");
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(2, 2.5f, 0));
        var run = await _bench.RunAsync(RankRollUpTask.TaskKey, RollUpFields.Write(RollUpSettings.Default, _moths.Id));

        var page = await _bench.OpenAsync(animal);

        Assert.Equal(["Actias genus", "Samia cynthia"], page.CardHeads());
        var rolledUp = page.Card("Actias genus");
        Assert.Equal(["determines", "rolled up", "terminal"], rolledUp.Badges());
        Assert.Equal("0.95", rolledUp.Score());
        Assert.EndsWith("Samia cynthia 0.59", rolledUp.QuerySelector(".rolled-up")!.Words(), StringComparison.Ordinal);
        Assert.Equal(DashboardUrls.Run(run), Assert.Single(rolledUp.QuerySelectorAll("a"), link => link.Name() == $"run {run}").GetAttribute("href"));
        var best = Assert.Single(rolledUp.QuerySelectorAll("tbody tr"));
        Assert.Equal(("Actias", "0.95"), (best.QuerySelector("th")!.Words(), best.QuerySelector(".figure")!.Words()));
        Assert.Equal(["intermediate"], page.Card("Samia cynthia").Badges());
    }

    [Fact]
    public async Task A_detection_that_is_too_small_has_a_card_that_says_not_identifiable()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await _bench.SizeCapturesAsync(1_000);
        await _bench.RunAsync(SizeFilterTask.TaskKey, TaskValues.Empty);

        var page = await _bench.OpenAsync(animal);

        Assert.Equal("Not identifiable", page.CardHeads().First());
        var card = page.Card("Not identifiable");
        Assert.Equal("1", card.Score());
        Assert.Equal(["too small", "terminal"], card.Badges());
        Assert.All(["Small-size filter", "0.0008"], part => Assert.Contains(part, card.Words(), StringComparison.Ordinal));
        Assert.DoesNotContain("Agree", card.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_shows_how_its_identification_ended()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var me = await _bench.MeAsync();
        await _bench.Identifications.SubmitAsync(new SuggestedName(animal.Id, _moths.TaxonOf("Actias luna")), me, Token);
        await _bench.Identifications.SubmitAsync(new SuggestedName(animal.Id, _moths.TaxonOf("Samia cynthia")), me, Token);
        await _bench.Scenario.WithdrawAsync(animal, await _bench.Scenario.IdentifyAsync(animal, "Actias luna"));

        var page = await _bench.OpenAsync(animal);

        Assert.Equal(["Samia cynthia", "Actias luna"], page.CardHeads().Take(2));
        Assert.Equal(["determines"], page.Card("Samia cynthia", "determines").Badges());
        var superseded = page.Card("Actias luna", "superseded");
        Assert.Equal(["superseded"], superseded.Badges());
        Assert.Contains("superseded by Samia cynthia", superseded.Words(), StringComparison.Ordinal);
        var theirs = page.Card("Actias luna", "withdrawn");
        Assert.Contains($"withdrawn by {_bench.Scenario.Curator.Name}", theirs.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prediction_of_no_taxon_has_nothing_to_agree_with()
    {
        var bolt = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(0, 1, 9));

        var page = await _bench.OpenAsync(bolt);

        var card = Assert.Single(page.Cards());
        Assert.Equal([Scenario.Background], page.CardHeads());
        Assert.Matches(@"^(>|0\.99)", card.Score());
        Assert.Empty(card.QuerySelectorAll("button"));
    }

    [Fact]
    public async Task Of_an_animal_seen_several_times_the_predictions_of_the_detection_looked_at_are_shown_and_the_others_on_demand()
    {
        var animal = (await _bench.Scenario.AddOccurrencesAsync([[[_moths.Says(0, 9, 0)], [_moths.Says(3, 2.5f, 0)], [_moths.Says(3, 2, 0)]]]))[0];
        await _bench.Scenario.IdentifyAsync(animal, "Actias luna");
        var page = await _bench.OpenAsync(new OccurrenceAddress(animal.Id) { DetectionId = animal.Detections[1] });
        Assert.Equal(2, page.Cards().Count); // A person's identification, and the prediction of the second detection.
        Assert.Contains("detection 2 of 3", page.Cards().Single(card => card.Badges().Contains("terminal")).Words(), StringComparison.Ordinal);

        await page.PressFirstAsync("Show 2 predictions of other detections");

        Assert.Equal(new OccurrenceAddress(animal.Id) { DetectionId = animal.Detections[1], WholeHistory = true }.ToString(), _bench.Address);
        page.WaitForAssertion(() => Assert.Equal(4, page.Cards().Count));
    }

    private async Task<(long ListId, long RunId)> MaskAsync(params string[] species)
    {
        var list = await _bench.Scenario.AddListOfAsync(species);
        var request = new MaskRequest(RunScope.OfCaptureSet(_bench.Scenario.Set.Id), new() { TaxaListId = list.Id, ClassifierIds = [_moths.Id] });
        var run = (await _bench.Dashboard.Product<RunLauncher>().LaunchAsync(request, _bench.Scenario.Curator, Token))[0];
        await _bench.Dashboard.ExecuteAsync(run.RunId);
        return (list.Id, run.RunId);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
