using AngleSharp.Dom;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Occurrences;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Occurrences;

/// <summary>The page of occurrences, over three animals of a project.</summary>
public abstract class OccurrencesPageBench(PostgresCluster cluster) : IAsyncLifetime
{
    protected TestDatabase Database { get; private set; } = null!;

    protected DashboardContext Dashboard { get; private set; } = null!;

    protected Scenario Scenario { get; private set; } = null!;

    protected ScenarioClassifier Moths { get; private set; } = null!;

    /// <summary>Of Samia, Actias and nothing known, in that order.</summary>
    protected IReadOnlyList<ScenarioOccurrence> Animals { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected OccurrenceFilter InProject => new() { ProjectId = Scenario.Project.Id };

    protected string Address => Navigation.ToBaseRelativePath(Navigation.Uri);

    protected NavigationManager Navigation => Dashboard.Services.GetRequiredService<NavigationManager>();

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(cluster);
        Dashboard = new(Database);
        Scenario = await Scenario.CreateAsync(Database.DataSource);
        Moths = await Scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", "?who");
        Animals = await Scenario.AddOccurrencesAsync([[[Moths.Says(1, 4, 0)]], [[Moths.Says(4, 1, 0)]], [[Moths.Says(0, 0, 9)]]]);
    }

    public async ValueTask DisposeAsync()
    {
        await Dashboard.DisposeAsync();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected IRenderedComponent<OccurrencesPage> Open(OccurrencesAddress address)
    {
        Show(address);
        return Dashboard.Render<OccurrencesPage>();
    }

    protected void Show(OccurrencesAddress address) => Navigation.NavigateTo(address);

    protected IElement Row(IRenderedComponent<OccurrencesPage> page, int animal) => page.Row($"{Animals[animal].Id}");

    /// <summary>How many occurrences are told to be selected: on the page shown, and on others.</summary>
    protected static (int Here, int Elsewhere) Selected(IRenderedComponent<OccurrencesPage> page)
    {
        var told = page.Find(".bar strong[role=status]");
        return (told.CountOf("selected"), told.TextContent.Contains("others", StringComparison.Ordinal) ? told.CountOf("on others") : 0);
    }
}
