using AngleSharp.Dom;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Drafts;
using Antenna.Dashboard.Components.Occurrence;
using Antenna.Dashboard.Tests.Components.Occurrence;
using Antenna.Data.Model;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Drafts;

public sealed class DraftBarTests(PostgresCluster cluster) : IAsyncLifetime
{
    private OccurrenceBench _bench = null!;
    private ScenarioClassifier _moths = null!;
    private ScenarioOccurrence _animal = null!;
    private TaxaList _list = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await OccurrenceBench.CreateAsync(cluster);
        _moths = await _bench.Scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", "Catocala relicta");
        _animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 5, 3));
        _list = await _bench.Scenario.AddListAsync();
        await _bench.Scenario.AddVersionAsync(_list, ["Actias luna"]);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_species_that_is_added_from_its_row_counts_at_once_and_is_undone_by_undo()
    {
        var page = await _bench.OpenAsync(_animal);

        await PressAsync(page, "Add Samia cynthia to the list");

        page.WaitForAssertion(() => Assert.Equal(("Vermont moths v1", 1), Drafted(page)));
        page.WaitForAssertion(() => page.AssertDeterminationStays("Samia cynthia"));
        page.WaitForAssertion(() => Assert.Equal(["+ Samia cynthia ×"], Chips(page)));

        // The classifier in view goes along, so that the set counts at once.
        var sets = PageAddress.Parse<CaptureSetsAddress>(page.Link("Try on a capture set").GetAttribute("href")!)!.Settings;
        Assert.Equal((true, _list.Id, _moths.Id), (sets.UsesDraft, sets.TaxaListId, Assert.Single(sets.ClassifierIds)));

        await PressAsync(page, "Undo: add Samia cynthia");

        page.WaitForAssertion(() => page.AssertDeterminationBecomes("Samia cynthia 0.87", "Actias luna 1"));
        page.WaitForAssertion(() => Assert.Empty(Chips(page)));
        await PressAsync(page, "Redo: add Samia cynthia");
        page.WaitForAssertion(() => Assert.Equal(["+ Samia cynthia ×"], Chips(page)));
    }

    [Fact]
    public async Task A_version_that_nobody_changed_can_be_tried_on_a_capture_set_as_it_is()
    {
        var page = await _bench.OpenAsync(_animal);

        var link = page.WaitForElement(".draft .acts a");

        Assert.Equal("Try on a capture set", link.TextContent);
        var sets = PageAddress.Parse<CaptureSetsAddress>(link.GetAttribute("href")!)!;
        Assert.Equal((_bench.Scenario.Project.Id, false, _list.Id, _moths.Id), (sets.ProjectId, sets.Settings.UsesDraft, sets.Settings.TaxaListId, Assert.Single(sets.Settings.ClassifierIds)));
    }

    [Fact]
    public async Task A_change_of_a_list_stays_that_lists_where_another_is_chosen_before_it_is_stored()
    {
        var other = await _bench.Scenario.AddListAsync("Another");
        await _bench.Scenario.AddVersionAsync(other, ["Catocala relicta"]);
        var dashboard = _bench.Dashboard;
        var lists = (await dashboard.Product<TaxaListCatalog>().ListAsync(_bench.Scenario.Project.Id, null, Token)).ToDictionary(list => list.Id);
        var drafted = new List<StoredDraft?>();
        var bar = dashboard.Render<DraftBar>(parameters => parameters
            .Add(it => it.List, lists[_list.Id]).Add(it => it.Settings, MaskSettings.Default.WithVersion(_list.Id, null)).Add(it => it.OnDraft, drafted.Add));
        Task<bool> adding;
        await using (var storing = await HeldLock.TakeAsync(_bench.Database.ConnectionString, "lock table taxa_list_draft_steps in exclusive mode"))
        {
            adding = bar.InvokeAsync(() => bar.Instance.AddAsync(_moths.TaxonOf("Samia cynthia")));
            await storing.IsWaitedForAsync();
            drafted.Clear();
            bar.Render(parameters => parameters.Add(it => it.List, lists[other.Id]).Add(it => it.Settings, MaskSettings.Default.WithVersion(other.Id, null)));
        }

        Assert.True(await adding);
        Assert.Empty(bar.FindAll(".chip"));
        Assert.DoesNotContain(drafted, draft => draft?.List.Id == _list.Id);
        await using var context = await ContextAsync();
        Assert.Equal(_list.Id, (await context.TaxaListDrafts.SingleAsync(Token)).TaxaListId);
    }

    [Fact]
    public async Task What_was_drafted_is_there_when_the_page_is_opened_again_and_one_change_can_be_undone_alone()
    {
        var first = await _bench.OpenAsync(_animal);
        await PressAsync(first, "Add Samia cynthia to the list");
        first.WaitForAssertion(() => Assert.Single(Chips(first)));
        await PressAsync(first, "Strike Actias luna from the list");
        first.WaitForAssertion(() => Assert.Equal(2, Chips(first).Count));

        var second = await _bench.OpenAsync(_animal);
        second.WaitForAssertion(() => Assert.Equal(["+ Samia cynthia ×", "− Actias luna ×"], Chips(second)));
        await PressAsync(second, "Remove the change: Samia cynthia added");

        second.WaitForAssertion(() => Assert.Equal(["− Actias luna ×"], Chips(second)));

        // The first is another tab of the same person.
        first.WaitForAssertion(() => Assert.Equal(["− Actias luna ×"], Chips(first)));
    }

    [Fact]
    public async Task Saving_with_a_note_makes_the_next_version_which_is_then_looked_at()
    {
        var page = await _bench.OpenAsync(_animal);
        await PressAsync(page, "Add Samia cynthia to the list");
        page.WaitForAssertion(() => Assert.Single(Chips(page)));

        await PressAsync(page, "Save as v2");
        await page.TypeAsync(".saving input[type=text]", "Seen twice");
        await page.InvokeAsync(() => page.Find(".saving").SubmitAsync());

        page.WaitForAssertion(() => Assert.Contains("Vermont moths v2", Text(page.Find(".draft .message[aria-live]")), StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal(("Vermont moths v2", 0), Drafted(page)));
        page.WaitForAssertion(() => Assert.Contains("version=2", _bench.Address, StringComparison.Ordinal));
        await using var context = await ContextAsync();
        Assert.Equal("Seen twice", (await context.TaxaListVersions.SingleAsync(version => version.Number == 2, Token)).Note);
    }

    [Fact]
    public async Task Who_saves_second_sees_what_the_first_changed_chooses_and_merges()
    {
        await _bench.Scenario.AddVersionAsync(_list, ["Actias luna", "Samia cynthia"]);
        var page = await _bench.OpenAsync(_animal);
        await PressAsync(page, "Strike Samia cynthia from the list");
        page.WaitForAssertion(() => Assert.Single(Chips(page)));
        await SaveTheirsAsync();

        await PressAsync(page, "Save as v3");
        await page.InvokeAsync(() => page.Find(".saving").SubmitAsync());
        page.WaitForAssertion(() => Assert.Contains("saved v3 meanwhile", Text(page.Find(".merge")), StringComparison.Ordinal));
        Assert.True(page.Button("Merge and save").HasAttribute("disabled"));
        await page.InvokeAsync(() => page.Choice("You: not on the list").ChangeAsync("on"));
        await page.InvokeAsync(() => page.Find(".saving").SubmitAsync());

        page.WaitForAssertion(() => Assert.Contains("Vermont moths v4", Text(page.Find(".draft .message[aria-live]")), StringComparison.Ordinal));
        await using var context = await ContextAsync();
        var fourth = await context.TaxaListVersions.SingleAsync(version => version.Number == 4, Token);
        Assert.Equal(
            ["Actias luna", "Catocala relicta"],
            await context.TaxaListEntries.Where(entry => entry.TaxaListVersionId == fourth.Id).OrderBy(entry => entry.Name).Select(entry => entry.Name).ToListAsync(Token));
    }

    [Fact]
    public async Task What_people_confirmed_here_and_the_list_lacks_is_added_in_one_step_and_names_that_are_pasted_in_another()
    {
        await _bench.Scenario.IdentifyAsync(_animal, "Samia cynthia");
        var page = await _bench.OpenAsync(_animal);

        await PressAsync(page, "Add species");
        page.WaitForAssertion(() => page.Button("Add the 1 species that the list lacks"));
        await PressAsync(page, "Add the 1 species that the list lacks");
        page.WaitForAssertion(() => Assert.Equal(["+ Samia cynthia ×"], Chips(page)));
        await page.TypeAsync(".adding textarea", "Catocala relicta\n\nNemo nusquam");
        await PressAsync(page, "Match the names");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".adding tbody tr").Count));
        await PressAsync(page, "Add them to the draft");

        page.WaitForAssertion(() => Assert.Equal(["+ Samia cynthia ×", "+ Catocala relicta ×", "+ Nemo nusquam ×"], Chips(page)));
        await PressAsync(page, "Undo: add 2 names");
        page.WaitForAssertion(() => Assert.Equal(["+ Samia cynthia ×"], Chips(page)));
    }

    [Fact]
    public async Task A_discarded_draft_is_asked_about_and_leaves_its_version_in_view()
    {
        var page = await _bench.OpenAsync(_animal);
        await PressAsync(page, "Add Samia cynthia to the list");
        page.WaitForAssertion(() => Assert.Single(Chips(page)));

        await PressAsync(page, "Discard");
        Assert.Equal(1, page.Find(".draft .ask[role=alert]").CountOf("change"));
        await PressAsync(page, "Discard the draft");

        page.WaitForAssertion(() => Assert.Equal(("Vermont moths v1", 0), Drafted(page)));
        Assert.Contains("version=1", _bench.Address, StringComparison.Ordinal);
        page.WaitForAssertion(() => page.AssertDeterminationBecomes("Samia cynthia 0.87", "Actias luna 1"));
    }

    [Fact]
    public async Task Applying_a_draft_refers_to_a_trial_that_its_person_promotes_on_the_lists_page()
    {
        await _bench.Scenario.AddVersionAsync(_list, ["Samia cynthia"]);
        var page = await _bench.OpenAsync(_animal);
        await PressAsync(page, "Strike Samia cynthia from the list");
        page.WaitForAssertion(() => Assert.Single(Chips(page)));
        await PressAsync(page, "Add Catocala relicta to the list");
        page.WaitForAssertion(() => page.AssertDeterminationBecomes("Samia cynthia 0.87", "Catocala relicta 1"));
        await page.PressAsync(".apply button");
        page.WaitForAssertion(() => Assert.Contains("run", page.Find("#applying a").GetAttribute("href"), StringComparison.Ordinal));
        await using var context = await ContextAsync();
        var run = await context.Runs.SingleAsync(Token);
        await _bench.Dashboard.ExecuteAsync(run.Id);
        page.WaitForAssertion(() => Assert.Equal(2, Trial(page).CountOf("change")));
        Assert.All(["Vermont moths v2", "trial"], part => Assert.Contains(part, Trial(page).Name(), StringComparison.Ordinal));

        var list = new Antenna.Dashboard.Components.Addresses.TaxaListAddress(_list.Id) { TrialId = run.TaxaListVersionId };
        await _bench.Dashboard.Renderer.Dispatcher.InvokeAsync(() => _bench.Navigation.NavigateTo(list.ToString()));
        var lists = _bench.Dashboard.Render<Antenna.Dashboard.Components.TaxaLists.TaxaListPage>();
        lists.WaitForAssertion(() => Assert.Contains("is your trial", Text(lists.Find(".promotion")), StringComparison.Ordinal));
        await lists.InvokeAsync(() => lists.Find(".promotion").SubmitAsync());

        lists.WaitForAssertion(() => Assert.EndsWith("version=3", _bench.Address, StringComparison.Ordinal));
        Assert.Equal(3, (await context.TaxaListVersions.AsNoTracking().SingleAsync(version => version.Id == run.TaxaListVersionId, Token)).Number);
    }

    private async Task SaveTheirsAsync()
    {
        var drafts = _bench.Dashboard.Product<TaxaListDrafts>();
        var colleague = await _bench.Scenario.AddPersonAsync("Colleague");
        await using var context = await ContextAsync();
        var newest = await context.TaxaListVersions.NewestOffered(_list.Id).Select(version => version.Id).SingleAsync(Token);
        var draft = await drafts.OpenAsync(_list.Id, newest, colleague, Token);
        var listing = await _bench.Dashboard.Product<Listings>().OfDraftAsync(draft, Token);
        var kept = await _bench.Dashboard.Product<ListingEdits>().KeepDescendantsAsync(listing, await _bench.Scenario.SpeciesAsync("Samia cynthia"), Token);
        draft = (await drafts.StepAsync(draft, kept.Step!, Token)).Draft!;
        var added = ListingEdits.Add(await _bench.Dashboard.Product<Listings>().OfDraftAsync(draft, Token), await _bench.Scenario.SpeciesAsync("Catocala relicta"));
        draft = (await drafts.StepAsync(draft, added.Step!, Token)).Draft!;
        await _bench.Dashboard.Product<TaxaListDraftSaving>().SaveAsync(
            draft, "Theirs", null, new Dictionary<string, Antenna.Core.TaxaLists.MergeSide>(), Token);
    }

    private Task<AntennaDbContext> ContextAsync() => _bench.Dashboard.Product<IDbContextFactory<AntennaDbContext>>().CreateDbContextAsync(Token);

    /// <summary>Presses a button as soon as it is there and enabled: the page is rendered again while a test looks.</summary>
    private static async Task PressAsync(IRenderedComponent<OccurrencePage> page, string name)
    {
        var pressed = Task.CompletedTask;
        page.WaitForAssertion(() =>
        {
            Assert.False(page.Button(name).HasAttribute("disabled"), $"'{name}' is disabled.");
            pressed = page.Button(name).ClickAsync(new());
        });
        await pressed;
    }

    /// <summary>The version that the draft is of, and how many changes it has.</summary>
    private static (string Version, int Changes) Drafted(IRenderedComponent<OccurrencePage> page)
    {
        var what = page.Find(".draft .what");
        return (Text(what.QuerySelector("strong")!), Text(what).Contains("no changes", StringComparison.Ordinal) ? 0 : what.CountOf("change"));
    }

    /// <summary>The link to the trial that a run masked with.</summary>
    private static IElement Trial(IRenderedComponent<OccurrencePage> page) =>
        page.FindAll(".history a").Single(link => link.Name().StartsWith("Vermont moths", StringComparison.Ordinal));

    private static IReadOnlyList<string> Chips(IRenderedComponent<OccurrencePage> page) => [.. page.FindAll(".draft .chip").Select(Text)];

    private static string Text(INode element) => OccurrenceBench.TextOf(element);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
