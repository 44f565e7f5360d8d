using Antenna.Dashboard.Api;
using Antenna.Dashboard.Components;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Occurrence;
using Antenna.Dashboard.Components.Selection;
using Antenna.Dashboard.Demo;
using Antenna.Dashboard.Downloads;
using Antenna.Dashboard.Pictures;
using Antenna.Dashboard.Runs;
using Antenna.Dashboard.SignIn;
using Antenna.Dashboard.Uploads;
using Antenna.Data.Demo;
using Antenna.Data.Postgres;
using Antenna.PostProcessing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using MudBlazor.Services;
using Npgsql;

namespace Antenna.Dashboard.Hosting;

/// <summary>The dashboard's server: pages, and the runs that people launch from them.</summary>
public static class DashboardServer
{
    /// <summary>How Kestrel's message begins that it has no certificate.</summary>
    private const string NoCertificate = "Unable to configure HTTPS endpoint.";

    // Bytes. A browser tells of all files of a folder in one message, by their paths: of a hundred it may be more than the usual 32 kB.
    private const long LargestMessage = 256 << 10;

    /// <summary>Runs until it is told to stop.</summary>
    /// <param name="settings">Settings as <c>--Section:Key=value</c>, over all others.</param>
    /// <param name="withDemo">Make the demo, where a private database is found empty.</param>
    /// <param name="output">Where the address is printed when it is ready.</param>
    /// <exception cref="SettingsException">A setting makes no sense, or the address is taken.</exception>
    /// <exception cref="PrivatePostgresException">The private PostgreSQL cannot be had.</exception>
    /// <exception cref="DatabaseUnavailableException">The configured database cannot be used.</exception>
    public static async Task RunAsync(string[] settings, bool withDemo, TextWriter output, CancellationToken cancellationToken)
    {
        var builder = CreateBuilder(settings);
        var antenna = AntennaSettings.Read(builder.Configuration);
        ListeningAddresses.Check(builder.Configuration);
        TelemetryExport.Check(builder.Configuration);
        await using var database = await OpenAsync(antenna, builder.Configuration, cancellationToken);
        AddServices(builder, antenna, database);
        await using var app = builder.Build();
        UsePages(app);
        await database.MigrateAsync(app.Services.GetRequiredService<NpgsqlDataSource>(), cancellationToken);
        if (withDemo)
            await app.Services.GetRequiredService<DemoProject>().MakeOnFirstStartAsync(cancellationToken);
        app.Lifetime.ApplicationStarted.Register(() => Announce(app, output));
        try
        {
            await app.RunAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            // It was taken since it was checked.
            throw ListeningAddresses.Taken(string.Join(", ", app.Urls), exception);
        }
        catch (InvalidOperationException exception) when (exception.Message.StartsWith(NoCertificate, StringComparison.Ordinal))
        {
            throw new SettingsException(exception.Message, exception);
        }
    }

    private static WebApplicationBuilder CreateBuilder(string[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = settings,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = SettingsFiles.EnvironmentName,
        });
        SettingsFiles.AddCheckout(builder.Configuration, builder.Environment.EnvironmentName);

        // Outside of its own folder a build that was not published finds its static files only by this manifest.
        builder.WebHost.UseStaticWebAssets();
        if (!ListeningAddresses.AreConfigured(builder.Configuration))
            builder.WebHost.UseUrls(ListeningAddresses.Default);
        builder.WebHost.ConfigureKestrel(LoopbackOnly.Configure);
        builder.Services.AddOwnHosts(builder.Configuration);
        builder.Logging.AddVisibleConsole();
        return builder;
    }

    private static async Task<DatabaseSession> OpenAsync(
        AntennaSettings settings, ConfigurationManager configuration, CancellationToken cancellationToken)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddVisibleConsole());
        return await DatabaseSession.OpenAsync(settings, PostgresUse.Server, loggers, cancellationToken);
    }

    private static void AddServices(WebApplicationBuilder builder, AntennaSettings settings, DatabaseSession database)
    {
        builder.Services.AddAntenna(settings, database);
        builder.Services.AddPostProcessing(RunExecutionRole.Execute, settings.Scheduler, settings.Workers);
        builder.Services.AddHealth();
        builder.Services.AddTelemetryExport(builder.Configuration);
        builder.Services.AddSecurityHeaders();
        builder.Services.AddBrowserSignIn(settings.SignIn);
        builder.Services.AddPictures();
        builder.Services.AddDownloads();
        builder.Services.AddApi();
        builder.Services.AddSingleton(services => new DemoProject(
            services.GetRequiredService<DemoProjects>(), DemoProject.FolderOf(database.PrivateFolder), services.GetRequiredService<ILogger<DemoProject>>()));
        builder.Services.AddMudServices();
        builder.Services.AddScoped<CurrentProject>();
        builder.Services.AddTaskPreviews();
        builder.Services.AddScoped<SelectionStore>();
        builder.Services.AddScoped<OccurrenceWalk>();
        builder.Services.AddScoped<OccurrenceReadAhead>();
        builder.Services.AddSingleton(provider => new FileUploads(Path.GetTempPath(), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(settings.ImportFolders);
        builder.Services.AddRazorComponents()
            .AddInteractiveServerComponents(options => builder.Configuration.GetSection("Circuits").Bind(options))
            .AddHubOptions(options => options.MaximumReceiveMessageSize = LargestMessage);
    }

    private static void UsePages(WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseServerErrors();
        app.UseOwnOriginOnly();
        app.UseApiAccess();

        // An address that leads nowhere gets a page that says so, and still the status that programs look at.
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UsePicturePolicy();

        // What the page without sign-in looks like is no secret.
        app.MapStaticAssets().AllowAnonymous();
        app.MapSignIn();
        app.MapHealth();
        app.MapPictures();
        app.MapRunLogs();
        app.MapDownloads();
        app.MapApi();
        app.MapApiPage();

        // The policy of ours says the same of frames, and more; two that say different things would both hold.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }

    private static void Announce(WebApplication app, TextWriter output)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        var page = app.Services.GetRequiredService<SignInSettings>() switch
        {
            { RequiresToken: false } => "",

            // A configured token is known already, and the output of several nodes is usually collected somewhere.
            { Token: not null } => $"/{DashboardUrls.SignInPath}",
            _ => $"/{DashboardUrls.SignIn(app.Services.GetRequiredService<BrowserToken>().Text)}",
        };
        output.WriteLine($"Antenna.Dashboard is ready: {string.Join(", ", addresses.Select(address => address + page))} (Ctrl-C stops it)");
    }
}
