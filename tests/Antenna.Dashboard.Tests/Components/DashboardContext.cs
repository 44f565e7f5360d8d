using System.Data.Common;
using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Occurrence;
using Antenna.Dashboard.Components.Selection;
using Antenna.Dashboard.Downloads;
using Antenna.Dashboard.Hosting;
using Antenna.Dashboard.Importing;
using Antenna.Dashboard.Pictures;
using Antenna.Dashboard.SignIn;
using Antenna.Dashboard.Uploads;
using Antenna.Data;
using Antenna.Data.Database;
using Antenna.Data.Import.RunningAntenna;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Projects;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Bunit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MudBlazor;
using MudBlazor.Services;
using Npgsql;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components;

/// <summary>Renders components as the dashboard does: with its services, over a real database.</summary>
public sealed class DashboardContext : BunitContext
{
    /// <summary>The name of the person who acts.</summary>
    public const string Curator = "Test Curator";

    private readonly IHost _product;

    /// <param name="dataSource">What the product's services query through, where it is not the database's own.</param>
    public DashboardContext(TestDatabase database, NpgsqlDataSource? dataSource = null)
    {
        var source = dataSource ?? database.DataSource;
        var contexts = new Contexts(source);

        // A host next to the pages: what is registered here comes to life only in a test that starts it.
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Log.Factory);
        builder.Services.AddSingleton(source);
        builder.Services.AddSingleton<DbDataSource>(source);
        builder.Services.AddSingleton<IDbContextFactory<AntennaDbContext>>(contexts);
        builder.Services.AddSingleton(NotATaxonLabels.Default);
        builder.Services.AddAntennaData();
        builder.Services.AddSingleton<ITokenSeal>(new ProtectedTokens(new EphemeralDataProtectionProvider()));
        builder.Services.AddPostProcessing(RunExecutionRole.ScheduleOnly, SchedulerTiming.Default);
        builder.Services.AddSingleton<ICurrentPerson>(new TestCurator(contexts));
        builder.Services.AddSingleton(new FileUploads(UploadFolder, TimeProvider.System));
        builder.Services.AddSingleton(new ReadableFolders([UploadFolder]));
        builder.Services.AddSingleton<CaptureSizes>();
        builder.Services.AddDownloads();
        _product = builder.Build();

        Services.AddSingleton(Log.Factory);
        Services.AddFallbackServiceProvider(_product.Services);
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddScoped<CurrentProject>();
        Services.AddScoped(_ => new SelectionStore(Product<OccurrenceTrays>(), Product<ICurrentPerson>()));
        Services.AddScoped(provider => new OccurrenceWalk(Product<OccurrenceList>(), Product<StoredSelections>(), provider.GetRequiredService<SelectionStore>()));
        Services.AddScoped(provider => new OccurrenceReadAhead(
            Product<OccurrenceReader>(), provider.GetRequiredService<OccurrenceWalk>(), Product<MaskWorkbenches>(), Product<ICurrentPerson>()));
        Services.AddTaskPreviews();

        // A page that never comes to it fails its test; one on a busy machine only takes longer.
        DefaultWaitTimeout = LongestWait.Time;

        // What MudBlazor asks of its scripts changes nothing that a test looks at.
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    /// <summary>What the product logs, and the components.</summary>
    public RecordedLog Log { get; } = new();

    /// <summary>Where files are kept that a test sends.</summary>
    public string UploadFolder { get; } = Directory.CreateTempSubdirectory("antenna-test-").FullName;

    /// <summary>
    /// Begins to tell pages of runs. No node is at work: a test executes each run itself, when it wants to, and nothing
    /// happens behind its back.
    /// </summary>
    public async Task StartAsync()
    {
        await _product.StartAsync(TestContext.Current.CancellationToken);
        await Log.WaitForAsync(line => line.Message == "Listening for changes");
    }

    /// <summary>Executes a run that a page launched, to its end.</summary>
    public async Task ExecuteAsync(long runId)
    {
        var token = TestContext.Current.CancellationToken;
        await Product<RunExecutor>().StartAsync(runId, token);
        await using var connection = await Product<NpgsqlDataSource>().OpenConnectionAsync(token);
        foreach (var part in await RunPartRecords.UnfinishedAsync(connection, runId, token))
            await Product<RunExecutor>().ExecutePartAsync(runId, part, token);
    }

    /// <summary>A service of the product.</summary>
    public T Product<T>()
        where T : notnull => _product.Services.GetRequiredService<T>();

    /// <summary>Renders where popovers are drawn: lists of suggestions and menus are not inside their component.</summary>
    public IRenderedComponent<MudPopoverProvider> RenderPopovers() => Render<MudPopoverProvider>();

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _product.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_product).DisposeAsync();
        Directory.Delete(UploadFolder, recursive: true);
    }

    private sealed class Contexts(NpgsqlDataSource dataSource) : IDbContextFactory<AntennaDbContext>
    {
        public AntennaDbContext CreateDbContext() => new(AntennaDatabase.Options(dataSource));
    }

    private sealed class TestCurator(Contexts contexts) : ICurrentPerson
    {
        public string Name => Curator;

        public async Task<Person> GetAsync(CancellationToken cancellationToken)
        {
            await using var context = contexts.CreateDbContext();
            return await People.EnsureAsync(context, Name, TestContext.Current.CancellationToken);
        }

        public async Task<Person?> FindAsync(CancellationToken cancellationToken)
        {
            await using var context = contexts.CreateDbContext();
            return await People.FindAsync(context, Name, TestContext.Current.CancellationToken);
        }
    }
}
