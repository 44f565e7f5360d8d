using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.CaptureSets;
using Antenna.Dashboard.Components.Classifications;
using Antenna.Dashboard.Components.Detections;
using Antenna.Dashboard.Components.ImportJobs;
using Antenna.Dashboard.Components.Occurrence;
using Antenna.Dashboard.Components.Occurrences;
using Antenna.Dashboard.Components.Pictures;
using Antenna.Dashboard.Components.Runs;
using Antenna.Dashboard.Components.TaxaLists;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Addresses;

/// <summary>Addresses that were written by hand, or cut in two: what makes no sense is ignored, or finds nothing.</summary>
public sealed class BadAddressTests(PostgresCluster cluster) : IAsyncLifetime
{
    private static readonly string[] Values =
    [
        "abc", "", "-5", "99999999999999999999", "1e400", "NaN", "9999-12-31", "0001-01-01", "2024-02-30", "none.none", "a%00b", "%F0%9F%A6%8B",
    ];

    private static readonly (string Page, string Names)[] Pages =
    [
        ("occurrences", "project set deployment taxon from to min max ran not-ran list listed verified run change q order view size cursor"),
        ("occurrence", "detection history list version classifier mode only-changes hold from"),
        ("capture-sets", "project list version classifier mode only-changes hold batch cursor"),
        ("capture-set", "list version classifier mode only-changes hold batch from"),
        ("runs", "project state task set occurrence list list-version who min-updated max-updated some none cursor"),
        ("taxa-lists", "project"),
        ("taxa-list", "version show q named unnamed known taxon added against difference cursor from"),
        ("taxa-list-changes", "version against difference cursor"),
        ("picture-hosts", "project"),
        ("taxa-list-import", "project list"),
        ("detections", "id occurrence capture algorithm cursor"),
        ("classifications", "id occurrence detection capture algorithm lineage cursor"),
    ];

    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _dashboard.RenderPopovers();
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    public static TheoryData<string> PageNames => [.. Pages.Select(page => page.Page)];

    [Theory]
    [MemberData(nameof(PageNames))]
    public async Task A_bad_value_is_ignored_or_finds_nothing_and_is_never_an_error(string page)
    {
        var scenario = await Scenario.CreateAsync(_database.DataSource);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animal = await scenario.AddOccurrenceAsync(moths.Says(1, 2));
        var list = await scenario.AddListOfAsync("Actias luna");
        var path = page switch
        {
            "occurrence" => DashboardUrls.Occurrence(animal.Id),
            "capture-set" => DashboardUrls.CaptureSet(scenario.Set.Id),
            "taxa-list" or "taxa-list-changes" => DashboardUrls.TaxaList(list.Id),
            "taxa-list-import" => DashboardUrls.TaxaListImport(),
            _ => page,
        };
        var names = Pages.Single(each => each.Page == page).Names.Split(' ');
        foreach (var value in Values)
        {
            _dashboard.Services.GetRequiredService<NavigationManager>()
                .NavigateTo($"{path}?{string.Join('&', names.Select(name => $"{name}={value}"))}{(page == "taxa-list-changes" ? "&show=changes" : "")}");

            var shown = Render(page);

            shown.WaitForAssertion(() => Assert.Empty(shown.FindAll(".state-waiting")));
            Assert.DoesNotContain(_dashboard.Log.Lines, line => line.Level >= LogLevel.Error);
        }
    }

    private IRenderedComponent<IComponent> Render(string page) => page switch
    {
        "occurrences" => _dashboard.Render<OccurrencesPage>(),
        "occurrence" => _dashboard.Render<OccurrencePage>(),
        "capture-sets" => _dashboard.Render<CaptureSetsPage>(),
        "capture-set" => _dashboard.Render<CaptureSetPage>(),
        "runs" => _dashboard.Render<RunsPage>(),
        "taxa-lists" => _dashboard.Render<TaxaListsPage>(),
        "taxa-list" or "taxa-list-changes" => _dashboard.Render<TaxaListPage>(),
        "picture-hosts" => _dashboard.Render<PictureHostsPage>(),
        "taxa-list-import" => _dashboard.Render<TaxaListImportPage>(),
        "detections" => _dashboard.Render<DetectionsPage>(),
        "classifications" => _dashboard.Render<ClassificationsPage>(),
        _ => throw new ArgumentOutOfRangeException(nameof(page), page, "No such page."),
    };
}
