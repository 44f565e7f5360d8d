using System.Data.Common;
using System.Diagnostics;
using Antenna.Dashboard.SignIn;
using Antenna.Data;
using Antenna.Data.Database;
using Antenna.Data.Import.RunningAntenna;
using Antenna.Data.Model;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Dashboard.Hosting;

/// <summary>What server and commands both work with.</summary>
public static class AntennaServices
{
    /// <summary>What traces and metrics call it, which would have its connection string otherwise.</summary>
    private const string DataSourceName = "Antenna";

    /// <summary>Adds the database, the clock, and who acts.</summary>
    public static IServiceCollection AddAntenna(this IServiceCollection services, AntennaSettings settings, DatabaseSession database)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(settings.SignIn);
        services.AddSingleton(settings.NotATaxon);
        services.AddSingleton(database);
        if (database.PrivateFolder is not null)
            services.AddHostedService<PrivatePostgresWatch>();
        services.AddSingleton(provider =>
            new NpgsqlDataSourceBuilder(database.ConnectionString) { Name = DataSourceName }
                .UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>())
                .ConfigureTracing(TraceWhatBelongsToSomething)
                .Build());

        // Quartz asks for the data source by this type.
        services.AddSingleton<DbDataSource>(provider => provider.GetRequiredService<NpgsqlDataSource>());
        services.AddDbContextFactory<AntennaDbContext>((provider, options) => AntennaDatabase.Configure(
            options, builder => builder.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())));
        services.AddAntennaData();
        services.AddSingleton<ITokenSeal>(provider =>
            provider.GetService<IDataProtectionProvider>() is { } keys ? new ProtectedTokens(keys) : new NoTokenSeal());
        services.AddSingleton<ICurrentPerson, LocalCurator>();
        return services;
    }

    /// <summary>
    /// Leaves out of traces the queries of no request, circuit or run: the scheduler looks for work several times a second, on
    /// every node, all day.
    /// </summary>
    private static void TraceWhatBelongsToSomething(NpgsqlTracingOptionsBuilder tracing) => tracing
        .ConfigureCommandFilter(_ => Activity.Current is not null)
        .ConfigureBatchFilter(_ => Activity.Current is not null)
        .ConfigureCopyOperationFilter(_ => Activity.Current is not null);
}
