using System.Globalization;
using System.Numerics;
using System.Text;

namespace Antenna.Dashboard.Demo.Drawing;

/// <summary>Writes numbers and points as briefly as a drawing needs them: to a tenth.</summary>
internal static class Svg
{
    /// <summary>By whole tenths: a demo writes millions of them, and a format string takes its time.</summary>
    public static string Number(double number)
    {
        var tenths = (int)Math.Round(number * 10);
        var (whole, rest) = Math.DivRem(Math.Abs(tenths), 10);
        var sign = tenths < 0 ? "-" : "";
        return rest == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}")
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}.{rest}");
    }

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
