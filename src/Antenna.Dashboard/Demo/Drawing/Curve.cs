using System.Globalization;
using System.Numerics;

namespace Antenna.Dashboard.Demo.Drawing;

/// <summary>A line of cubic Bézier curves, as an SVG path has it with M, C and Z.</summary>
internal sealed class Curve
{
    private const int PointsInSegment = 6;

    private readonly List<(Vector2 From, Vector2 Leaving, Vector2 Arriving, Vector2 To)> _segments = [];

    /// <param name="data">Absolute coordinates; one M, then each C with as many curves as it likes.</param>
    public Curve(string data)
    {
        Data = data;
        var numbers = data.Split([' ', 'M', 'C', 'Z'], StringSplitOptions.RemoveEmptyEntries)
            .Select(number => float.Parse(number, CultureInfo.InvariantCulture)).ToList();
        var points = numbers.Chunk(2).Select(pair => new Vector2(pair[0], pair[1])).ToList();
        for (var i = 0; i + 3 < points.Count; i += 3)
            _segments.Add((points[i], points[i + 1], points[i + 2], points[i + 3]));
    }

    public string Data { get; }

    public Vector2 Start => _segments[0].From;

    public Vector2 End => _segments[^1].To;

    /// <summary>Points along the whole of it, its end not among them.</summary>
    public IEnumerable<Vector2> Points => Enumerable.Range(0, _segments.Count * PointsInSegment).Select(i => At(i / (float)(_segments.Count * PointsInSegment)));

    /// <summary>The point a share of the way along, 0 to 1; each of the curves counts the same.</summary>
    public Vector2 At(float share)
    {
        var along = Math.Clamp(share, 0, 1) * _segments.Count;
        var index = Math.Min((int)along, _segments.Count - 1);
        var (from, leaving, arriving, to) = _segments[index];
        var (t, u) = (along - index, 1 - (along - index));
        return (from * (u * u * u)) + (leaving * (3 * u * u * t)) + (arriving * (3 * u * t * t)) + (to * (t * t * t));
    }
}
