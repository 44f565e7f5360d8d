using System.Text.Json;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>An algorithm of a running Antenna.</summary>
/// <param name="MapId">Its category map; null where it has none, and so classifies nothing.</param>
internal sealed record RemoteAlgorithm(long Id, string Key, string Name, int Version, string? VersionName, long? MapId)
{
    public static RemoteAlgorithm? Read(JsonElement row)
    {
        if (row.IdOf("id") is not { } id)
            return null;
        var name = row.Text("name") ?? row.Text("key") ?? $"Algorithm {id}";
        return new(
            id, row.Text("key") ?? name, name, int.TryParse(row.Text("version"), out var version) ? version : 1, row.Text("version_name"), row.IdOf("category_map"));
    }
}
