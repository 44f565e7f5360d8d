using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Antenna.Dashboard.Hosting;

/// <summary>
/// Where the server is to listen, looked at before anything is started: a database that starts, and stops again because an
/// address is taken, is no help.
/// </summary>
public static class ListeningAddresses
{
    public const string Default = "http://localhost:5210";

    private const string Endpoints = "Kestrel:Endpoints";

    /// <summary>Whether a setting says where to listen: where none does, the default is wanted.</summary>
    public static bool AreConfigured(IConfiguration configuration) => Configured(configuration).Any();

    /// <summary>Checks every address that the settings give.</summary>
    /// <exception cref="SettingsException">One is no address, is reached by other computers, or is taken.</exception>
    public static void Check(IConfiguration configuration)
    {
        var configured = Configured(configuration).ToList();
        foreach (var (setting, address) in configured.Count > 0 ? configured : [(WebHostDefaults.ServerUrlsKey, Default)])
            Check(setting, address);
    }

    /// <summary>The message about an address that another program has.</summary>
    public static SettingsException Taken(string address, Exception exception) => new(
        $"Something listens at {address} already, perhaps another Antenna.Dashboard: use that one, or choose another address, "
        + "such as --urls=http://localhost:5211.",
        exception);

    /// <summary>In the order in which they count: whatever the first of these gives, the next ones do not matter.</summary>
    private static IEnumerable<(string Setting, string Address)> Configured(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection(Endpoints).GetChildren()
            .Where(endpoint => !string.IsNullOrWhiteSpace(endpoint["Url"]))
            .Select(endpoint => ($"{endpoint.Path}:Url", endpoint["Url"]!)).ToList();
        if (endpoints.Count > 0)
            return endpoints;
        var urls = Parts(configuration, WebHostDefaults.ServerUrlsKey, url => url);
        return urls.Count > 0
            ? urls
            : [.. Parts(configuration, WebHostDefaults.HttpPortsKey, port => $"http://*:{port}"), .. Parts(configuration, WebHostDefaults.HttpsPortsKey, port => $"https://*:{port}")];
    }

    private static List<(string Setting, string Address)> Parts(IConfiguration configuration, string key, Func<string, string> address) =>
        [.. (configuration[key] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => (key, address(part)))];

    private static void Check(string setting, string address)
    {
        var parsed = Parse(setting, address);
        if (parsed.IsUnixPipe || parsed.IsNamedPipe)
            return;
        var places = parsed.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
            : IPAddress.TryParse(parsed.Host, out var literal) ? new[] { literal } : [IPAddress.Any];
        foreach (var place in places)
        {
            LoopbackOnly.Check(place, address);
            if (parsed.Port != 0)
                CheckFree(new(place, parsed.Port), address);
        }
    }

    private static BindingAddress Parse(string setting, string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address);
            if (parsed.Scheme is "http" or "https" && parsed.Port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort)
                return parsed;
        }
        catch (FormatException)
        {
            // Said below, like what can be parsed and is no address for a server all the same.
        }

        throw new SettingsException($"The setting {setting} gives '{address}', which is no address to listen at; expected something like {Default}.");
    }

    private static void CheckFree(IPEndPoint place, string address)
    {
        try
        {
            SocketTransportOptions.CreateDefaultBoundListenSocket(place).Dispose();
        }
        catch (System.Net.Sockets.SocketException exception) when (exception.SocketErrorCode is System.Net.Sockets.SocketError.AddressAlreadyInUse)
        {
            throw Taken(address, exception);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // No such address on this computer, as ::1 where there is no IPv6, or a port that takes a right: the server does
            // without the one, and says so of the other.
        }
    }
}
