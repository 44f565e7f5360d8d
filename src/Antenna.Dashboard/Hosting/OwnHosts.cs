using Microsoft.AspNetCore.HostFiltering;

namespace Antenna.Dashboard.Hosting;

/// <summary>
/// The names that the server answers to. A page of another site whose name leads to this computer (DNS rebinding) would
/// otherwise be taken for a page of this server by the browser that shows it.
/// </summary>
public static class OwnHosts
{
    public const string Setting = "AllowedHosts";

    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Answers 400 to every request for another host, or for none.</summary>
    /// <exception cref="SettingsException">The setting allows every host.</exception>
    public static void AddOwnHosts(this IServiceCollection services, IConfiguration configuration)
    {
        var hosts = Read(configuration);
        services.Configure<HostFilteringOptions>(options =>
        {
            options.AllowedHosts = hosts;
            options.AllowEmptyHosts = false;
        });
    }

    /// <summary>The names of this computer, and those that the setting adds, such as a proxy's.</summary>
    private static string[] Read(IConfiguration configuration)
    {
        var added = (configuration[Setting] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return added.FirstOrDefault(host => host.StartsWith('*')) is { } all
            ? throw new SettingsException(
                $"The setting {Setting} has '{all}', which lets pages of other sites in; expected names of hosts, such as moths.example.")
            : [.. Loopback, .. added];
    }
}
