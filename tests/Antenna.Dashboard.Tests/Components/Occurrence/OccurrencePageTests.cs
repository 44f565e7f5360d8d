using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Occurrences;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

public sealed class OccurrencePageTests(PostgresCluster cluster) : IAsyncLifetime
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
    public async Task An_unknown_id_is_reported_and_leads_to_what_there_is()
    {
        var page = await _bench.OpenAsync(new OccurrenceAddress(404_404));

        Assert.EndsWith("no occurrence 404404", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Equal(DashboardUrls.Occurrences(), page.Find(".state a").GetAttribute("href"));
    }

    [Fact]
    public async Task The_header_shows_what_it_is_and_by_how_much()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));

        var page = await _bench.OpenAsync(animal);

        Assert.Equal("Samia cynthia 0.94", OccurrenceBench.TextOf(page.Find("h1")));
        Assert.Equal("Samia cynthia", page.Find("h1 .taxon-name").TextContent);
        Assert.Equal(DashboardUrls.CropPicture(animal.Detections[0], 720), page.Find(".pictures img").GetAttribute("src"));
    }

    [Fact]
    public async Task Its_stored_rows_lead_back_to_what_was_tried_on_it()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var address = new OccurrenceAddress(animal.Id) { CameFrom = new() { Filter = new() { ProjectId = _bench.Scenario.Project.Id, Verified = false } } };

        var page = await _bench.OpenAsync(address);

        Assert.Equal(address.Detections, PageAddress.Parse<DetectionsAddress>(page.Link("detections").GetAttribute("href")!));
        Assert.Equal(address.Classifications, PageAddress.Parse<ClassificationsAddress>(page.Link("classifications").GetAttribute("href")!));
        Assert.Equal(address, address.Detections.Up);
    }

    [Fact]
    public async Task A_person_who_decides_makes_it_verified_with_the_prediction_next_to_it()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await _bench.Scenario.IdentifyAsync(animal, "Hyalophora cecropia");

        var page = await _bench.OpenAsync(animal);

        Assert.Equal("Hyalophora cecropia verified", OccurrenceBench.TextOf(page.Find("h1")));
        Assert.Contains("best prediction: Samia cynthia 0.94", OccurrenceBench.TextOf(page.Find("header")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_imported_observations_say_besides_the_name_is_shown()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await using (var command = _bench.DataSource.CreateCommand(
            """
            insert into imported_observations (capture_id, observation_id, occurrence_id, life_stage, sex, behaviour, animals)
            select capture_id, said.id, occurrence_id, 'adult', said.sex, said.behaviour, said.animals
            from detections, (values ('o1', 'female', null, 1), ('o2', null, 'foraging', 3)) said (id, sex, behaviour, animals) where occurrence_id = $1
            """))
        {
            command.Parameters.Add(new() { Value = animal.Id });
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var page = await _bench.OpenAsync(animal);

        var observed = page.FindAll("header .facts span").Single(fact => fact.Words().StartsWith("observed as", StringComparison.Ordinal));
        Assert.All(["adult", "female", "foraging"], part => Assert.Contains(part, observed.Words(), StringComparison.Ordinal));
        Assert.Equal(3, observed.CountOf("animal"));
    }

    [Fact]
    public async Task An_occurrence_that_nothing_looked_at_has_its_own_words()
    {
        var animal = (await _bench.Scenario.AddOccurrencesAsync([[]]))[0];
        await _bench.Scenario.AddListOfAsync("Actias luna");

        var page = await _bench.OpenAsync(animal);

        Assert.Equal("No determination", OccurrenceBench.TextOf(page.Find("h1")));
        Assert.Contains("has no detection", page.Find(".pictures").TextContent, StringComparison.Ordinal);
        Assert.All(["no identification", "no prediction"], part => Assert.Contains(part, page.Find(".history").TextContent, StringComparison.Ordinal));
        Assert.Contains("No classifier", page.Find(".workbench").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_detections_are_a_strip_with_what_the_mask_makes_of_each_and_choosing_one_is_in_the_address()
    {
        var animal = (await _bench.Scenario.AddOccurrencesAsync([[[_moths.Says(0, 9, 0)], [_moths.Says(3, 2.5f, 0)]]]))[0];
        await _bench.Scenario.AddListOfAsync("Actias luna");
        var page = await _bench.OpenAsync(animal);

        var strip = page.FindAll(".strip button");
        Assert.Equal(["true", "false"], strip.Select(each => each.GetAttribute("aria-pressed")));
        Assert.Equal([false, true], strip.Select(each => each.QuerySelector(".decides") is not null)); // Under the mask, the other one does.
        Assert.All(strip, each => Assert.Contains("A. luna", each.TextContent, StringComparison.Ordinal));

        await OccurrenceBench.ClickAsync(page, () => page.FindAll(".strip button").Single(each => each.QuerySelector("img[alt='Detection 2 of 2']") is not null));

        Assert.Equal(new OccurrenceAddress(animal.Id) { DetectionId = animal.Detections[1] }.ToString(), _bench.Address);
        page.WaitForAssertion(() => Assert.Equal(["false", "true"], page.FindAll(".strip button").Select(each => each.GetAttribute("aria-pressed"))));
        Assert.Equal(DashboardUrls.CropPicture(animal.Detections[1], 720), page.Find(".pictures .crop img").GetAttribute("src"));
        Assert.All(["masked row", "detection 2 of 2"], part => Assert.Contains(part, page.Outcome(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_another_person_identifies_meanwhile_is_shown_without_a_reload()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        await _bench.Scenario.AddListOfAsync("Actias luna");
        var page = await _bench.OpenAsync(animal);
        var other = await _bench.Scenario.AddPersonAsync("Somebody else");

        await _bench.Identifications.SubmitAsync(new SuggestedName(animal.Id, _moths.TaxonOf("Actias luna"), "by its tails"), other, Token);

        page.WaitForAssertion(() => Assert.Equal("Actias luna verified", OccurrenceBench.TextOf(page.Find("h1"))));
        page.WaitForAssertion(() => Assert.Contains("Somebody else said", page.Outcome(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_from_elsewhere_is_shown_without_a_reload_and_so_is_what_the_workbench_makes_of_it()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var list = await _bench.Scenario.AddListOfAsync("Actias luna");
        var page = await _bench.OpenAsync(animal);
        Assert.Contains("Determination becomes", page.Find(".outcome").TextContent, StringComparison.Ordinal);

        var request = new MaskRequest(RunScope.OfCaptureSet(_bench.Scenario.Set.Id), new() { TaxaListId = list.Id, ClassifierIds = [_moths.Id] });
        var run = (await _bench.Dashboard.Product<RunLauncher>().LaunchAsync(request, _bench.Scenario.Curator, Token))[0];
        await _bench.Dashboard.ExecuteAsync(run.RunId);

        page.WaitForAssertion(() => Assert.StartsWith("Actias luna", OccurrenceBench.TextOf(page.Find("h1")), StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.All(["Unchanged", "counts here already"], part => Assert.Contains(part, page.Outcome(), StringComparison.Ordinal)));
        Assert.Contains($"run {run.RunId}", page.Find(".history .card").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mask_that_is_tried_is_in_the_address_and_nothing_else_is()
    {
        var animal = await _bench.Scenario.AddOccurrenceAsync(_moths.Says(1, 4, 0));
        var list = await _bench.Scenario.AddListOfAsync("Actias luna");
        await _bench.Scenario.AddVersionAsync(list, ["Samia cynthia"]);

        var page = await _bench.OpenAsync(new OccurrenceAddress(animal.Id)
        {
            Settings = new()
            {
                TaxaListId = list.Id,
                TaxaListVersion = 1,
                ClassifierIds = [_moths.Id],
                Options = new(Core.Predictions.ScoreMode.Absolute, OnlyWhenSpeciesChanges: true, HoldBelow: 0.99),
            },
        });

        Assert.Equal($"occurrences/{animal.Id}?list={list.Id}&version=1&classifier={_moths.Id}&mode=absolute&only-changes=yes&hold=0.99", _bench.Address);
        Assert.Contains("Held for a person", page.Find(".outcome").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find(".check input").ChangeAsync(false));
        Assert.Equal($"occurrences/{animal.Id}?list={list.Id}&version=1&classifier={_moths.Id}&mode=absolute&hold=0.99", _bench.Address);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
