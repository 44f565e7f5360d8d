using System.Globalization;
using System.Text.Json;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>Reads members of answers; what is missing, or of another shape, is unknown.</summary>
internal static class JsonFields
{
    /// <summary>A member that is there and not null.</summary>
    public static JsonElement? Member(this JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null ? member : null;

    /// <summary>The elements of a member; none where there is no such array.</summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement parent, string name) =>
        parent.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>A text, or a number as it is written.</summary>
    public static string? Text(this JsonElement parent, string name) => parent.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text => TextOf(text),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()?.Replace("\0", "", StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            // Half of a character that is written as two.
            return null;
        }
    }

    public static bool Truth(this JsonElement parent, string name, bool otherwise) => parent.Member(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => otherwise,
    };

    /// <summary>The id of what a member names: the number itself, or that of the object.</summary>
    public static long? IdOf(this JsonElement parent, string name) => parent.Member(name) is not { } member ? null
        : member.ValueKind is JsonValueKind.Object ? member.IdOf("id")
        : long.TryParse(parent.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>The name of what a member is an object of.</summary>
    public static string? NameOf(this JsonElement parent, string name) => parent.Member(name)?.Text("name");
}
