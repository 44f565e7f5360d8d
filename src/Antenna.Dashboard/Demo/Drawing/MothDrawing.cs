using System.Globalization;
using System.Numerics;
using System.Text;

namespace Antenna.Dashboard.Demo.Drawing;

/// <summary>Draws one moth: its family's form, its species' colours and pattern, and what makes it an animal of its own.</summary>
internal sealed class MothDrawing
{
    private readonly MothShape _shape;
    private readonly MothColours _colours;
    private readonly Colour _fur;
    private readonly string _pattern;
    private readonly string _id;
    private readonly DemoRandom _random;
    private readonly StringBuilder _svg = new();

    private MothDrawing(MothShape shape, MothColours colours, string pattern, string id, DemoRandom random)
    {
        _shape = shape;
        _colours = colours;
        _pattern = pattern;
        _id = id;
        _random = random;
        _fur = Told("body") ?? colours.Ground.Mix(colours.Dark, 0.25);
    }

    /// <param name="pattern">Of the forewing, and after a | of the hindwing.</param>
    /// <param name="id">Where its parts are named within the file; unique there.</param>
    /// <param name="random">What falls otherwise for each species: where specks lie.</param>
    public static string Draw(MothShape shape, MothColours colours, string pattern, string id, Pose pose, DemoRandom random)
    {
        var drawing = new MothDrawing(shape, colours, pattern, id, random);
        drawing.Draw(pose);
        return drawing._svg.ToString();
    }

    private void Draw(Pose pose)
    {
        var patterns = _pattern.Split('|');
        Add($"<g transform=\"{pose.Transform}\" stroke-linecap=\"round\" stroke-linejoin=\"round\"><defs>");
        Gradient("f", _shape.Forewing, _colours.Ground);
        if (_shape.Hindwing is { } hidden)
            Gradient("h", hidden, _colours.Hindwing);
        Add("</defs>");
        var shadowAt = _svg.Length;
        if (_shape.Hindwing is { } hindwing)
            Wings("h", hindwing, _colours.Hindwing, patterns.Length > 1 ? patterns[1] : "");
        Antennae();
        Abdomen();
        Add($"<g fill=\"#1d150a\" opacity=\".16\" transform=\"translate(0 2.4)\">{Both("f0")}</g>");
        Wings("f", _shape.Forewing, _colours.Ground, patterns[0]);
        Head();
        Thorax();
        _svg.Insert(shadowAt, Shadow(pose));
        Add("</g>");
    }

    /// <summary>From the light above the sheet: always down, however the animal is turned.</summary>
    private string Shadow(Pose pose)
    {
        var down = Vector2.Transform(new Vector2(1.2f, 3.4f), Matrix3x2.CreateRotation(float.DegreesToRadians(-pose.Degrees)));
        var outline = (_shape.Hindwing is null ? "" : Both("h0")) + $"<path d=\"{_shape.Abdomen.Data}\"/>" + Both("f0");
        return $"<g fill=\"#2a1f0c\" opacity=\".13\"><g transform=\"translate({Svg.Point(down)})\">{outline}</g></g>"
            + $"<g fill=\"#2a1f0c\" opacity=\".09\"><g transform=\"translate({Svg.Point(down * 2)}) scale(1.01)\">{outline}</g></g>";
    }

    private string Both(string part) => $"<use href=\"#{_id}{part}\"/><use href=\"#{_id}{part}\" transform=\"scale(-1 1)\"/>";

    private void Gradient(string part, WingShape wing, Colour ground)
    {
        var (from, to) = (wing.Base, wing.Rim);
        Add($"<linearGradient id=\"{_id}{part}g\" gradientUnits=\"userSpaceOnUse\" x1=\"{Svg.Number(from.X)}\" y1=\"{Svg.Number(from.Y)}\" x2=\"{Svg.Number(to.X)}\" y2=\"{Svg.Number(to.Y)}\">"
            + $"<stop stop-color=\"{ground.Mix(_colours.Dark, 0.22)}\"/><stop offset=\".45\" stop-color=\"{ground}\"/><stop offset=\"1\" stop-color=\"{ground.Mix(_colours.Dark, 0.1)}\"/></linearGradient>");
    }

    private void Wings(string part, WingShape wing, Colour ground, string pattern)
    {
        Add($"<g id=\"{_id}{part}\"><g fill=\"url(#{_id}{part}g)\"><path id=\"{_id}{part}0\" d=\"{wing.Outline}\"/></g>");
        Add(WingPattern.Draw($"veins:{_colours.Dark.Mix(ground, 0.4)},.22", wing, _colours, _random));
        Add(WingPattern.Mottle(wing, ground, _colours, _random));
        Add(WingPattern.Draw(pattern, wing, _colours, _random));
        Add($"<path d=\"{wing.Outline}\" fill=\"none\" stroke=\"{ground.Mix(_colours.Dark, 0.6)}\" stroke-width=\".8\" opacity=\".7\"/></g>");
        Add($"<use href=\"#{_id}{part}\" transform=\"scale(-1 1)\"/>");
    }

    private void Abdomen()
    {
        Add($"<path d=\"{_shape.Abdomen.Data}\" fill=\"{_fur.Mix(_colours.Hindwing, 0.35)}\"/>");
        var points = _shape.Abdomen.Points.ToList();
        var (top, bottom) = (points.Min(point => point.Y), points.Max(point => point.Y));
        var rings = new StringBuilder();
        for (var i = 2; i < 8; i++)
        {
            var y = top + ((bottom - top) * i / 8);
            var half = points.MinBy(point => Math.Abs(point.Y - y) + (point.X < 0 ? 1000 : 0)).X;
            rings.Append($"M{Svg.Number(-half)} {Svg.Number(y)}q{Svg.Number(half)} 3 {Svg.Number(2 * half)} 0");
        }

        Add($"<path d=\"{rings}\" fill=\"none\" stroke=\"{_colours.Dark}\" stroke-width=\"1.1\" opacity=\".45\"/>");
    }

    private void Thorax()
    {
        var colour = Told("thorax") ?? _fur;
        Add($"<path d=\"{_shape.Thorax.Data}\" fill=\"{colour}\"/>");
        var middle = new Vector2(0, _shape.Thorax.Points.Average(point => point.Y));
        Hairs(colour.Shade(0.25), 0.62f, 1.04f);
        Hairs(colour.Mix(_colours.Dark, 0.5), 0.4f, 0.78f);
        if (Told("collar") is { } collar)
            Add($"<ellipse cx=\"0\" cy=\"{Svg.Number(_shape.Thorax.Start.Y + 5)}\" rx=\"9\" ry=\"4.5\" fill=\"{collar}\"/>");

        void Hairs(Colour hair, float from, float to)
        {
            var hairs = _shape.Thorax.Points.Where(point => point.X >= 0).SelectMany(point =>
            {
                var outward = (point - middle) * (float)_random.Between(0.82, 1.08);
                var (root, tip) = (middle + (outward * from), middle + (outward * to));
                return new[] { $"M{Svg.Point(root)}L{Svg.Point(tip)}", $"M{Svg.Number(-root.X)} {Svg.Number(root.Y)}L{Svg.Number(-tip.X)} {Svg.Number(tip.Y)}" };
            });
            Add($"<path d=\"{string.Concat(hairs)}\" fill=\"none\" stroke=\"{hair}\" stroke-width=\".9\" opacity=\".7\"/>");
        }
    }

    private void Head()
    {
        Add($"<path d=\"{_shape.Head.Data}\" fill=\"{_fur.Mix(_colours.Dark, 0.2)}\"/>");
        var widest = _shape.Head.Points.MaxBy(point => point.X);
        for (var side = -1; side <= 1; side += 2)
            Add($"<circle cx=\"{Svg.Number(side * widest.X * 0.88)}\" cy=\"{Svg.Number(widest.Y)}\" r=\"1.6\" fill=\"#1b1512\"/>");
    }

    private void Antennae()
    {
        var colour = _colours.Dark.Mix(_colours.Ground, 0.3);
        Add($"<g id=\"{_id}a\" fill=\"none\" stroke=\"{colour}\"><path d=\"{_shape.Antenna.Data}\" stroke-width=\"{(_shape.AntennaKind is "thick" ? "2.2" : "1.1")}\"/>");
        if (_shape.AntennaKind is "feathered" or "plumed")
        {
            var width = _shape.AntennaKind is "plumed" ? "9" : "4.5";
            Add($"<path d=\"{_shape.Antenna.Data}\" stroke-width=\"{width}\" stroke-dasharray=\".7 1.3\" stroke-linecap=\"butt\"/>");
        }

        Add($"</g><use href=\"#{_id}a\" transform=\"scale(-1 1)\"/>");
    }

    /// <summary>A colour of the body that the pattern names.</summary>
    private Colour? Told(string part) => _pattern.Split(' ', '|').FirstOrDefault(word => word.StartsWith($"{part}:", StringComparison.Ordinal)) is { } word
        ? Colour.Parse(word[(part.Length + 1)..])
        : null;

    private void Add(string svg) => _svg.Append(CultureInfo.InvariantCulture, $"{svg}");
}
