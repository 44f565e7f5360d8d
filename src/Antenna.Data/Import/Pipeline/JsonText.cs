using System.Text;
using System.Text.Json;

namespace Antenna.Data.Import.Pipeline;

/// <summary>What people need to be told of JSON as text: lines, columns, and what is no JSON at all.</summary>
internal static class JsonText
{
    /// <summary>The line and the column, in bytes, after <paramref name="bytes"/> that begin at a line and a column.</summary>
    public static (long Line, long Column) Advance(ReadOnlySpan<byte> bytes, long line, long column)
    {
        var lastBreak = bytes.LastIndexOf((byte)'\n');
        return lastBreak < 0
            ? (line, column + bytes.Length)
            : (line + bytes.Count((byte)'\n'), bytes.Length - lastBreak);
    }

    /// <summary>Says where bytes stop being UTF-8.</summary>
    public static JsonShapeException NotUtf8(ReadOnlySpan<byte> bytes)
    {
        var sound = 0;
        while (Rune.DecodeFromUtf8(bytes[sound..], out _, out var length) is System.Buffers.OperationStatus.Done)
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
}
