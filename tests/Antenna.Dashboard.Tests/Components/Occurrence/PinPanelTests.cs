using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Occurrence;
using Antenna.Data.Occurrences;
using Antenna.PostProcessing.Masking;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

public sealed class PinPanelTests(PostgresCluster cluster) : IAsyncLifetime
{
    private OccurrenceBench _bench = null!;
    private ScenarioClassifier _moths = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PinnedOccurrences Pins => _bench.Dashboard.Product<PinnedOccurrences>();

    public async ValueTask InitializeAsync()
    {
        _bench = await OccurrenceBench.CreateAsync(cluster);
        _moths = await _bench.Scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", Scenario.Background);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Pinning_is_one_press_and_what_is_tried_shows_on_the_pins_at_once()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await _bench.Scenario.IdentifyAsync(animal, "Actias luna");
        await _bench.Scenario.AddListOfAsync("Actias luna");
        var page = await _bench.OpenAsync(animal);
        page.WaitForAssertion(() => Assert.Contains("None is pinned", page.Find(".pins").TextContent, StringComparison.Ordinal));

        await OccurrenceBench.ClickAsync(page, () => page.Find(".pin button"));

        page.WaitForAssertion(() => Assert.Equal("true", page.Find(".pin button").GetAttribute("aria-pressed")));
        page.WaitForAssertion(() => Assert.Equal($"Occurrence {animal.Id}: fixed", page.Find(".pins article").GetAttribute("aria-label")));
        Assert.Equal("1 fixed", OccurrenceBench.TextOf(page.Find(".pins .counts")));
        Assert.Equal([animal.Id], await Pins.ReadAsync(_bench.Scenario.Project.Id, Token));

        await OccurrenceBench.ClickAsync(page, () => page.Find(".pin button"));

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".pins article")));
        Assert.Empty(await Pins.ReadAsync(_bench.Scenario.Project.Id, Token));
    }

    [Fact]
    public async Task Another_list_masks_the_pins_again_and_a_pin_opens_with_what_is_tried()
    {
        var first = await _bench.Scenario.AddListAsync("A list");
        await _bench.Scenario.AddVersionAsync(first, ["Actias luna"]);
        var second = await _bench.Scenario.AddListAsync("B list");
        await _bench.Scenario.AddVersionAsync(second, ["Samia cynthia"]);
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(4, 1, 0));
        var pinned = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await Pins.PinAsync([pinned.Id], Token);
        var page = await _bench.OpenAsync(animal);
        page.WaitForAssertion(() => Assert.Equal("1 unjudged", OccurrenceBench.TextOf(page.Find(".pins .counts"))));
        Assert.Contains("Actias luna", page.Find(".pins article .after").TextContent, StringComparison.Ordinal);

        var settings = MaskSettings.Default with { TaxaListId = second.Id };
        await page.InvokeAsync(() => page.FindComponent<WorkbenchControls>().Instance.OnTried.InvokeAsync(settings));

        page.WaitForAssertion(() => Assert.Equal(1, page.Find(".pins").CountOf("moves")));
        Assert.Empty(page.FindAll(".pins article"));
        var all = new OccurrenceAddress(animal.Id) { Settings = settings, ShowsAllPins = true };
        Assert.Equal(all.ToString(), page.Link("All 1").GetAttribute("href"));
        await _bench.Dashboard.Renderer.Dispatcher.InvokeAsync(() => _bench.Navigation.NavigateTo(all));
        page.WaitForAssertion(() => Assert.Equal(all.WithOccurrence(pinned.Id).ToString(), page.Find(".pins article a.picture").GetAttribute("href")));
    }

    [Fact]
    public async Task What_others_pin_and_say_is_followed()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(4, 1, 0));
        var pinned = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await _bench.Scenario.AddListOfAsync("Actias luna");
        var page = await _bench.OpenAsync(animal);

        await Pins.PinAsync([pinned.Id], Token);
        page.WaitForAssertion(() => Assert.Equal("1 unjudged", OccurrenceBench.TextOf(page.Find(".pins .counts"))));

        await _bench.Identifications.SubmitAsync(new SuggestedName(pinned.Id, _moths.TaxonOf("Samia cynthia")), await _bench.MeAsync(), Token);
        page.WaitForAssertion(() => Assert.Equal("1 broken", OccurrenceBench.TextOf(page.Find(".pins .counts"))));
    }

    [Fact]
    public async Task Where_there_is_no_room_the_page_says_so()
    {
        var animals = await _bench.Scenario.AddOccurrencesAsync(
            [.. Enumerable.Range(0, PinnedOccurrences.Most + 1).Select(_ => new PipelineResult[][] { [_moths.Says(1, 4, 0)] })]);
        await Pins.PinAsync([.. animals.Skip(1).Select(animal => animal.Id)], Token);
        var page = await _bench.OpenAsync(animals[0]);

        await OccurrenceBench.ClickAsync(page, () => page.Find(".pin button"));

        page.WaitForAssertion(() => Assert.StartsWith("30 are pinned already", page.Find(".pin [role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("false", page.Find(".pin button").GetAttribute("aria-pressed"));
    }
}
