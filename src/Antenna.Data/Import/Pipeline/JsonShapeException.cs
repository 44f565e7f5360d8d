using System.Text.Json;

namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// Sound JSON of another shape than expected. Only knows how far into the value at hand it was met:
/// <see cref="JsonFileReader"/> turns that into a place in the file.
/// </summary>
internal sealed class JsonShapeException(long offset, string message) : Exception(message)
{
    /// <summary>Bytes from the start of the value that was being parsed.</summary>
    public long Offset => offset;

    public static JsonShapeException Found(in Utf8JsonReader reader, string expected) =>
        new(reader.TokenStartIndex, $"found {Describe(reader)}; expected {expected}.");

    /// <summary>The type of the token that a reader is on, for a message.</summary>
    public static string Describe(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.EndArray => "the end of the array",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Null => "null",
        _ => "nothing",
    };
}
