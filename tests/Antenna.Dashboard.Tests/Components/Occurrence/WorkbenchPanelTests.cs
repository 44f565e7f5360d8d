using AngleSharp.Dom;
using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Occurrence;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

public sealed class WorkbenchPanelTests(PostgresCluster cluster) : IAsyncLifetime
{
    private OccurrenceBench _bench = null!;
    private ScenarioClassifier _moths = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await OccurrenceBench.CreateAsync(cluster);
        _moths = await _bench.Scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", Scenario.Background, "?mystery");
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Left_alone_it_shows_at_once_what_a_mask_would_make_of_the_occurrence_and_writes_nothing()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));
        await _bench.Scenario.AddListOfAsync("Actias luna");
        await _bench.StartAsync();
        var before = await DatabaseContent.ReadEverythingAsync(_bench.DataSource);

        var page = await _bench.OpenAsync(animal);

        Assert.Equal(4, page.FindAll(".workbench tbody tr").Count);
        Assert.Equal("Samia cynthia", page.Find(".sentence .taxon-name").TextContent);
        Assert.Contains("missing?", Text(page.Find(".sentence")), StringComparison.Ordinal);
        page.AssertDeterminationBecomes("Samia cynthia 0.92", "Actias luna 0.73");
        var workbench = page.Find(".workbench");
        Assert.Equal((4, 1, 1), (workbench.CountOf("label"), workbench.CountOf("of 1 row"), workbench.CountOf("of its 2 taxa")));
        Assert.Equal(1, page.Find(".warning").CountOf("of 4 labels"));
        Assert.Contains("'?mystery'", Text(page.Find(".warning")), StringComparison.Ordinal);
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(_bench.DataSource));
    }

    [Fact]
    public async Task Choosing_another_list_masks_at_once()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));
        var first = await _bench.Scenario.AddListAsync("A list");
        await _bench.Scenario.AddVersionAsync(first, ["Actias luna"]);
        var second = await _bench.Scenario.AddListAsync("B list");
        await _bench.Scenario.AddVersionAsync(second, ["Samia cynthia"]);
        var page = await _bench.OpenAsync(animal);
        var controls = page.FindComponent<WorkbenchControls>();

        await page.InvokeAsync(() => controls.Instance.OnTried.InvokeAsync(MaskSettings.Default with { TaxaListId = second.Id }));

        page.WaitForAssertion(() => page.AssertDeterminationStays("Samia cynthia", "0.92", "0.98"));
        Assert.Equal($"occurrences/{animal.Id}?list={second.Id}", _bench.Address);
    }

    [Fact]
    public async Task Absolute_scores_are_one_click_away()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));
        await _bench.Scenario.AddListOfAsync("Actias luna");
        var page = await _bench.OpenAsync(animal);

        await page.InvokeAsync(() => page.Choice("Absolute").ChangeAsync("on"));

        Assert.Equal($"occurrences/{animal.Id}?mode=absolute", _bench.Address);
        page.WaitForAssertion(() => page.AssertDeterminationBecomes("Samia cynthia 0.92", "Actias luna 0.046"));
    }

    [Fact]
    public async Task Another_list_stands_beside_the_mask_tried_and_the_address_has_it()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));
        var first = await _bench.Scenario.AddListAsync("A list");
        await _bench.Scenario.AddVersionAsync(first, ["Actias luna"]);
        var second = await _bench.Scenario.AddListAsync("B list");
        await _bench.Scenario.AddVersionAsync(second, ["Samia cynthia"]);
        var page = await _bench.OpenAsync(new OccurrenceAddress(animal.Id) { Settings = MaskSettings.Default with { TaxaListId = first.Id } });

        await page.InvokeAsync(() => page.Find("[aria-label='Answer 3']").ChangeAsync(TriedAnswer.OfList(second.Id).ToString()));

        Assert.Equal($"occurrences/{animal.Id}?list={first.Id}&answer=original&answer=mask&answer=list-{second.Id}&shown=2", _bench.Address);
        page.WaitForAssertion(() => Assert.Equal(["Original", "Masked A list v1", "B list v1"], page.FindAll("thead .answer").Select(Text)));
        var caption = Text(page.Find("[aria-label=Comparison] figcaption"));
        Assert.All(["moths", "A list v1, reweighted", "B list v1, reweighted"], part => Assert.Contains(part, caption, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_keeps_nothing_says_so_where_its_answer_would_stand()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));
        var first = await _bench.Scenario.AddListAsync("A list");
        await _bench.Scenario.AddVersionAsync(first, ["Actias luna"]);
        var second = await _bench.Scenario.AddListAsync("B list");
        await _bench.Scenario.AddVersionAsync(second, ["Morpho menelaus"]);

        var page = await _bench.OpenAsync(new OccurrenceAddress(animal.Id)
        {
            Settings = MaskSettings.Default with { TaxaListId = first.Id },
            Comparison = new() { Answers = [TriedAnswer.Original, TriedAnswer.OfList(second.Id)] },
        });

        page.WaitForElement("thead .answer .why-not");
        var why = Assert.Single(page.FindAll("thead .answer"), answer => Text(answer).StartsWith("B list", StringComparison.Ordinal)).QuerySelector(".why-not")!;
        Assert.Contains("None", Text(why), StringComparison.Ordinal);
        Assert.Equal(4, why.CountOf("class"));
    }

    [Fact]
    public async Task An_impossible_threshold_is_reported_next_to_its_field()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));
        await _bench.Scenario.AddListOfAsync("Actias luna");
        var page = await _bench.OpenAsync(animal);

        await page.InvokeAsync(() => page.Find(".hold input").ChangeAsync("1.5"));

        page.WaitForAssertion(() => Assert.Contains("1.5", Text(page.Find("#hold-problem[role=alert]")), StringComparison.Ordinal));
        Assert.Equal(("true", "hold-problem"), (page.Find(".hold input").GetAttribute("aria-invalid"), page.Find(".hold input").GetAttribute("aria-describedby")));
        Assert.Empty(page.FindAll(".outcome"));
    }

    [Fact]
    public async Task Without_a_list_it_leads_to_where_one_is_begun_or_imported()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));

        var page = await _bench.OpenAsync(animal);

        Assert.Contains("no taxa list yet", Text(page.Find(".workbench")), StringComparison.Ordinal);
        Assert.Equal(
            [new NewTaxaListAddress { ProjectId = _bench.Scenario.Project.Id, CameFromOccurrence = new(animal.Id) }, DashboardUrls.TaxaLists(_bench.Scenario.Project.Id)],
            page.FindAll(".workbench a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_list_with_no_class_in_common_can_be_looked_at_and_not_applied()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));
        await _bench.Scenario.AddListOfAsync("Morpho menelaus");

        var page = await _bench.OpenAsync(animal);

        Assert.Equal(4, page.Find(".why-not").CountOf("class"));
        Assert.All(["None", "moths", "Vermont moths v1"], part => Assert.Contains(part, Text(page.Find(".why-not")), StringComparison.Ordinal));
        page.AssertDeterminationStays("Samia cynthia");
        Assert.All(["Skipped", "no class"], part => Assert.Contains(part, page.Outcome(), StringComparison.Ordinal));
        Assert.True(ApplyButton(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_classifier_without_logits_shows_that_there_is_nothing_to_compute_with()
    {
        var silent = await _bench.Scenario.AddClassifierAsync("silent", "Actias luna");
        var animal = await _bench.Scenario.AddOccurrenceAsync(silent.SaysWithoutLogits());
        await _bench.Scenario.AddListOfAsync("Actias luna");

        var page = await _bench.OpenAsync(animal);

        Assert.Contains("without logits", Text(page.Find(".why-not")), StringComparison.Ordinal);
        Assert.All(["Skipped", "no logits"], part => Assert.Contains(part, page.Outcome(), StringComparison.Ordinal));
        Assert.True(ApplyButton(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_winner_that_is_no_taxon_leaves_no_determination()
    {
        var bolt = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(0, 9, 8, 0));
        await _bench.Scenario.AddListOfAsync("Actias luna");

        var page = await _bench.OpenAsync(bolt);

        page.AssertDeterminationBecomes("Samia cynthia 0.73", "none");
        Assert.Contains("nothing decides", page.Outcome(), StringComparison.Ordinal);
        Assert.All(["“background”", "no taxon"], part => Assert.Contains(part, Text(page.Find(".sentence")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_persons_word_stands_whatever_is_masked()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));
        await _bench.Scenario.IdentifyAsync(animal, "Samia cynthia");
        await _bench.Scenario.AddListOfAsync("Actias luna");

        var page = await _bench.OpenAsync(animal);

        page.AssertDeterminationStays("Samia cynthia");
        Assert.Empty(page.FindAll(".outcome [role=status] .figure"));
        Assert.Contains($"{_bench.Scenario.Curator.Name} said", page.Outcome(), StringComparison.Ordinal);
        Assert.Contains("Samia cynthia → Actias luna 0.73", page.Outcome(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_detection_may_decide()
    {
        var animal = (await _bench.Scenario.AddOccurrencesAsync([[[_moths.Says(9, 0, 0, 0)], [_moths.Says(1, 4, 0, 0)]]]))[0];
        await _bench.Scenario.AddListOfAsync("Actias luna");

        var page = await _bench.OpenAsync(new OccurrenceAddress(animal.Id) { DetectionId = animal.Detections[1] });

        Assert.All(["masked row", "detection 1 of 2"], part => Assert.Contains(part, page.Outcome(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Applying_makes_one_run_however_often_it_is_clicked_and_shows_its_card_without_a_reload()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));
        await _bench.Scenario.AddListOfAsync("Actias luna");
        var page = await _bench.OpenAsync(animal);

        await OccurrenceBench.ClickAsync(page, () => ApplyButton(page));
        page.WaitForAssertion(() => Assert.Equal("Applying…", Text(ApplyButton(page))));
        await OccurrenceBench.ClickAsync(page, () => ApplyButton(page), clicks: 2);
        var run = Assert.Single((await RunsAsync(animal)).Items);
        Assert.Equal(DashboardUrls.Run(run.Id), page.Find("#applying a").GetAttribute("href"));
        await _bench.Dashboard.ExecuteAsync(run.Id);

        page.WaitForAssertion(() => Assert.StartsWith("Done:", Text(page.Find("#applying")), StringComparison.Ordinal));
        Assert.Equal(1, page.Find("#applying").CountOf("occurrence updated"));
        page.WaitForAssertion(() => Assert.Contains($"run {run.Id}", Text(page.Find(".history .card")), StringComparison.Ordinal));
        Assert.Equal("Actias luna 0.73", Text(page.Find("h1")));
        page.WaitForAssertion(() => Assert.True(ApplyButton(page).HasAttribute("disabled")));
    }

    [Fact]
    public async Task A_run_that_is_under_way_is_followed_by_a_page_that_is_loaded_in_the_middle()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));
        await _bench.Scenario.AddListOfAsync("Actias luna");
        var first = await _bench.OpenAsync(animal);
        await OccurrenceBench.ClickAsync(first, () => ApplyButton(first));
        var run = Assert.Single((await RunsAsync(animal)).Items);

        var second = await _bench.OpenAsync(animal);
        second.WaitForAssertion(() => Assert.Equal("Applying…", Text(ApplyButton(second))));
        await _bench.Dashboard.ExecuteAsync(run.Id);

        second.WaitForAssertion(() => Assert.StartsWith("Done:", Text(second.Find("#applying")), StringComparison.Ordinal));
        second.WaitForAssertion(() => Assert.Equal("Actias luna 0.73", Text(second.Find("h1"))));
    }

    [Fact]
    public async Task What_would_change_nothing_cannot_be_applied_with_the_reason()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));
        await _bench.Scenario.AddListOfAsync("Actias luna");

        var page = await _bench.OpenAsync(new OccurrenceAddress(animal.Id)
        {
            Settings = MaskSettings.Default with { Options = MaskOptions.Default with { HoldBelow = 0.9 } },
        });

        Assert.True(ApplyButton(page).HasAttribute("disabled"));
        Assert.Contains("change nothing", Text(page.Find("#applying")), StringComparison.Ordinal);
    }

    private async Task<Data.Paging.Page<RunRow>> RunsAsync(ScenarioOccurrence animal) => await _bench.Dashboard.Product<RunHistory>()
        .ReadAsync(new() { OccurrenceId = animal.Id }, 10, null, TestContext.Current.CancellationToken);

    private static IElement ApplyButton(IRenderedComponent<OccurrencePage> page) => page.Find(".apply button");

    private static string Text(INode element) => OccurrenceBench.TextOf(element);
}
