using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Antenna.Dashboard.Hosting;

/// <summary>
/// Keeps the server to this computer: there is no sign-in yet, and all who reach it act as the local curator.
/// </summary>
public static class LoopbackOnly
{
    /// <summary>Refuses every other address, wherever it was configured, before anything listens.</summary>
    public static void Configure(KestrelServerOptions options) => options.ConfigureEndpointDefaults(endpoint =>
    {
        if (endpoint.IPEndPoint is { } place)
            Check(place.Address, $"{place}");
    });

    /// <exception cref="SettingsException">Other computers reach it.</exception>
    internal static void Check(IPAddress place, string address)
    {
        if (!IPAddress.IsLoopback(place))
        {
            throw new SettingsException(
                $"The server would listen at {address}, where other computers reach it, and there is no sign-in yet: anybody who "
                + $"opens it could change everything. Use an address of this computer alone, such as {ListeningAddresses.Default}.");
        }
    }
}
