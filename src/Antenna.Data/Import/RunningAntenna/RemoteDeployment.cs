using System.Text.Json;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>A station of a running Antenna.</summary>
internal sealed record RemoteDeployment(long Id, string Name, string? Latitude, string? Longitude)
{
    public static RemoteDeployment? Read(JsonElement row) =>
        row.IdOf("id") is { } id && row.Text("name") is { } name ? new(id, name, row.Text("latitude"), row.Text("longitude")) : null;
}
