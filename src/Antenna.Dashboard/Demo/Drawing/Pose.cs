using System.Numerics;

namespace Antenna.Dashboard.Demo.Drawing;

/// <summary>Where and how something sits on the sheet.</summary>
/// <param name="Centre">px.</param>
/// <param name="Scale">px for each unit of its drawing.</param>
/// <param name="Degrees">Turned to the right.</param>
internal readonly record struct Pose(Vector2 Centre, float Scale, float Degrees)
{
    public string Transform => $"translate({Svg.Point(Centre)}) rotate({Svg.Number(Degrees)}) scale({Math.Round(Scale, 3).ToString(System.Globalization.CultureInfo.InvariantCulture)})";

    /// <summary>The smallest box around points of the drawing.</summary>
    public (Vector2 From, Vector2 To) Bounds(IEnumerable<Vector2> points)
    {
        var turned = Matrix3x2.CreateScale(Scale) * Matrix3x2.CreateRotation(float.DegreesToRadians(Degrees)) * Matrix3x2.CreateTranslation(Centre);
        var (from, to) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        foreach (var point in points.Select(point => Vector2.Transform(point, turned)))
            (from, to) = (Vector2.Min(from, point), Vector2.Max(to, point));
        return (from, to);
    }
}
