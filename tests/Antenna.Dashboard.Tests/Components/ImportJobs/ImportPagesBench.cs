using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.ImportJobs;
using Antenna.Data.ImportJobs;
using Antenna.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.ImportJobs;

/// <summary>The pages of imports, over an empty database.</summary>
public abstract class ImportPagesBench(PostgresCluster cluster) : IAsyncLifetime
{
    protected const string Taxa = "name,rank,kingdom,family,genus\nActias luna,species,Animalia,Saturniidae,Actias\n";

    protected const string Results =
        """
        {"algorithms": {"moths": {"name": "Moths", "key": "moths", "category_map": {"labels": ["Actias luna", "background"]}}},
         "source_images": [{"id": "1", "url": "1.jpg"}], "detections": []}
        """;

    protected TestDatabase Database { get; private set; } = null!;

    protected DashboardContext Dashboard { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(cluster);
        Dashboard = new(Database);
    }

    public async ValueTask DisposeAsync()
    {
        await Dashboard.DisposeAsync();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected IRenderedComponent<NewImportPage> Open()
    {
        Dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(new NewImportAddress());
        return Dashboard.Render<NewImportPage>();
    }

    protected async Task<ImportDetails> FindAsync(long id) => (await Dashboard.Product<ImportCatalog>().FindAsync(id, Token))!;

    protected static void Choose(IRenderedComponent<NewImportPage> page, params (string Name, string Content)[] files) =>
        page.FindComponent<InputFile>().UploadFiles([.. files.Select(file => InputFileContent.CreateFromText(file.Content, file.Name))]);

    /// <summary>As the page's script has a browser name the files of a folder.</summary>
    protected static void ChooseFolder(IRenderedComponent<NewImportPage> page, params (string Name, string Content)[] files) =>
        page.FindComponent<FolderInput>().FindComponent<InputFile>().UploadFiles([.. files.Select(file => InputFileContent.CreateFromText(file.Content, file.Name))]);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;
}
