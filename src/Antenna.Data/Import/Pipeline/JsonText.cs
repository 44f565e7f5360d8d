using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Messages about JSON as text: what is no JSON at all, and where.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> BracesAndQuotes = SearchValues.Create("{}\""u8);

    /// <summary>White space between tokens.</summary>
    public static ReadOnlySpan<byte> Space => " \t\r\n"u8;

    /// <summary>Whether there is nothing but white space.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept(Space);

    /// <summary>How many bytes a sound object has that they begin with; null where they end within it.</summary>
    public static int? ObjectLength(ReadOnlySpan<byte> bytes)
    {
        var (depth, end) = (0, 0);
        while (bytes[end..].IndexOfAny(BracesAndQuotes) is >= 0 and var next)
        {
            end += next + 1;
            switch (bytes[end - 1])
            {
                case (byte)'{':
                    depth++;
                    break;
                case (byte)'}' when --depth == 0:
                    return end;
                case (byte)'"' when TextEnd(bytes[end..]) is { } length:
                    end += length;
                    break;
                case (byte)'"':
                    return null;
                default:
                    break;
            }
        }

        return null;
    }

    /// <summary>Finds where bytes stop being UTF-8.</summary>
    public static JsonShapeException NotUtf8(ReadOnlySpan<byte> bytes)
    {
        var sound = 0;
        while (Rune.DecodeFromUtf8(bytes[sound..], out _, out var length) is OperationStatus.Done)
            sound += length;
        return new(sound, "is not UTF-8. Save the file as UTF-8 and import it again.");
    }

    /// <summary>What is wrong, without the place that the reader adds, which counts from 0.</summary>
    public static string Reason(JsonException exception)
    {
        var message = exception.Message.Split(" LineNumber:", 2)[0];
        return message.StartsWith("'N'", StringComparison.Ordinal) || message.StartsWith("'I'", StringComparison.Ordinal)
            ? $"{message} NaN and Infinity are no JSON numbers: write null, \"NaN\", \"Infinity\" or \"-Infinity\"."
            : message;
    }

    /// <summary>Whether these bytes would be sound JSON if only more of them came.</summary>
    public static bool IsCutOff(ReadOnlySpan<byte> bytes, JsonReaderState state)
    {
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, state);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// How many bytes of a text's inside are whole characters and whole escape sequences; null where the text ends in them.
    /// </summary>
    public static int? WholeCharacters(ReadOnlySpan<byte> inside)
    {
        const int simpleEscape = 2, unicodeEscape = 6;
        var end = 0;
        while (inside[end..].IndexOfAny((byte)'\\', (byte)'"') is >= 0 and var next)
        {
            if (inside[end + next] == '"')
                return null;
            end += next;
            var length = end + 1 < inside.Length && inside[end + 1] == 'u' ? unicodeEscape : simpleEscape;
            if (end + length > inside.Length)
                return end;
            end += length;
        }

        // Not into a character of several bytes: back to where the last one begins.
        var last = inside.Length;
        while (last > end && inside.Length - last < 4 && (inside[last - 1] & 0xC0) == 0x80)
            last--;
        return last > end && inside[last - 1] >= 0xC0 ? last - 1 : inside.Length;
    }

    /// <summary>How many bytes of a text's inside and its closing quote; null where the text does not end in them.</summary>
    private static int? TextEnd(ReadOnlySpan<byte> inside)
    {
        const int escape = 2;
        var end = 0;
        while (end < inside.Length && inside[end..].IndexOfAny((byte)'\\', (byte)'"') is >= 0 and var next)
        {
            end += next;
            if (inside[end] == '"')
                return end + 1;
            end += escape;
        }

        return null;
    }
}
