using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.ImportJobs;
using Antenna.PostProcessing.ImportJobs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.ImportJobs;

/// <summary>The page that imports taxa lists, beside a taxonomy of two moths.</summary>
public abstract class TaxaListImportPageBench(PostgresCluster cluster) : IAsyncLifetime
{
    protected const string Moths = "name,rank\nActias luna,species\nSamia cinthia,species\nCatocala sp.,\n";

    protected TestDatabase Database { get; private set; } = null!;
    protected DashboardContext Dashboard { get; private set; } = null!;
    protected Scenario Scenario { get; private set; } = null!;
    protected List<IAsyncDisposable> Cleanups { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(cluster);
        Dashboard = new(Database);
        Scenario = await Scenario.CreateAsync(Database.DataSource);
        await Scenario.SpeciesAsync("Actias luna");
        await Scenario.SpeciesAsync("Samia cynthia");
    }

    public async ValueTask DisposeAsync()
    {
        await Dashboard.DisposeAsync();
        await Database.DisposeAsync();
        foreach (var cleanup in Cleanups)
            await cleanup.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<IRenderedComponent<TaxaListImportPage>> CheckAsync(string content, Encoding? encoding = null)
    {
        var page = Open();
        await page.TypeAsync(".name input", "Vermont moths");
        Choose(page, content, encoding);
        await page.PressAsync(".actions button");
        page.WaitForElement(".outcome");
        return page;
    }

    protected IRenderedComponent<TaxaListImportPage> Open(long? listId = null)
    {
        Dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(DashboardUrls.TaxaListImport(null, listId));
        var page = Dashboard.Render<TaxaListImportPage>();
        page.WaitForElement(".actions");
        return page;
    }

    protected static void Choose(IRenderedComponent<TaxaListImportPage> page, string content, Encoding? encoding = null) =>
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary((encoding ?? Encoding.UTF8).GetBytes(content), "moths.csv"));

    /// <summary>Hands what was checked on, and returns the id of the import that it became.</summary>
    protected async Task<long> LaunchAsync(IRenderedComponent<TaxaListImportPage> page)
    {
        await page.PressAsync(() => ImportButton(page));
        var navigation = Dashboard.Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.StartsWith("imports/", navigation.ToBaseRelativePath(navigation.Uri), StringComparison.Ordinal));
        return long.Parse(navigation.Uri[(navigation.Uri.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>Hands what was checked on, as a node has it executed, and opens the page of the import.</summary>
    protected async Task<IRenderedComponent<ImportPage>> ImportAsync(IRenderedComponent<TaxaListImportPage> page)
    {
        var id = await LaunchAsync(page);
        await Dashboard.Product<ImportExecutor>().ExecuteAsync(id, Token);
        return OpenImport(id);
    }

    protected IRenderedComponent<ImportPage> OpenImport(long id) => Dashboard.Render<ImportPage>(page => page.Add(import => import.Id, id));

    protected static IElement ImportButton(IRenderedComponent<TaxaListImportPage> page) => page.FindAll("button").Single(button => button.Name().StartsWith("Import", StringComparison.Ordinal));

    /// <summary>What is told of a check or an import is of this version of the list, with so many names and taxa.</summary>
    protected static void AssertOutcome<T>(IRenderedComponent<T> page, string version, int names, int taxa)
        where T : IComponent
    {
        var outcome = page.Find(".outcome[role=status] strong");
        Assert.Contains(version, outcome.Words(), StringComparison.Ordinal);
        Assert.Equal((names, taxa), (outcome.CountOf("name"), outcome.CountOf("taxon", "taxa")));
    }

    protected static string Text(IElement element) => string.Join(' ', element.Text().Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    protected static CancellationToken Token => TestContext.Current.CancellationToken;
}
