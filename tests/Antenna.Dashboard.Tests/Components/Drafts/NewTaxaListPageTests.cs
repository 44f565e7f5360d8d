using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.TaxaLists;
using Antenna.Dashboard.Tests.Components.Occurrence;
using Antenna.Data.CaptureSets;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.PostProcessing.Masking;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Drafts;

public sealed class NewTaxaListPageTests(PostgresCluster cluster) : IAsyncLifetime
{
    private OccurrenceBench _bench = null!;
    private ScenarioClassifier _moths = null!;
    private ScenarioOccurrence _animal = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await OccurrenceBench.CreateAsync(cluster);
        _moths = await _bench.Scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", "Catocala relicta");
        _animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 9, 3));
        await _bench.Scenario.AddOccurrenceAsync(_moths.Says(9, 1, 3));
        await _bench.Scenario.IdentifyAsync(_animal, "Catocala relicta");
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_list_begins_with_what_people_confirmed_and_is_tried_on_the_occurrence_that_asked_for_it()
    {
        var page = await OpenAsync(new() { ProjectId = _bench.Scenario.Project.Id, CameFromOccurrence = new(_animal.Id) });
        page.WaitForAssertion(() => page.Button("Make the list with 1 species"));

        await MakeAsync(page, "Mine");

        page.WaitForAssertion(() => Assert.StartsWith($"occurrences/{_animal.Id}?list=", _bench.Address, StringComparison.Ordinal));
        Assert.Equal(["Catocala relicta"], await ListedAsync("Mine"));
    }

    [Fact]
    public async Task A_list_that_is_begun_from_a_capture_set_holds_what_was_confirmed_there_and_leads_back_to_it()
    {
        var night = await _bench.Dashboard.Product<CaptureSetEditing>().CreateAsync(OccurrenceChoice.Of([_animal.Id]), CaptureSample.All, "One night", Token);
        var set = new CaptureSetAddress(night) { Settings = MaskSettings.Default with { Options = MaskOptions.Default with { Mode = ScoreMode.Absolute } } };
        var other = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(9, 1, 3));
        await _bench.Scenario.IdentifyAsync(other, "Actias luna");
        var page = await OpenAsync(new() { ProjectId = _bench.Scenario.Project.Id, CaptureSetId = night, CameFromCaptureSet = set });
        page.WaitForAssertion(() => page.Button("Make the list with 1 species"));
        Assert.Equal(set.ToString(), page.Find("a[rel=up]").GetAttribute("href"));

        await MakeAsync(page, "Of the night");

        page.WaitForAssertion(() => Assert.StartsWith($"capture-sets/{night}?list=", _bench.Address, StringComparison.Ordinal));
        Assert.Equal(ScoreMode.Absolute, PageAddress.Parse<CaptureSetAddress>(_bench.Address)!.Settings.Options.Mode);
        Assert.Equal(["Catocala relicta"], await ListedAsync("Of the night"));
    }

    [Fact]
    public async Task What_was_predicted_above_a_score_is_counted_before_and_is_what_the_list_has()
    {
        var page = await OpenAsync(new() { ProjectId = _bench.Scenario.Project.Id, Beginning = ListBeginning.Predicted });
        page.WaitForAssertion(() => page.Button("Make the list with 2 species"));
        await page.InvokeAsync(() => page.Find("input[type=number]").ChangeAsync("1"));
        page.WaitForAssertion(() => page.Button("Make the list with 0 species"));
        await page.InvokeAsync(() => page.Find("input[type=number]").ChangeAsync("0.5"));
        page.WaitForAssertion(() => page.Button("Make the list with 2 species"));

        await MakeAsync(page, "Predicted");

        page.WaitForAssertion(() => Assert.StartsWith("taxa-lists/", _bench.Address, StringComparison.Ordinal));
        Assert.Equal(["Actias luna", "Samia cynthia"], await ListedAsync("Predicted"));
    }

    [Fact]
    public async Task A_copy_lists_what_its_origin_does_and_a_name_that_is_taken_is_refused()
    {
        var origin = await _bench.Scenario.AddListOfAsync("Samia cynthia");
        var page = await OpenAsync(new() { ProjectId = _bench.Scenario.Project.Id, Beginning = ListBeginning.Copy, CopyOfId = origin.Id });
        page.WaitForAssertion(() => page.Button("Make the list with 1 name"));

        await MakeAsync(page, origin.Name);
        page.WaitForAssertion(() => Assert.All([origin.Name, "already"], part => Assert.Contains(part, page.Find(".refused").Words(), StringComparison.Ordinal)));
        await MakeAsync(page, "A copy");

        page.WaitForAssertion(() => Assert.DoesNotContain("taxa-lists/new", _bench.Address, StringComparison.Ordinal));
        Assert.Equal(["Samia cynthia"], await ListedAsync("A copy"));
    }

    [Fact]
    public async Task An_empty_list_has_a_version_that_a_draft_can_change()
    {
        var page = await OpenAsync(new() { ProjectId = _bench.Scenario.Project.Id, CameFromOccurrence = new(_animal.Id), Beginning = ListBeginning.Empty });
        page.WaitForAssertion(() => page.Button("Make an empty list"));
        await MakeAsync(page, "Nothing yet");
        page.WaitForAssertion(() => Assert.StartsWith("occurrences/", _bench.Address, StringComparison.Ordinal));

        var occurrence = _bench.Dashboard.Render<Antenna.Dashboard.Components.Occurrence.OccurrencePage>();
        occurrence.WaitForAssertion(() => occurrence.Button("Add Samia cynthia to the list"));
        await occurrence.PressAsync(() => occurrence.Button("Add Samia cynthia to the list"));

        occurrence.WaitForAssertion(() => Assert.Equal(1, occurrence.Find(".draft .what").CountOf("change")));
        Assert.Equal("Nothing yet v1", occurrence.Find(".draft .what strong").TextContent);
        occurrence.WaitForAssertion(() => occurrence.Button("Strike Samia cynthia from the list"));
    }

    private async Task<IRenderedComponent<NewTaxaListPage>> OpenAsync(NewTaxaListAddress address)
    {
        await _bench.StartAsync();
        await _bench.Dashboard.Renderer.Dispatcher.InvokeAsync(() => _bench.Navigation.NavigateTo(address.ToString()));
        return _bench.Dashboard.Render<NewTaxaListPage>();
    }

    private static async Task MakeAsync(IRenderedComponent<NewTaxaListPage> page, string name)
    {
        await page.InvokeAsync(() => page.Field("Its name").InputAsync(name));
        await page.InvokeAsync(() => page.Find("form.new").SubmitAsync());
    }

    private async Task<IReadOnlyList<string>> ListedAsync(string list)
    {
        await using var context = await _bench.Dashboard.Product<IDbContextFactory<AntennaDbContext>>().CreateDbContextAsync(Token);
        var id = await context.TaxaLists.Where(each => each.Name == list).Select(each => each.Id).SingleAsync(Token);
        var version = await context.TaxaListVersions.SingleAsync(each => each.TaxaListId == id, Token);
        var entries = await context.TaxaListEntries.Where(entry => entry.TaxaListVersionId == version.Id && entry.TaxonId != null).ToListAsync(Token);
        Assert.Equal((1, entries.Count), (version.Number, version.EntryCount));
        return [.. entries.Select(entry => entry.Name).Order(StringComparer.Ordinal)];
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
