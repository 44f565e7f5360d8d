using System.Globalization;

namespace Antenna.Data.Import;

/// <summary>Reads widths and heights in px; programs that keep every number as a fraction write 640 as <c>640.0</c>.</summary>
internal static class ImportSize
{
    /// <summary>For messages.</summary>
    public const string Expected = "a number of pixels above 0";

    /// <summary>The pixels; null where it is no size.</summary>
    public static int? Read(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var size)
        && size is > 0 and <= int.MaxValue && decimal.IsInteger(size)
            ? (int)size
            : null;
}
