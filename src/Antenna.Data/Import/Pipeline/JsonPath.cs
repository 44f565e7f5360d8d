using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// Finds where in a JSON value a byte lies. Walks the value from its start, and so costs nothing until something is wrong.
/// </summary>
internal static class JsonPath
{
    /// <summary>Levels that are shown; deeper ones are left out in the middle.</summary>
    private const int LevelsShown = 8;

    /// <summary>The path of the token at an offset, relative to the value: <c>.bbox.x1</c>, or nothing for the value itself.</summary>
    /// <param name="value">The value, or as much of it as there is.</param>
    /// <param name="offset">Bytes from its start.</param>
    public static string At(ReadOnlySpan<byte> value, long offset)
    {
        var levels = new Stack<Level>();
        var reader = new Utf8JsonReader(value, isFinalBlock: false, state: default);
        try
        {
            while (reader.Read() && reader.TokenStartIndex <= offset)
                Follow(ref reader, levels);
        }
        catch (JsonException)
        {
            // What is wrong is known already: up to here the path is right.
        }

        var path = levels.Reverse().Select(level => level.Path).ToList();
        return path.Count <= LevelsShown
            ? string.Concat(path)
            : $"{string.Concat(path.Take(LevelsShown / 2))}…{string.Concat(path.TakeLast(LevelsShown / 2))}";
    }

    private static void Follow(ref Utf8JsonReader reader, Stack<Level> levels)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                levels.Peek().Property = ShortText.Of(Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, IndexedText.LargestBytes)]));
                return;
            case JsonTokenType.EndArray or JsonTokenType.EndObject:
                levels.Pop();
                return;
        }

        if (levels.TryPeek(out var level))
            level.Element++;
        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            levels.Push(new(IsArray: reader.TokenType is JsonTokenType.StartArray));
    }

    private sealed record Level(bool IsArray)
    {
        public string? Property { get; set; }

        public long Element { get; set; } = -1;

        public string Path => this switch
        {
            { IsArray: true, Element: >= 0 } => string.Create(CultureInfo.InvariantCulture, $"[{Element}]"),
            { IsArray: false, Property: { } property } => $".{property}",
            _ => "",
        };
    }
}
