using System.Globalization;

namespace Antenna.Data.Import;

/// <summary>A place in an imported file, as precisely as it is known, in the words that a person finds it by.</summary>
/// <param name="File">Name of the file, without its folder.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1: the byte within the line in JSON, the field in CSV.</param>
/// <param name="JsonPath">For JSON, such as <c>$.detections[3].bbox.x1</c>; elements are counted from 0.</param>
public sealed record ImportPlace(string File, long? Line = null, long? Column = null, string? JsonPath = null)
{
    public override string ToString()
    {
        var place = File;
        if (Line is { } line)
            place += string.Create(CultureInfo.InvariantCulture, $", line {line}");
        if (Column is { } column)
            place += string.Create(CultureInfo.InvariantCulture, $", column {column}");
        return JsonPath is null ? place : $"{place}, {JsonPath}";
    }
}
