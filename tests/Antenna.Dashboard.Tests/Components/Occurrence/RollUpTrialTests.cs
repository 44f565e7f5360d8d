using AngleSharp.Dom;
using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Occurrence;
using Antenna.Data.Occurrences;
using Antenna.PostProcessing.RankRollUp;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

/// <summary>A roll-up beside original and masked: two underwings of one genus, and a moth of another family.</summary>
public sealed class RollUpTrialTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const string Relicta = "Catocala relicta", Ultronia = "Catocala ultronia", Luna = "Actias luna";

    private OccurrenceBench _bench = null!;
    private ScenarioClassifier _moths = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await OccurrenceBench.CreateAsync(cluster);
        _moths = await _bench.Scenario.AddClassifierAsync("moths", Relicta, Ultronia, Luna, Scenario.Background);
        await _bench.PlaceAsync("Erebidae", "Catocala", Relicta, Ultronia);
        await _bench.PlaceAsync("Saturniidae", "Actias", Luna);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task It_is_shown_on_demand_and_writes_nothing()
    {
        var animal = await AddAsync(0.5, 0.3, 0.15, 0.05);
        await _bench.Scenario.AddListOfAsync(Ultronia);
        var page = await _bench.OpenAsync(animal);
        Assert.Empty(page.FindAll(".roll-up table"));
        var before = await DatabaseContent.ReadEverythingAsync(_bench.DataSource);

        await page.PressAsync(() => page.Button("Try a roll-up"));

        page.WaitForElement(".roll-up table");
        Assert.Equal($"occurrences/{animal.Id}?roll-up=shown", _bench.Address);
        Assert.Contains("masking again replaces", Text(page.Find(".roll-up")), StringComparison.Ordinal);
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(_bench.DataSource));
    }

    [Fact]
    public async Task Each_rank_is_shown_with_its_threshold_for_the_original_and_the_masked_prediction()
    {
        var animal = await AddAsync(0.5, 0.3, 0.15, 0.05);
        await _bench.Scenario.AddListOfAsync(Ultronia);

        var page = await OpenAsync(animal, new());

        var rows = page.FindAll(".roll-up tbody tr");
        Assert.Equal(["species", "genus", "family"], rows.Select(row => row.CellText("Rank")));
        Assert.Equal(["0.80", "0.60", "0.40"], rows.Select(row => row.CellText("Threshold")));
        Assert.Equal(
            ["Catocala relicta 0.50 not reached", "Catocala 0.80 reached", "not tried"],
            rows.Select(row => row.CellText("Original rolled up")));
        Assert.Equal(
            ["Catocala ultronia 0.30 not reached", "Catocala 0.30 not reached", "Erebidae 0.30 not reached"],
            rows.Select(row => row.CellText("Masked rolled up")));
        Assert.Equal("become Catocala genus 0.80", Answer(page, "Original rolled up"));
        Assert.StartsWith("stay", Answer(page, "Masked rolled up"), StringComparison.Ordinal);
        Assert.Contains("no rank reaches", Answer(page, "Masked rolled up"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_settings_are_the_addresss()
    {
        var animal = await AddAsync(0.5, 0.3, 0.15, 0.05);
        await _bench.Scenario.AddListOfAsync(Ultronia);

        var page = await OpenAsync(animal, new("species=0.5,genus=0.2", "reweighted"));

        Assert.Equal($"occurrences/{animal.Id}?roll-up=shown&thresholds=species%3D0.5%2Cgenus%3D0.2&distribution=reweighted", _bench.Address);
        Assert.Equal(["Catocala relicta 0.50 reached", "not tried"], page.FindAll(".roll-up tbody tr").Select(row => row.CellText("Original rolled up")));
        Assert.All(["Original rolled up", "Masked rolled up"], head =>
        {
            Assert.StartsWith("stay", Answer(page, head), StringComparison.Ordinal);
            Assert.Contains("as coarse as what is sure", Answer(page, head), StringComparison.Ordinal);
        });

        await page.InvokeAsync(() => page.Field("Thresholds").ChangeAsync("genus=0.7"));

        page.WaitForAssertion(() => Assert.Equal(["Catocala 0.80 reached"], page.FindAll(".roll-up tbody tr").Select(row => row.CellText("Original rolled up"))));
        Assert.Equal($"occurrences/{animal.Id}?roll-up=shown&thresholds=genus%3D0.7&distribution=reweighted", _bench.Address);
    }

    [Fact]
    public async Task A_threshold_that_is_wrong_is_said_at_its_field()
    {
        var animal = await AddAsync(0.5, 0.3, 0.15, 0.05);
        await _bench.Scenario.AddListOfAsync(Ultronia);

        var page = await OpenAsync(animal, new("clade=0.5"));

        page.WaitForAssertion(() => Assert.Contains("clade", Text(page.Find(".roll-up .mud-input-helper-text.mud-input-error")), StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".roll-up table"));
    }

    [Fact]
    public async Task Without_a_list_the_original_is_rolled_up_alone()
    {
        var page = await OpenAsync(await AddAsync(0.5, 0.3, 0.15, 0.05), new());

        Assert.Equal("become Catocala genus 0.80", Answer(page, "Original rolled up"));
        Assert.DoesNotContain(page.FindAll(".roll-up thead th"), head => head.Name() == "Masked rolled up");
        Assert.DoesNotContain("no masked prediction", Text(page.Find(".roll-up")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prediction_without_logits_says_why_it_would_stay()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.SaysWithoutLogits());

        var page = await OpenAsync(animal, new());

        Assert.StartsWith("stay", Answer(page, "Original rolled up"), StringComparison.Ordinal);
        Assert.Contains("no logits", Answer(page, "Original rolled up"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_one_of_the_answers_side_by_side_with_what_each_class_is_within_and_that_adds_up_to()
    {
        var animal = await AddAsync(0.5, 0.3, 0.15, 0.05);
        await _bench.Scenario.AddListOfAsync(Relicta, Ultronia, Luna);
        var compared = new TriedComparison { Answers = [TriedAnswer.Original, TriedAnswer.Mask, TriedAnswer.RollUp] };

        var page = await _bench.OpenAsync(new OccurrenceAddress(animal.Id) { Comparison = compared });

        page.WaitForAssertion(() => Assert.Contains("original to Catocala 0.80", Text(RolledUp(page)), StringComparison.Ordinal));
        Assert.Equal(
            [(Relicta, "answer Catocala 0.80"), (Ultronia, "answer Catocala 0.80"), (Luna, "Actias 0.15")],
            page.FindAll(".comparison tbody tr").Take(3).Select(row => (row.CellText("Class"), $"{row.CellText("Within")} {row.CellText("Sum")}")));
    }

    [Fact]
    public async Task A_roll_up_of_a_mask_is_the_masks_and_says_why_it_would_stay()
    {
        var animal = await AddAsync(0.5, 0.3, 0.15, 0.05);
        await _bench.Scenario.AddListOfAsync(Ultronia);

        var page = await _bench.OpenAsync(new OccurrenceAddress(animal.Id)
        {
            Comparison = new() { Answers = [TriedAnswer.Mask, TriedAnswer.RollUp] }, RollUp = new("genus=0.6"),
        });

        page.WaitForAssertion(() => Assert.Contains("no rank reaches", Text(RolledUp(page)), StringComparison.Ordinal));
        Assert.Contains("the mask tried", Text(RolledUp(page)), StringComparison.Ordinal);
        Assert.All(page.FindAll(".comparison tbody tr"), row => Assert.Equal("", row.CellText("Sum")));
    }

    [Theory]
    [InlineData(0.5, 0.3, 0.15, 0.05)]
    [InlineData(0.2, 0.25, 0.4, 0.15)]
    [InlineData(0.3, 0.15, 0.1, 0.45)]
    [InlineData(0.9, 0.02, 0.03, 0.05)]
    public async Task The_preview_is_what_the_run_makes(double relicta, double ultronia, double luna, double nothing)
    {
        var animal = await AddAsync(relicta, ultronia, luna, nothing);
        var before = await TerminalAsync(animal);
        var preview = Answer(await OpenAsync(animal, new()), "Original rolled up");

        await _bench.RunAsync(RankRollUpTask.TaskKey, RollUpFields.Write(RollUpSettings.Default, _moths.Id));

        var after = await TerminalAsync(animal);
        Assert.Equal(preview.StartsWith("stay", StringComparison.Ordinal), after.ClassificationId == before.ClassificationId);
        if (after.ClassificationId != before.ClassificationId)
            Assert.StartsWith($"become {after.Taxon!.Name} ", preview, StringComparison.Ordinal);
    }

    private async Task<PredictionCard> TerminalAsync(ScenarioOccurrence animal) =>
        (await _bench.Dashboard.Product<OccurrenceReader>().FindAsync(animal.Id, Token))!.History.OfType<PredictionCard>().Single(card => card.Terminal);

    private Task<ScenarioOccurrence> AddAsync(params double[] probabilities) =>
        _bench.Scenario.AddOccurrenceAsync(_moths.Says([.. probabilities.Select(probability => (float)Math.Log(probability))]));

    private async Task<IRenderedComponent<OccurrencePage>> OpenAsync(ScenarioOccurrence animal, TriedRollUp rollUp)
    {
        var page = await _bench.OpenAsync(new OccurrenceAddress(animal.Id) { RollUp = rollUp });
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".roll-up tfoot td, .roll-up .mud-input-error")));
        return page;
    }

    /// <summary>What would become of the prediction of that column.</summary>
    private static string Answer(IRenderedComponent<OccurrencePage> page, string head) => page.Find(".roll-up tfoot tr").CellText(head);

    /// <summary>What stands above the roll-up among the answers side by side.</summary>
    private static IElement RolledUp(IRenderedComponent<OccurrencePage> page) =>
        page.FindAll(".comparison thead th.answer").Single(head => head.Words().StartsWith("Rolled up", StringComparison.Ordinal));

    private static string Text(INode element) => OccurrenceBench.TextOf(element);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
