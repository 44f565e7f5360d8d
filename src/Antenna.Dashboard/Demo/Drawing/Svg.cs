using System.Globalization;
using System.Numerics;
using System.Text;

namespace Antenna.Dashboard.Demo.Drawing;

/// <summary>Writes numbers and points as briefly as a drawing needs them: to a tenth.</summary>
internal static class Svg
{
    public static string Number(double number) => Math.Round(number, 1).ToString("0.#", CultureInfo.InvariantCulture) is var text && text == "-0" ? "0" : text;

    public static string Point(Vector2 point) => $"{Number(point.X)} {Number(point.Y)}";

    /// <summary>Straight lines on to these points.</summary>
    public static string Line(IEnumerable<Vector2> points)
    {
        var text = new StringBuilder();
        foreach (var point in points)
            text.Append('L').Append(Point(point));
        return text.ToString();
    }
}
