using System.Globalization;
using System.Numerics;
using System.Text;

namespace Antenna.Dashboard.Demo.Drawing;

/// <summary>
/// What is drawn on a wing, from words such as <c>line:.6,z,d band:.3,.5,#445566,w spot:.5,.4,3,l kidney</c>: a kind, then
/// places in the wing's coordinates, sizes in hundredths of a wing's length, and colours: <c>d</c> dark, <c>l</c> light,
/// <c>g</c> ground, or one of its own. Lines are <c>s</c> smooth, <c>w</c> wavy or <c>z</c> toothed.
/// </summary>
internal sealed class WingPattern
{
    private readonly WingShape _wing;
    private readonly MothColours _colours;
    private readonly DemoRandom _random;
    private readonly StringBuilder _svg = new();

    private WingPattern(WingShape wing, MothColours colours, DemoRandom random)
    {
        _wing = wing;
        _colours = colours;
        _random = random;
    }

    public static string Draw(string pattern, WingShape wing, MothColours colours, DemoRandom random)
    {
        var drawn = new WingPattern(wing, colours, random);
        foreach (var word in pattern.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            drawn.Draw(word);
        return drawn._svg.ToString();
    }

    /// <summary>What no wing is without: parts a little darker or lighter than others.</summary>
    public static string Mottle(WingShape wing, Colour ground, MothColours colours, DemoRandom random)
    {
        return Patches(ground.Mix(colours.Dark, 0.8), 9) + Patches(ground.Shade(0.6), 7);

        string Patches(Colour colour, int count)
        {
            var patches = Enumerable.Range(0, count).Select(_ => $"M{Svg.Point(wing.At(Math.Sqrt(random.Between(0.04, 0.78)), random.Between(0.16, 0.84)))}h0");
            return $"<path d=\"{string.Concat(patches)}\" stroke=\"{colour}\" stroke-width=\"9\" opacity=\".07\"/>";
        }
    }

    private void Draw(string word)
    {
        var parts = word.Split(':');
        var mark = new Mark(parts.Length > 1 ? parts[1].Split(',') : []);
        switch (parts[0])
        {
            case "am": Line(0.3, 'w', _colours.Dark, 1.1); break;
            case "pm": Line(0.63, 'z', _colours.Dark, 1.1); break;
            case "ml": Band(0.45, 0.51, 'w', _colours.Dark, 0.35); break;
            case "st": Line(0.84, 'z', _colours.Light, 1.2); break;
            case "line": Line(mark.Number(0), mark.Letter(1), Colour(mark, 2), mark.Number(3, 1.1)); break;
            case "lines": Lines((int)mark.Number(0), Colour(mark, 1)); break;
            case "band": Band(mark.Number(0), mark.Number(1), mark.Letter(3, 's'), Colour(mark, 2), 1); break;
            case "wash": Wash(mark.Number(0), mark.Number(1), Colour(mark, 2), mark.Number(3)); break;
            case "edge": Band(1 - mark.Number(1), 1, 'w', Colour(mark, 0), 1); break;
            case "costa": Strip(0, mark.Number(1), Colour(mark, 0)); break;
            case "streak": Streak(mark.Number(0), mark.Number(1), mark.Number(2), Colour(mark, 3), mark.Number(4)); break;
            case "dash": Streak(0.5, 0.02, 0.28, _colours.Dark, 1.6); break;
            case "veins": Veins(Colour(mark, 0), mark.Number(1)); break;
            case "speck": Specks((int)mark.Number(0), Colour(mark, 1), mark.Number(2)); break;
            case "dots": Dots(mark); break;
            case "spot": Spot(At(mark), mark.Number(2), Colour(mark, 3), mark.Has(4) ? Colour(mark, 4) : null); break;
            case "eye" or "heye" or "heye2": Eye(At(mark), mark.Number(2), Colour(mark, 3)); break;
            case "moon": Moon(mark); break;
            case "oval": Stigma(0.41, 0.46, 3.1, 3.1, _colours.Light, 0.4); break;
            case "kidney": Stigma(0.57, 0.43, 3.2, 5.2, _colours.Light, 0.45); break;
            case "kidneyfill": Stigma(0.57, 0.43, 3.3, 5.4, Colour(mark, 0), 0.95); break;
            case "wedge": Wedge(At(mark), Colour(mark, 2)); break;
            case "sign": Sign(At(mark), Colour(mark, 2)); break;
            case "fringe": Fringe(Colour(mark, 0)); break;

            // On the body, which is drawn elsewhere.
            case "collar" or "thorax" or "body": break;
            default: throw new FormatException($"A wing pattern knows no '{word}'.");
        }
    }

    private void Line(double @out, char style, Colour colour, double width) => _svg.Append(
        CultureInfo.InvariantCulture, $"<path d=\"M{Svg.Point(_wing.At(@out, 0))}{Across(@out, style)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{Svg.Number(width)}\"/>");

    private void Lines(int count, Colour colour)
    {
        for (var i = 1; i <= count; i++)
            Line((double)i / (count + 1), 'w', colour, 0.8);
    }

    private void Band(double from, double to, char style, Colour colour, double opacity)
    {
        _svg.Append(
            CultureInfo.InvariantCulture,
            $"<path d=\"M{Svg.Point(_wing.At(from, 0))}{Across(from, style)}L{Svg.Point(_wing.At(to, 1))}{Across(to, to < 1 ? style : 'm', back: true)}Z\" fill=\"{colour}\"");
        _svg.Append(opacity < 1 ? $" opacity=\"{Opacity(opacity)}\"/>" : "/>");
    }

    /// <summary>Without a hard edge: three bands, each a little narrower.</summary>
    private void Wash(double from, double to, Colour colour, double opacity)
    {
        for (var i = 0; i < 3; i++)
        {
            var inset = i * 0.12 * (to - from);
            Band(Math.Max(0.01, from + (from > 0.03 ? inset : 0)), to - (to < 0.99 ? inset : 0), 's', colour, opacity / 2.2);
        }
    }

    private void Strip(double from, double to, Colour colour)
    {
        var outward = Enumerable.Range(0, 9).Select(i => _wing.At(i / 8.0, from));
        var back = Enumerable.Range(0, 9).Select(i => _wing.At(1 - (i / 8.0), to));
        _svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Svg.Line(outward.Concat(back))[1..]}Z\" fill=\"{colour}\"/>");
    }

    private void Streak(double across, double from, double to, Colour colour, double width)
    {
        var (start, middle, end) = (_wing.At(from, across), _wing.At((from + to) / 2, across), _wing.At(to, across));
        var control = (2 * middle) - ((start + end) / 2);
        _svg.Append(
            CultureInfo.InvariantCulture,
            $"<path d=\"M{Svg.Point(start)}Q{Svg.Point(control)} {Svg.Point(end)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{Svg.Number(width)}\"/>");
    }

    private void Veins(Colour colour, double opacity)
    {
        var veins = Enumerable.Range(1, 7).Select(i => $"M{Svg.Point(_wing.At(0.22, i / 8.0))}L{Svg.Point(_wing.At(0.6, i / 8.0))}L{Svg.Point(_wing.At(0.98, i / 8.0))}");
        _svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{string.Concat(veins)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\".7\" opacity=\"{Opacity(opacity)}\"/>");
    }

    private void Specks(int count, Colour colour, double size)
    {
        var specks = Enumerable.Range(0, count).Select(_ => $"M{Svg.Point(_wing.At(Math.Sqrt(_random.Between(0.01, 0.95)), _random.Between(0.04, 0.96)))}h0");
        _svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{string.Concat(specks)}\" stroke=\"{colour}\" stroke-width=\"{Svg.Number(size * 1.4)}\" opacity=\".8\"/>");
    }

    private void Dots(Mark mark)
    {
        var (@out, count) = (mark.Number(0), (int)mark.Number(1));
        for (var i = 0; i < count; i++)
            Spot(_wing.At(@out, (i + 0.6) / (count + 0.2)), mark.Number(2), Colour(mark, 3), mark.Has(4) ? Colour(mark, 4) : null);
    }

    private void Spot(Vector2 at, double radius, Colour colour, Colour? ring)
    {
        _svg.Append(CultureInfo.InvariantCulture, $"<circle {Centre(at)} r=\"{Svg.Number(radius)}\" fill=\"{colour}\"");
        _svg.Append(ring is { } drawn ? $" stroke=\"{drawn}\" stroke-width=\"1\"/>" : "/>");
    }

    private void Eye(Vector2 at, double radius, Colour iris)
    {
        Spot(at, radius * 1.35, Drawing.Colour.Parse("#2a211d"), null);
        Spot(at, radius, iris, null);
        Spot(at, radius * 0.58, Drawing.Colour.Parse("#1c1715"), null);
        Spot(at + new Vector2((float)(-radius * 0.2), (float)(-radius * 0.25)), radius * 0.2, Drawing.Colour.White, null);
    }

    private void Moon(Mark mark)
    {
        var (at, radius) = (At(mark), mark.Number(2));
        Spot(at, radius, Colour(mark, 4), _colours.Dark);
        Spot(at + new Vector2((float)(radius * 0.18), 0), radius * 0.66, Colour(mark, 3), null);
    }

    /// <summary>The marks that Noctuidae have in the middle of their wings.</summary>
    private void Stigma(double @out, double across, double along, double wide, Colour fill, double opacity)
    {
        var at = _wing.At(@out, across);
        var direction = _wing.At(@out + 0.02, across) - at;
        var angle = Math.Atan2(direction.Y, direction.X) * 180 / Math.PI;
        _svg.Append(
            CultureInfo.InvariantCulture,
            $"<ellipse {Centre(at)} rx=\"{Svg.Number(along)}\" ry=\"{Svg.Number(wide)}\" transform=\"rotate({Math.Round(angle)} {Svg.Point(at)})\" fill=\"{fill}\" fill-opacity=\"{Opacity(opacity)}\" stroke=\"{_colours.Dark}\" stroke-width=\".9\"/>");
    }

    private void Wedge(Vector2 at, Colour colour) => _svg.Append(
        CultureInfo.InvariantCulture, $"<path d=\"M{Svg.Point(at)}m-4 -6l8 5l-5 7z\" fill=\"{colour}\"/>");

    /// <summary>The silver letter of the Plusiinae.</summary>
    private void Sign(Vector2 at, Colour colour) => _svg.Append(
        CultureInfo.InvariantCulture,
        $"<path d=\"M{Svg.Point(at)}m-4 -4q1 5 4 3t4 3\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/><circle {Centre(at + new Vector2(6, 5))} r=\"1.9\" fill=\"{colour}\"/>");

    private void Fringe(Colour colour) => _svg.Append(
        CultureInfo.InvariantCulture,
        $"<path d=\"M{Svg.Point(_wing.At(0.99, 0))}{Across(0.99, 'm')}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.6\" stroke-dasharray=\"4 1.2\"/>");

    /// <summary>On along a line across the wing, from where the pen is at its beginning.</summary>
    private string Across(double @out, char style, bool back = false)
    {
        const int waves = 8;
        const double depth = 0.018;
        Vector2 On(double share, double offset = 0) => _wing.At(Math.Clamp(@out + offset, 0, 1), back ? 1 - share : share);
        return style switch
        {
            'w' => $"Q{Svg.Point(On(0.5 / waves, depth * 1.6))} " + string.Join('T', Enumerable.Range(1, waves).Select(i => Svg.Point(On((double)i / waves)))),
            'z' => Svg.Line(Enumerable.Range(1, 2 * waves).Select(i => On(i / (2.0 * waves), i % 2 == 0 ? 0 : depth * 1.3))),
            // As the margin goes, whatever it does.
            'm' => Svg.Line(Enumerable.Range(1, 3 * waves).Select(i => On(i / (3.0 * waves)))),
            _ => Smooth(On),
        };
    }

    /// <summary>Two cubic curves, with the line's directions where they end.</summary>
    private static string Smooth(Func<double, double, Vector2> on)
    {
        const double step = 0.001;
        var text = new StringBuilder();
        for (var half = 0; half < 2; half++)
        {
            var (from, to) = (half * 0.5, (half + 1) * 0.5);
            var leaving = (on(from + step, 0) - on(from, 0)) / (float)step;
            var arriving = (on(to, 0) - on(to - step, 0)) / (float)step;
            var third = (float)((to - from) / 3);
            text.Append(CultureInfo.InvariantCulture, $"C{Svg.Point(on(from, 0) + (leaving * third))} {Svg.Point(on(to, 0) - (arriving * third))} {Svg.Point(on(to, 0))}");
        }

        return text.ToString();
    }

    private Vector2 At(Mark mark) => _wing.At(mark.Number(0), mark.Number(1));

    private Colour Colour(Mark mark, int index) => _colours.Find(mark.Text(index));

    private static string Centre(Vector2 at) => $"cx=\"{Svg.Number(at.X)}\" cy=\"{Svg.Number(at.Y)}\"";

    private static string Opacity(double opacity) => opacity.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>What follows a kind.</summary>
    private readonly record struct Mark(string[] Arguments)
    {
        public bool Has(int index) => index < Arguments.Length;

        public string Text(int index) => Arguments[index];

        public char Letter(int index, char otherwise = 's') => Has(index) ? Arguments[index][0] : otherwise;

        public double Number(int index, double otherwise = 0) =>
            Has(index) ? double.Parse(Arguments[index], CultureInfo.InvariantCulture) : otherwise;
    }
}
