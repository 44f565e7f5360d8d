using System.Text;
using System.Text.Json;
using Antenna.Core.Taxonomy;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Reads the values of an object, each of the type that it must have.</summary>
internal static class JsonShape
{
    /// <summary>A reader on the first token of a value.</summary>
    public static Utf8JsonReader Begin(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value);
        reader.Read();
        return reader;
    }

    /// <summary>Goes into the object that the reader is on.</summary>
    public static void EnterObject(in Utf8JsonReader reader, string expected)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
            throw JsonShapeException.Found(reader, expected);
    }

    /// <summary>Moves on to the next property's name; false at the object's end.</summary>
    public static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType is JsonTokenType.PropertyName;

    /// <summary>Moves on to the next element; false at the array's end.</summary>
    public static bool NextElement(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType is not JsonTokenType.EndArray;

    /// <summary>Moves on to a property's value, which must be an array; false where it is null.</summary>
    public static bool EnterArray(ref Utf8JsonReader reader, string expected)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartArray => true,
            JsonTokenType.Null => false,
            _ => throw JsonShapeException.Found(reader, expected),
        };
    }

    /// <summary>Passes over a property's value.</summary>
    public static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>A property's text, or null.</summary>
    public static string? Text(ref Utf8JsonReader reader, string expected)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.Null ? null : TextHere(reader, expected);
    }

    /// <summary>A property's text; null where it is anything else, of which nothing is known.</summary>
    public static string? Name(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.String)
            return TextHere(reader, "a name");
        reader.Skip();
        return null;
    }

    /// <summary>A property's text or number as text (published ids and keys are either), or null.</summary>
    public static string? TextOrNumber(ref Utf8JsonReader reader, string expected)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.Number => NumberAsText(reader),
            _ => TextHere(reader, expected),
        };
    }

    /// <summary>A property's value in words, of whatever type it is, where a value that is not understood is no error; null of null.</summary>
    public static string? Anything(ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number when reader.ValueSpan.Length <= IndexedText.LargestBytes:
                return Encoding.ASCII.GetString(reader.ValueSpan);
            case JsonTokenType.String when reader.ValueSpan.Length <= IndexedText.LargestBytes:
                return TryReadText(reader) ?? JsonShapeException.Describe(reader);
            default:
                var description = JsonShapeException.Describe(reader);
                reader.Skip();
                return description;
        }
    }

    /// <summary>A property's text that names a file, as it is written, or null: file systems distinguish what looks the same.</summary>
    public static string? Path(ref Utf8JsonReader reader, string expected)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.Null ? null : RawTextHere(reader, expected);
    }

    /// <summary>The text that the reader is on, in the form in which equal texts are equal.</summary>
    public static string TextHere(in Utf8JsonReader reader, string expected) => UnicodeText.Compose(RawTextHere(reader, expected));

    private static string RawTextHere(in Utf8JsonReader reader, string expected)
    {
        if (reader.TokenType is not JsonTokenType.String)
            throw JsonShapeException.Found(reader, expected);
        CheckLength(reader);
        var text = ReadText(reader);
        return IndexedText.ProblemOf(text) is { } problem ? throw new JsonShapeException(reader.TokenStartIndex, problem) : text;
    }

    /// <summary>A property's whole number, or null.</summary>
    public static int? Integer(ref Utf8JsonReader reader, string expected)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.Number when reader.TryGetInt32(out var number) => number,
            _ => throw JsonShapeException.Found(reader, expected),
        };
    }

    /// <summary>A property's finite number.</summary>
    public static double Number(ref Utf8JsonReader reader, string expected)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw JsonShapeException.Found(reader, expected);
    }

    /// <summary>A property's true or false; null is true where <paramref name="ofNull"/> is.</summary>
    public static bool Truth(ref Utf8JsonReader reader, bool ofNull)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Null => ofNull,
            _ => throw JsonShapeException.Found(reader, "true or false"),
        };
    }

    private static string NumberAsText(in Utf8JsonReader reader)
    {
        CheckLength(reader);
        return Encoding.ASCII.GetString(reader.ValueSpan);
    }

    /// <summary>
    /// Refuses what is far too long before it becomes a string. Escaped, a byte of a text takes at most six.
    /// </summary>
    private static void CheckLength(in Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > IndexedText.LargestBytes * 6)
            throw new JsonShapeException(reader.TokenStartIndex, IndexedText.FarTooLong);
    }

    private static string ReadText(in Utf8JsonReader reader) =>
        TryReadText(reader) ?? throw new JsonShapeException(reader.TokenStartIndex, "has half of a surrogate pair; expected text.");

    private static string? TryReadText(in Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escaped surrogate without its other half: sound JSON, and no text.
            return null;
        }
    }
}
