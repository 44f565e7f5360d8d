using AngleSharp.Dom;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.CaptureSets;
using Antenna.PostProcessing.Masking;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.CaptureSets;

/// <summary>The page of a capture set with three moths.</summary>
public abstract class CaptureSetPageBench(PostgresCluster cluster) : IAsyncLifetime
{
    protected TestDatabase Database { get; private set; } = null!;
    protected DashboardContext Dashboard { get; private set; } = null!;
    protected Scenario Scenario { get; private set; } = null!;
    protected ScenarioClassifier Moths { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(cluster);
        Dashboard = new(Database);
        Scenario = await Scenario.CreateAsync(Database.DataSource);
        Moths = await Scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await Scenario.AddOccurrencesAsync([[[Moths.Says(1, 4)]], [[Moths.Says(4, 1)]], [[Moths.Says(2, 4)]]]);
    }

    public async ValueTask DisposeAsync()
    {
        await Dashboard.DisposeAsync();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected string Address
    {
        get
        {
            var navigation = Dashboard.Services.GetRequiredService<NavigationManager>();
            return navigation.ToBaseRelativePath(navigation.Uri);
        }
    }

    protected async Task<ScenarioClassifier> AddClassifierAsync(string name, params string[] labels)
    {
        var classifier = await Scenario.AddClassifierAsync(name, labels);
        await Scenario.AddOccurrenceAsync(classifier.Says([.. labels.Select((_, index) => (float)index)]));
        return classifier;
    }

    /// <summary>Opens the page with this choice in its address, as far as it goes without anybody doing anything.</summary>
    protected async Task<IRenderedComponent<CaptureSetPage>> OpenAsync(MaskSettings choice)
    {
        var page = Open(choice);
        await using var context = Database.CreateDbContext();
        if (choice.TaxaListId is null && await context.TaxaLists.AnyAsync(Token))
            page.WaitForState(() => Address.Contains("classifier=", StringComparison.Ordinal));
        return page;
    }

    protected IRenderedComponent<CaptureSetPage> Open(MaskSettings choice)
    {
        Dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(DashboardUrls.CaptureSet(Scenario.Set.Id, choice));
        var page = Dashboard.Render<CaptureSetPage>();
        page.WaitForAssertion(() => Assert.Equal(Scenario.Set.Name, page.Find("h1").TextContent));
        return page;
    }

    protected static IElement LaunchButton(IRenderedComponent<CaptureSetPage> page) => page.Find(".launch button");

    protected static string Sentence(IElement element) => string.Join(' ', element.TextContent.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    protected static CancellationToken Token => TestContext.Current.CancellationToken;
}
