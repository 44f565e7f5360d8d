using System.Data.Common;
using Antenna.Core.Predictions;
using Antenna.Data;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.PostProcessing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Antenna.RunNode;

/// <summary>A node of the product without its pages: what launches and follows runs and, if its role says so, executes them.</summary>
public static class NodeHost
{
    /// <summary>Sooner than in real life, so that a test which loses a node does not wait for long.</summary>
    private static readonly SchedulerTiming Timing = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

    public static HostApplicationBuilder CreateBuilder(NpgsqlDataSource dataSource, RunExecutionRole role)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton(dataSource);
        builder.Services.AddSingleton<DbDataSource>(dataSource);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddDbContextFactory<AntennaDbContext>(
            options => AntennaDatabase.Configure(options, it => it.UseNpgsql(dataSource)));
        builder.Services.AddSingleton(NotATaxonLabels.Default);
        builder.Services.AddAntennaData();
        builder.Services.AddPostProcessing(role, Timing);
        return builder;
    }
}
