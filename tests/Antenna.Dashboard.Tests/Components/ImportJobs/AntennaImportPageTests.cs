using System.Text.Json.Nodes;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.ImportJobs;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.PostProcessing.ImportJobs;
using Antenna.Testing;
using Antenna.Testing.RunningAntennas;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.ImportJobs;

public sealed class AntennaImportPageTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private StandInAntenna _there = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Uri => _dashboard.Services.GetRequiredService<NavigationManager>().Uri;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _there = await StandInAntenna.StartAsync(Token);
        _there.Content.AddCapture(1);
        _there.Content.AddOccurrence(1, 1, 2, 1, 0);
        _there.Content.CaptureSets.Add(new() { ["id"] = 61, ["name"] = "First night", ["source_images_count"] = 1, ["members"] = new JsonArray(1L) });
    }

    public async ValueTask DisposeAsync()
    {
        await _there.DisposeAsync();
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_project_is_chosen_checked_and_imported_and_its_token_is_in_no_address_and_no_record()
    {
        var page = Open();
        await ShowProjectsAsync(page, StandInAntenna.Token);
        await page.InvokeAsync(() => Select(page, "Project there").ValueChanged.InvokeAsync(7));
        page.WaitForAssertion(() => Assert.NotNull(Select(page, "Capture set there, else the whole project")));
        await page.InvokeAsync(() => page.Field("Project here, chosen or new").Input("Hill moths"));

        await page.PressAsync(() => page.Button("Check only"));
        page.WaitForAssertion(() => Assert.Equal("1", page.Row("classifications").CellText("New")));
        Assert.DoesNotContain("classifications/10/", _there.Requests);
        Assert.Contains("remote-project=7", Uri, StringComparison.Ordinal);
        Assert.DoesNotContain(StandInAntenna.Token, Uri, StringComparison.Ordinal);
        await page.PressAsync(() => page.Button("Import"));

        page.WaitForAssertion(() => Assert.Contains("imports/1", Uri, StringComparison.Ordinal));
        await using (var command = _database.DataSource.CreateCommand("select to_jsonb(imports)::text from imports"))
            Assert.DoesNotContain(StandInAntenna.Token, (string)(await command.ExecuteScalarAsync(Token))!, StringComparison.Ordinal);
        await _dashboard.Product<ImportExecutor>().ExecuteAsync(1, Token);
        var import = (await _dashboard.Product<ImportCatalog>().FindAsync(1, Token))!;
        Assert.Equal((ImportState.Succeeded, DashboardContext.Curator, 1L), (import.Row.State, import.Row.RequestedBy, import.Report!.Count("classifications").New));
        var shown = _dashboard.Render<ImportPage>(parameters => parameters.Add(import => import.Id, 1));
        shown.WaitForAssertion(() => Assert.Equal("1", shown.Row("classifications").CellText("New")));
    }

    [Fact]
    public async Task A_token_that_is_refused_is_said_and_no_project_is_shown()
    {
        var page = Open();

        await ShowProjectsAsync(page, "wrong");

        page.WaitForAssertion(() => Assert.Contains("refused the token", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindComponents<MudSelect<long?>>());
    }

    private IRenderedComponent<AntennaImportPage> Open()
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(new AntennaImportAddress());
        return _dashboard.Render<AntennaImportPage>();
    }

    private async Task ShowProjectsAsync(IRenderedComponent<AntennaImportPage> page, string token)
    {
        await page.InvokeAsync(() => page.Field("Its address").Input(_there.Address));
        await page.InvokeAsync(() => page.Field("Your token there").Input(token));
        await page.PressAsync(() => page.Button("Show its projects"));
        page.WaitForAssertion(() => Assert.True(page.FindComponents<MudSelect<long?>>().Count + page.FindAll("[role=alert]").Count > 0));
    }

    private static MudSelect<long?> Select(IRenderedComponent<AntennaImportPage> page, string label) =>
        page.FindComponents<MudSelect<long?>>().Single(select => select.Instance.Label == label).Instance;
}
