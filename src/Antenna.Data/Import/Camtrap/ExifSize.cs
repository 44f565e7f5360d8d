using System.Text;
using System.Text.Json;
using Antenna.Data.Import.Pipeline;

namespace Antenna.Data.Import.Camtrap;

/// <summary>
/// What <c>exifData</c> says of a picture's size, and of the fractions of a second of its time, which the standard's own column has no
/// place for. Programs write EXIF as JSON in several shapes: members as they are, in groups, or with the group before a colon.
/// </summary>
/// <param name="Width">px, with <paramref name="Height"/>; null where it says nothing of it.</param>
/// <param name="Clock">The camera's clock with fractions of seconds.</param>
internal readonly record struct ExifSize(int? Width, int? Height, DateTime? Clock, bool IsBroken)
{
    private static readonly (string Width, string Height)[] Sizes =
        [("ImageWidth", "ImageHeight"), ("ExifImageWidth", "ExifImageHeight"), ("PixelXDimension", "PixelYDimension"), ("ImageWidth", "ImageLength")];

    public static ExifSize Read(string? json)
    {
        if (json is null)
            return default;
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var isBroken = !TryGather(Encoding.UTF8.GetBytes(json), values);
        var clock = values.TryGetValue("SubSecDateTimeOriginal", out var text) && ImportTimestamp.ReadWallClock(text, out var time) is TimestampReading.Known
            ? time
            : (DateTime?)null;
        foreach (var (width, height) in Sizes)
        {
            if (SizeOf(values, width) is { } w && SizeOf(values, height) is { } h)
                return new(w, h, clock, isBroken);
        }

        return new(null, null, clock, isBroken);
    }

    /// <summary>Published packages have an object with more behind it: what is sound of it counts.</summary>
    private static bool TryGather(ReadOnlySpan<byte> json, Dictionary<string, string> values)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                return false;
            Gather(document.RootElement, values);
            return JsonText.IsBlank(json[(int)reader.BytesConsumed..]);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Gather(JsonElement element, Dictionary<string, string> values)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (member.Value.ValueKind is JsonValueKind.Object)
                Gather(member.Value, values);
            else if (member.Value.ValueKind is JsonValueKind.Number or JsonValueKind.String)
                values.TryAdd(member.Name[(member.Name.LastIndexOf(':') + 1)..], member.Value.ToString());
        }
    }

    private static int? SizeOf(Dictionary<string, string> values, string name) => values.TryGetValue(name, out var text) ? ImportSize.Read(text) : null;
}
