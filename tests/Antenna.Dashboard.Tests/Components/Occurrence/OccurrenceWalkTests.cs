using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Occurrence;
using Antenna.Data.Occurrences;
using Antenna.PostProcessing.Masking;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

public sealed class OccurrenceWalkTests(PostgresCluster cluster) : IAsyncLifetime
{
    private OccurrenceBench _bench = null!;
    private ScenarioClassifier _moths = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await OccurrenceBench.CreateAsync(cluster);
        _moths = await _bench.Scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", Scenario.Background);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Previous_and_next_walk_through_the_filtered_list_and_keep_the_mask_that_is_tried()
    {
        var list = await _bench.Scenario.AddListOfAsync("Actias luna");
        var lunas = await AddAsync(4, _moths.Says(4, 1, 0));
        await AddAsync(1, _moths.Says(1, 4, 0));
        var from = new OccurrencesAddress
        {
            Filter = new() { ProjectId = _bench.Scenario.Project.Id, TaxonId = _moths.TaxonOf("Actias luna") }, Order = OccurrenceOrder.Oldest,
        };
        var ids = await OrderedAsync(from);
        Assert.Equal(lunas.Select(animal => animal.Id).Order(), ids.Order());
        var address = new OccurrenceAddress(ids[1]) { CameFrom = from, Settings = new MaskSettings { TaxaListId = list.Id } };

        var page = await _bench.OpenAsync(address);

        page.WaitForAssertion(() => Assert.Equal((ids[0], ids[2]), (Led(page, "prev")!.Id, Led(page, "next")!.Id)));
        Assert.Equal(address with { Id = ids[2] }, Led(page, "next"));
        await _bench.Dashboard.Renderer.Dispatcher.InvokeAsync(() => _bench.Navigation.NavigateTo(Led(page, "next")!));
        page.WaitForAssertion(() => Assert.Equal((ids[1], ids[3]), (Led(page, "prev")!.Id, Led(page, "next")!.Id)));
        await _bench.Dashboard.Renderer.Dispatcher.InvokeAsync(() => _bench.Navigation.NavigateTo(Led(page, "next")!));
        page.WaitForAssertion(() => Assert.Equal(ids[2], Led(page, "prev")!.Id));
        Assert.Null(Led(page, "next"));
    }

    [Fact]
    public async Task From_the_list_of_all_projects_one_walks_through_all_of_them()
    {
        var here = (await AddAsync(1, _moths.Says(4, 1, 0)))[0].Id;
        var elsewhere = await (await Scenario.CreateAsync(_bench.DataSource, "Jutland")).AddOccurrenceAsync(_moths.Says(4, 1, 0));
        var all = new OccurrencesAddress();
        Assert.Equal([elsewhere.Id, here], await OrderedAsync(all));

        var page = await _bench.OpenAsync(all.Open(here));

        page.WaitForAssertion(() => Assert.Equal(all.Open(elsewhere.Id), Led(page, "prev")));
        Assert.Equal(all.ToString(), page.Find("a[rel=up]").GetAttribute("href"));
    }

    [Fact]
    public async Task The_next_one_stays_the_next_whatever_is_done_to_the_one_at_hand()
    {
        await AddAsync(3, _moths.Says(4, 1, 0));
        var from = new OccurrencesAddress { Filter = new() { ProjectId = _bench.Scenario.Project.Id, Verified = false }, Order = OccurrenceOrder.Oldest };
        var ids = await OrderedAsync(from);
        var page = await _bench.OpenAsync(new OccurrenceAddress(ids[0]) { CameFrom = from });
        page.WaitForAssertion(() => Assert.Equal(ids[1], Led(page, "next")!.Id));

        await _bench.Identifications.SubmitAsync(new SuggestedName(ids[0], _moths.TaxonOf("Samia cynthia")), await _bench.MeAsync(), Token);

        page.WaitForAssertion(() => Assert.Equal("Samia cynthia verified", OccurrenceBench.TextOf(page.Find("h1"))));
        Assert.Equal(ids[1], Led(page, "next")!.Id);
    }

    [Fact]
    public async Task The_next_one_is_read_ahead_with_its_workbench_and_its_pictures()
    {
        await _bench.Scenario.AddListOfAsync("Actias luna");
        await AddAsync(3, _moths.Says(4, 1, 0));
        var ids = await OrderedAsync(new() { Filter = new() { ProjectId = _bench.Scenario.Project.Id } });
        var readAhead = _bench.Dashboard.Services.GetRequiredService<OccurrenceReadAhead>();

        var page = await _bench.OpenAsync(new OccurrenceAddress(ids[0]));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("link[rel=prefetch]").Count));
        var held = (await readAhead.PeekAsync(ids[1]))!;
        Assert.Equal(ids[1], held.Id);
        Assert.Equal(DashboardUrls.CropPicture(held.MainDetection!.Id, 720), page.Find("link[rel=prefetch]").GetAttribute("href"));
        Assert.Same(held, await readAhead.FindAsync(ids[1], Token));
        var workbench = await readAhead.OpenWorkbenchAsync(ids[1], null, Token);
        Assert.NotSame(workbench, await readAhead.OpenWorkbenchAsync(ids[1], null, Token)); // Each is handed out once.
    }

    [Fact]
    public async Task What_changes_after_it_was_read_ahead_is_read_again()
    {
        await AddAsync(2, _moths.Says(4, 1, 0));
        var ids = await OrderedAsync(new() { Filter = new() { ProjectId = _bench.Scenario.Project.Id } });
        var page = await _bench.OpenAsync(new OccurrenceAddress(ids[0]));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("link[rel=prefetch]")));

        await _bench.Identifications.SubmitAsync(new SuggestedName(ids[1], _moths.TaxonOf("Samia cynthia")), await _bench.MeAsync(), Token);
        await _bench.Dashboard.Renderer.Dispatcher.InvokeAsync(() => _bench.Navigation.NavigateTo(Led(page, "next")!));

        page.WaitForAssertion(() => Assert.Equal("Samia cynthia verified", OccurrenceBench.TextOf(page.Find("h1"))));
    }

    private async Task<IReadOnlyList<ScenarioOccurrence>> AddAsync(int count, PipelineResult row)
    {
        var added = new List<ScenarioOccurrence>();
        for (var each = 0; each < count; each++)
            added.Add(await _bench.Scenario.AddOccurrenceAsync(row));
        return added;
    }

    private async Task<long[]> OrderedAsync(OccurrencesAddress address) =>
        [.. (await _bench.Dashboard.Product<OccurrenceList>().ReadAsync(address.Filter, address.Order, 50, null, Token)).Items.Select(row => row.Id)];

    /// <summary>Where previous or next leads; null where there is none.</summary>
    private static OccurrenceAddress? Led(IRenderedComponent<OccurrencePage> page, string rel) =>
        page.FindAll($"a[rel={rel}]") is [var link, ..] ? PageAddress.Parse<OccurrenceAddress>(link.GetAttribute("href")!) : null;
}
