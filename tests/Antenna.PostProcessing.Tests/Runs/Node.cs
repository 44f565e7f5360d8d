using System.Data.Common;
using Antenna.Data;
using Antenna.PostProcessing.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace Antenna.PostProcessing.Tests.Runs;

/// <summary>A node of the product in this process: what launches and follows runs and, if its role says so, executes them.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly IHost _host;

    private Node(IHost host) => _host = host;

    public RunLauncher Launcher => Service<RunLauncher>();

    public RunFeed Feed => Service<RunFeed>();

    public static async Task<Node> StartAsync(
        NpgsqlDataSource dataSource, RunExecutionRole role, Action<IServiceCollection>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton(dataSource);
        builder.Services.AddSingleton<DbDataSource>(dataSource);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddDbContextFactory<AntennaDbContext>(
            options => AntennaDatabase.Configure(options, it => it.UseNpgsql(dataSource)));
        builder.Services.AddPostProcessing(role, Timing);
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new(host);
    }

    /// <summary>Sooner than in real life, so that a test which loses a node does not wait for long.</summary>
    public static SchedulerTiming Timing { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

    public T Service<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
