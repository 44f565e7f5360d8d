using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>Registers what imports from a running Antenna.</summary>
internal static class RunningAntennaServices
{
    public static void AddRunningAntennas(this IServiceCollection services)
    {
        // Redirects are followed by hand, where the token may go with them; requests are not logged, whose headers have it.
        services.AddHttpClient(AntennaApiOptions.ClientName, client => client.MaxResponseContentBufferSize = 128 << 20)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
                ConnectTimeout = TimeSpan.FromSeconds(15),
            })
            .RemoveAllLoggers();
        services.AddSingleton(new AntennaApiOptions());
        services.TryAddSingleton<ITokenSeal, NoTokenSeal>();
        services.AddSingleton<AntennaImport>();
        services.AddSingleton<AntennaProjects>();
    }
}

/// <summary>Reads which projects and capture sets a running Antenna has, for a person to choose.</summary>
public sealed class AntennaProjects(IHttpClientFactory clients, AntennaApiOptions options, TimeProvider time)
{
    /// <exception cref="ImportRefusedException">They cannot be had.</exception>
    public Task<IReadOnlyList<RemoteChoice>> ReadAsync(AntennaAddress address, ApiToken token, CancellationToken cancellationToken) =>
        CatalogOf(address, token).ProjectsAsync(cancellationToken);

    /// <summary>The capture sets of a project there.</summary>
    /// <exception cref="ImportRefusedException">They cannot be had.</exception>
    public Task<IReadOnlyList<RemoteChoice>> CaptureSetsAsync(AntennaAddress address, ApiToken token, long projectId, CancellationToken cancellationToken) =>
        CatalogOf(address, token).CaptureSetsAsync(projectId, cancellationToken);

    // A person waits for the answer.
    private AntennaCatalog CatalogOf(AntennaAddress address, ApiToken token) => new(new(clients, address, token, options with { Retries = 2 }, time));
}
