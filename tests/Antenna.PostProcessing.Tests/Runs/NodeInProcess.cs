using Antenna.PostProcessing.Runs;
using Antenna.RunNode;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace Antenna.PostProcessing.Tests.Runs;

/// <summary>A node of the product in this process.</summary>
internal sealed class NodeInProcess : IAsyncDisposable
{
    private readonly IHost _host;

    private NodeInProcess(IHost host) => _host = host;

    public RunLauncher Launcher => Service<RunLauncher>();

    /// <param name="configure">What this node has otherwise than others.</param>
    public static async Task<NodeInProcess> StartAsync(
        NpgsqlDataSource dataSource, RunExecutionRole role, Action<IServiceCollection>? configure = null)
    {
        var builder = NodeHost.CreateBuilder(dataSource, role);
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new(host);
    }

    public T Service<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
