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
        Assert.Contains("is it missing?", Text(page.Find(".sentence")), StringComparison.Ordinal);
        Assert.StartsWith("Determination becomes Samia cynthia 0.92 → to Actias luna 0.73", Text(page.Find(".outcome")), StringComparison.Ordinal);
        Assert.Contains("4 labels; can mask 1 of 1 row here; the list keeps 1 of its 2 taxa", Text(page.Find(".workbench")), StringComparison.Ordinal);
        Assert.Contains("1 of 4 labels of moths resolves to no taxon and is excluded: '?mystery'.", Text(page.Find(".warning")), StringComparison.Ordinal);
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

        page.WaitForAssertion(() => Assert.StartsWith("Determination stays Samia cynthia 0.92 → its score becomes 0.98", Text(page.Find(".outcome")), StringComparison.Ordinal));
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
        page.WaitForAssertion(() => Assert.StartsWith("Determination becomes Samia cynthia 0.92 → to Actias luna 0.046", Text(page.Find(".outcome")), StringComparison.Ordinal));
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
        Assert.Contains("moths · Masked: A list v1, reweighted · B list v1, reweighted · compared on", Text(page.Find("figcaption")), StringComparison.Ordinal);
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

        page.WaitForAssertion(() => Assert.Contains("None of the 4 classes of moths is a taxon on B list v1", Text(Assert.Single(page.FindAll("thead .answer"), answer => answer.TextContent.Contains("B list", StringComparison.Ordinal))), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_impossible_threshold_is_reported_next_to_its_field()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));
        await _bench.Scenario.AddListOfAsync("Actias luna");
        var page = await _bench.OpenAsync(animal);

        await page.InvokeAsync(() => page.Find(".hold input").ChangeAsync("1.5"));

        page.WaitForAssertion(() => Assert.Contains("Hold below 1.5 is not possible", Text(page.Find("#hold-problem")), StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".outcome"));
    }

    [Fact]
    public async Task Without_a_list_it_leads_to_where_one_is_begun_or_imported()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));

        var page = await _bench.OpenAsync(animal);

        Assert.Contains("There is no taxa list yet that could be used here.", Text(page.Find(".workbench")), StringComparison.Ordinal);
        Assert.Equal(
            [$"taxa-lists/new?project={_bench.Scenario.Project.Id}&occurrence={animal.Id}", DashboardUrls.TaxaLists(_bench.Scenario.Project.Id)],
            page.FindAll(".workbench a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_list_with_no_class_in_common_can_be_looked_at_and_not_applied()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));
        await _bench.Scenario.AddListOfAsync("Morpho menelaus");

        var page = await _bench.OpenAsync(animal);

        Assert.Contains("None of the 4 classes of moths is a taxon on Vermont moths v1", Text(page.Find(".why-not")), StringComparison.Ordinal);
        Assert.Contains("Determination stays Samia cynthia", Text(page.Find(".outcome")), StringComparison.Ordinal);
        Assert.Contains("Skipped, because no class is on the list.", Text(page.Find(".outcome")), StringComparison.Ordinal);
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
        Assert.Contains("Skipped, because there are no logits.", Text(page.Find(".outcome")), StringComparison.Ordinal);
        Assert.True(ApplyButton(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_winner_that_is_no_taxon_leaves_no_determination()
    {
        var bolt = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(0, 9, 8, 0));
        await _bench.Scenario.AddListOfAsync("Actias luna");

        var page = await _bench.OpenAsync(bolt);

        Assert.StartsWith("Determination becomes Samia cynthia 0.73 → to none", Text(page.Find(".outcome")), StringComparison.Ordinal);
        Assert.Contains("No row that counts names a taxon", Text(page.Find(".outcome")), StringComparison.Ordinal);
        Assert.Contains("“background”, which is no taxon", Text(page.Find(".sentence")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_persons_word_stands_whatever_is_masked()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0, 0));
        await _bench.Scenario.IdentifyAsync(animal, "Samia cynthia");
        await _bench.Scenario.AddListOfAsync("Actias luna");

        var outcome = Text((await _bench.OpenAsync(animal)).Find(".outcome"));

        Assert.StartsWith($"Determination stays Samia cynthia Decided by what {_bench.Scenario.Curator.Name} said: a mask never overrules a person.", outcome, StringComparison.Ordinal);
        Assert.Contains("Best prediction beside it: Samia cynthia → Actias luna 0.73", outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_detection_may_decide()
    {
        var animal = (await _bench.Scenario.AddOccurrencesAsync([[[_moths.Says(9, 0, 0, 0)], [_moths.Says(1, 4, 0, 0)]]]))[0];
        await _bench.Scenario.AddListOfAsync("Actias luna");

        var page = await _bench.OpenAsync(new OccurrenceAddress(animal.Id) { DetectionId = animal.Detections[1] });

        Assert.Contains("Decided by the masked row of detection 1 of 2", Text(page.Find(".outcome")), StringComparison.Ordinal);
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

        page.WaitForAssertion(() => Assert.StartsWith("Done: 1 occurrence updated: its determined taxon is another than before, or none.", Text(page.Find("#applying")), StringComparison.Ordinal));
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
        Assert.Equal("Applying would change nothing.", Text(page.Find("#applying")));
    }

    private async Task<Data.Paging.Page<RunRow>> RunsAsync(ScenarioOccurrence animal) => await _bench.Dashboard.Product<RunHistory>()
        .ReadAsync(new() { OccurrenceId = animal.Id }, 10, null, TestContext.Current.CancellationToken);

    private static IElement ApplyButton(IRenderedComponent<OccurrencePage> page) => page.Find(".apply button");

    private static string Text(INode element) => OccurrenceBench.TextOf(element);
}
