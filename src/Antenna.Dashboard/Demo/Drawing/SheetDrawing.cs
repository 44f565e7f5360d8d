using System.Numerics;
using System.Text;

namespace Antenna.Dashboard.Demo.Drawing;

/// <summary>
/// The lit cloth that moths come to. It hangs the same all night, so that a station's captures of a night, and the crops of
/// them, show the same folds.
/// </summary>
internal static class SheetDrawing
{
    /// <summary>Lit middle, cloth, and edge of the light: of a warm, a cold and an old lamp.</summary>
    private static readonly (string Lit, string Cloth, string Edge)[] Lamps =
        [("#fffdf6", "#f6f1e3", "#d0c6ac"), ("#fdfefd", "#f0f2ef", "#bcc2c3"), ("#fffaee", "#f3ead2", "#c5b591")];

    /// <summary>px, of the strokes that a fold's edge fades over.</summary>
    private static readonly int[] Widths = [230, 196, 162, 130, 98, 68, 40, 16];

    /// <param name="lamp">Which of the lamps.</param>
    /// <param name="size">px.</param>
    /// <param name="from">px; with <paramref name="to"/> the part to be seen, so that no other folds are drawn.</param>
    public static string Draw(int lamp, Vector2 size, float from, float to, DemoRandom random)
    {
        var (lit, cloth, edge) = Lamps[lamp % Lamps.Length];
        var light = new Vector2(size.X * (float)random.Between(0.42, 0.58), size.Y * (float)random.Between(0.3, 0.5));
        var svg = new StringBuilder(
            $"<defs><radialGradient id=\"lit\" gradientUnits=\"userSpaceOnUse\" cx=\"{Svg.Number(light.X)}\" cy=\"{Svg.Number(light.Y)}\" r=\"{Svg.Number(size.X * 0.62)}\">"
            + $"<stop stop-color=\"{lit}\"/><stop offset=\".5\" stop-color=\"{cloth}\"/><stop offset=\"1\" stop-color=\"{edge}\"/></radialGradient>"
            + "<pattern id=\"weave\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\"><path d=\"M0 2h7M2 0v7\" stroke=\"#6d5f3f\" stroke-width=\"1.6\" opacity=\".07\"/></pattern></defs>");
        svg.Append(Rectangle("url(#lit)")).Append(Rectangle("url(#weave)"));
        for (var i = 0; i < 6; i++)
            svg.Append(Fold($"fold{i}", size, size.X * ((i + (float)random.Between(0.15, 0.85)) / 6), from, to, random));
        return svg.ToString();

        string Rectangle(string fill) => $"<rect width=\"{Svg.Number(size.X)}\" height=\"{Svg.Number(size.Y)}\" fill=\"{fill}\"/>";
    }

    /// <summary>A soft valley, and the ridge next to it, as nested strokes: a blur would cost each of a page's pictures more.</summary>
    private static string Fold(string id, Vector2 size, float x, float from, float to, DemoRandom random)
    {
        var sways = Enumerable.Range(0, 4).Select(_ => x + (float)random.Between(-220, 220)).ToList();
        var width = random.Between(0.6, 1.3);
        if (sways.Min() - 160 > to || sways.Max() + 320 < from)
            return "";

        var path = $"M{Svg.Number(sways[0])} -60C{Svg.Number(sways[1])} {Svg.Number(size.Y * 0.3)} {Svg.Number(sways[2])} {Svg.Number(size.Y * 0.7)} {Svg.Number(sways[3])} {Svg.Number(size.Y + 60)}";
        var valley = string.Concat(Widths.Select(stroke => $"<use href=\"#{id}\" stroke-width=\"{Svg.Number(stroke * width)}\"/>"));
        var ridge = string.Concat(Widths.Select(stroke => $"<use href=\"#{id}\" stroke-width=\"{Svg.Number(stroke * width)}\"/>"));
        return $"<defs><path id=\"{id}\" d=\"{path}\" fill=\"none\"/></defs><g stroke=\"#7d6c45\" stroke-opacity=\".022\">{valley}</g>"
            + $"<g stroke=\"#fff\" stroke-opacity=\".055\" transform=\"translate({Svg.Number(120 * width)} 0)\">{ridge}</g>";
    }
}
