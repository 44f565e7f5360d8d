using System.Text.Json;

namespace Antenna.Dashboard.Runs;

/// <summary>What belongs to a line of a run's log beside its message, as it is shown: values by name, those that are unknown left out.</summary>
internal static class RunLogData
{
    /// <param name="json">An object, as the line stores it; null where it stores none.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string? json)
    {
        if (json is null)
            return [];
        using var data = JsonDocument.Parse(json);
        return
        [
            .. data.RootElement.EnumerateObject()
                .Where(each => each.Value.ValueKind is not JsonValueKind.Null)
                .Select(each => KeyValuePair.Create(each.Name, each.Value.ToString())),
        ];
    }
}
