using Antenna.Dashboard.Hosting;
using Antenna.Data.Postgres;
using Antenna.PostProcessing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Antenna.Dashboard.CommandLine;

/// <summary>What a command works with: the database, its schema up to date, and the services upon it.</summary>
internal sealed class CommandSession : IAsyncDisposable
{
    /// <summary>Starting PostgreSQL takes a second; what takes longer is making its database, or downloading it.</summary>
    private static readonly TimeSpan LongOpening = TimeSpan.FromSeconds(2);

    /// <summary>Libraries that log with a stack trace what a command or a run then says in its own words.</summary>
    private static readonly string[] LoggedElsewhere = ["Npgsql", "Microsoft.EntityFrameworkCore", "Quartz"];

    private readonly IHost _host;
    private bool _started;

    private CommandSession(IHost host, DatabaseSession database)
    {
        _host = host;
        Database = database;
    }

    public DatabaseSession Database { get; }

    /// <summary>Opens the database that the settings name.</summary>
    /// <param name="invocation">Where the command writes, and its settings.</param>
    /// <param name="verbose">Write the log to standard error, not only its errors.</param>
    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    /// <exception cref="PrivatePostgresException">The private PostgreSQL cannot be had.</exception>
    /// <exception cref="DatabaseUnavailableException">The configured database cannot be used.</exception>
    public static async Task<CommandSession> OpenAsync(CommandInvocation invocation, bool verbose, CancellationToken cancellationToken)
    {
        var builder = CreateBuilder(invocation, verbose);
        var settings = AntennaSettings.Read(builder.Configuration);
        var database = await OpenDatabaseAsync(settings, builder.Configuration, invocation, verbose, cancellationToken);
        IHost? host = null;
        try
        {
            builder.Services.AddAntenna(settings, database);
            builder.Services.AddPostProcessing(
                database.SharesWithServer ? RunExecutionRole.ScheduleOnly : RunExecutionRole.Execute, settings.Scheduler, settings.Workers);
            builder.Services.AddSingleton<Naming>();
            builder.Services.AddSingleton<RunFollower>();
            builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, CommandLifetime>());
            host = builder.Build();
            await database.MigrateAsync(host.Services.GetRequiredService<NpgsqlDataSource>(), cancellationToken);
            return new(host, database);
        }
        catch
        {
            host?.Dispose();
            await database.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Starts to follow runs, and, unless a server does it, to execute them.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _started = true;
        await _host.StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        // A run that is under way here is put away within this, to be continued from its last batch.
        if (_started)
            await _host.StopAsync(CancellationToken.None);
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static HostApplicationBuilder CreateBuilder(CommandInvocation invocation, bool verbose)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = invocation.Settings,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = SettingsFiles.EnvironmentName,
        });
        SettingsFiles.AddCheckout(builder.Configuration, builder.Environment.EnvironmentName);
        Log(builder.Logging, invocation, verbose);
        return builder;
    }

    private static async Task<DatabaseSession> OpenDatabaseAsync(
        AntennaSettings settings, ConfigurationManager configuration, CommandInvocation invocation, bool verbose, CancellationToken cancellationToken)
    {
        using var loggers = LoggerFactory.Create(logging => Log(logging.AddConfiguration(configuration.GetSection("Logging")), invocation, verbose));
        await using var notice = TimeProvider.System.CreateTimer(
            _ => invocation.Error.WriteLine("Starting PostgreSQL. The first time this can take a minute…"),
            null, LongOpening, Timeout.InfiniteTimeSpan);
        return await DatabaseSession.OpenAsync(settings, PostgresUse.Command, loggers, cancellationToken);
    }

    private static void Log(ILoggingBuilder logging, CommandInvocation invocation, bool verbose)
    {
        logging.ClearProviders();
        invocation.AddLog(logging);
        if (verbose)
            return;

        // Over all levels that are set: those are the server's.
        logging.Services.PostConfigure<LoggerFilterOptions>(filters =>
        {
            filters.Rules.Clear();
            filters.MinLevel = LogLevel.Error;
            foreach (var library in LoggedElsewhere)
                filters.Rules.Add(new(providerName: null, library, LogLevel.None, filter: null));
        });
    }
}
