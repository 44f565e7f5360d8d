using System.Numerics;

namespace Antenna.Dashboard.Demo.Drawing;

/// <summary>
/// A wing on the right of its moth, with coordinates of its own for what is drawn on it: <c>out</c> from 0 at the base to 1
/// at the outer margin, and <c>across</c> from 0 at the costa, the front edge, to 1 at the inner edge. So a line that is
/// written once lies well on every wing, and always inside of it.
/// </summary>
internal sealed class WingShape(Curve costa, Curve margin, Curve inner)
{
    /// <summary>The edge, all the way round.</summary>
    public string Outline { get; } =
        $"{costa.Data}{margin.Data[margin.Data.IndexOf('C', StringComparison.Ordinal)..]}{Svg.Line(inner.Points.Skip(1).Reverse())}Z";

    public IEnumerable<Vector2> Points => costa.Points.Concat(margin.Points).Concat(inner.Points);

    public Vector2 Base => costa.Start;

    /// <summary>The middle of the outer margin.</summary>
    public Vector2 Rim => margin.At(0.5f);

    /// <summary>A Coons patch (Coons 1967) between the edges, of which the base has shrunk to a point.</summary>
    public Vector2 At(double @out, double across)
    {
        var (t, s) = ((float)@out, (float)across);
        return Vector2.Lerp(costa.At(t), inner.At(t), s) + (t * (margin.At(s) - Vector2.Lerp(margin.Start, margin.End, s)));
    }
}
