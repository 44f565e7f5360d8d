using System.Numerics;

namespace Antenna.Dashboard.Demo.Drawing;

/// <summary>What comes to a sheet and is no moth, or is nothing at all, drawn in the same units as moths are.</summary>
internal static class JunkDrawing
{
    /// <summary>What detectors find.</summary>
    public static readonly IReadOnlyList<(string Kind, double Length)> Kinds =
        [("beetle", 13), ("ground beetle", 17), ("caddisfly", 16), ("crane fly", 24), ("lacewing", 18), ("leaf", 30), ("bolt", 12), ("crease", 40)];

    /// <summary>Of every drawing: units from head to tail.</summary>
    public const float Length = 120;

    private static readonly int[] CreaseWidths = [24, 19, 15, 11, 8, 5, 2];

    public static IEnumerable<Vector2> Extent(string kind)
    {
        var (x, y) = kind switch
        {
            "crane fly" => (62, 70),
            "lacewing" => (40, 66),
            "caddisfly" => (34, 64),
            "leaf" => (44, 66),
            "crease" => (26, 72),
            _ => (46, 62),
        };
        return [new(-x, -y), new(x, -y), new(x, y), new(-x, y)];
    }

    public static string Draw(string kind, Pose pose) =>
        $"<g transform=\"{pose.Transform}\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{Drawing(kind)}</g>";

    /// <summary>A midge without a box.</summary>
    public static string Midge(Pose pose) =>
        $"<g transform=\"{pose.Transform}\" opacity=\".75\"><path d=\"M0-6C5-2 5 8 0 16C-5 8-5-2 0-6Z\" fill=\"#4a4234\"/>"
        + "<path d=\"M1 0C14 4 16 16 8 20C4 14 2 8 1 0ZM-1 0C-14 4-16 16-8 20C-4 14-2 8-1 0Z\" fill=\"#8d8570\" opacity=\".5\"/></g>";

    private static string Drawing(string kind) => kind switch
    {
        "beetle" => Beetle("#5a3a22", "#7d5432"),
        "ground beetle" => Beetle("#1f2226", "#3a4148"),
        "caddisfly" => Shadow("M0-40C18-34 26 20 26 56C16 66 6 64 0 62C-6 64-16 66-26 56C-26 20-18-34 0-40Z")
            + "<path d=\"M6-44C40-84 44-100 42-110M-6-44C-40-84-44-100-42-110\" fill=\"none\" stroke=\"#5d4a30\" stroke-width=\"1.4\"/>"
            + "<path d=\"M0-40C18-34 26 20 26 56C16 66 6 64 0 62C-6 64-16 66-26 56C-26 20-18-34 0-40Z\" fill=\"#a58a5c\"/>"
            + "<path d=\"M0-30V60M0-20L20 52M0-20L-20 52M0 0L12 60M0 0L-12 60\" fill=\"none\" stroke=\"#6d5734\" stroke-width=\"1.4\" opacity=\".7\"/>"
            + "<circle cy=\"-44\" r=\"9\" fill=\"#4e3d26\"/>",
        "crane fly" => "<path d=\"M0-20L-60-58M0-20L60-58M0-10L-64 10M0-10L64 10M0 0L-50 66M0 0L50 66\" fill=\"none\" stroke=\"#6b5a41\" stroke-width=\"1.6\"/>"
            + "<path d=\"M2-16C40-26 58-4 60 6C36 6 14-2 2-16ZM-2-16C-40-26-58-4-60 6C-36 6-14-2-2-16Z\" fill=\"#a99a7d\" opacity=\".55\" stroke=\"#6b5a41\" stroke-width=\".8\"/>"
            + "<path d=\"M0-34C7-28 6-10 3 0C5 30 3 50 0 58C-3 50-5 30-3 0C-6-10-7-28 0-34Z\" fill=\"#7c6a4c\"/>",
        "lacewing" => Shadow("M3-28C34-10 42 36 32 62C18 50 6 20 3-28ZM-3-28C-34-10-42 36-32 62C-18 50-6 20-3-28Z")
            + "<path d=\"M3-28C34-10 42 36 32 62C18 50 6 20 3-28ZM-3-28C-34-10-42 36-32 62C-18 50-6 20-3-28Z\" fill=\"#cfe0b4\" opacity=\".75\" stroke=\"#8aa86a\" stroke-width=\"1\"/>"
            + "<path d=\"M4-18L30 50M4-8L24 54M-4-18L-30 50M-4-8L-24 54\" stroke=\"#8aa86a\" stroke-width=\".9\"/>"
            + "<path d=\"M0-44C6-40 6-20 4 0C4 26 2 44 0 50C-2 44-4 26-4 0C-6-20-6-40 0-44Z\" fill=\"#9cc06a\"/><circle cx=\"4\" cy=\"-42\" r=\"3\" fill=\"#b08a2c\"/><circle cx=\"-4\" cy=\"-42\" r=\"3\" fill=\"#b08a2c\"/>",
        "leaf" => Shadow("M0-58C40-30 44 20 0 60C-44 20-40-30 0-58Z")
            + "<path d=\"M0-58C40-30 44 20 0 60C-44 20-40-30 0-58Z\" fill=\"#8a7a3e\"/><path d=\"M0-58V66M0-30L22-44M0-30L-22-44M0-4L30-22M0-4L-30-22M0 22L26 6M0 22L-26 6\" fill=\"none\" stroke=\"#5f5226\" stroke-width=\"2\"/>",
        "bolt" => Shadow("M-40-22L0-46L40-22L40 24L0 48L-40 24Z")
            + "<path d=\"M-40-22L0-46L40-22L40 24L0 48L-40 24Z\" fill=\"#9aa0a4\" stroke=\"#666c70\" stroke-width=\"3\"/><circle r=\"26\" fill=\"#b9bec1\"/><path d=\"M-16-10A20 20 0 0 1 12-15\" fill=\"none\" stroke=\"#e9ecee\" stroke-width=\"5\"/>",
        _ => string.Concat(CreaseWidths.Select(width => $"<path d=\"M-8-{66 - width}C12-30-12 20 8 {66 - width}\" fill=\"none\" stroke=\"#6b5d3c\" stroke-width=\"{width}\" opacity=\".1\"/>")),
    };

    private static string Beetle(string dark, string light) =>
        Shadow("M0-50C34-40 36 50 0 60C-36 50-34-40 0-50Z")
        + $"<path d=\"M-18-30L-42-44M18-30L42-44M-24 4L-46 4M24 4L46 4M-20 30L-42 54M20 30L42 54\" stroke=\"{dark}\" stroke-width=\"4\" fill=\"none\"/>"
        + $"<path d=\"M0-22C30-20 34 40 0 60C-34 40-30-20 0-22Z\" fill=\"{dark}\"/><path d=\"M0-50C20-48 26-30 22-18C10-12-10-12-22-18C-26-30-20-48 0-50Z\" fill=\"{light}\"/>"
        + $"<circle cy=\"-52\" r=\"9\" fill=\"{dark}\"/><path d=\"M0-18V58\" stroke=\"{light}\" stroke-width=\"2\"/><path d=\"M-14-10C-22 8-20 28-12 44\" fill=\"none\" stroke=\"#fff\" stroke-width=\"4\" opacity=\".22\"/>";

    private static string Shadow(string outline) => $"<path d=\"{outline}\" fill=\"#2a1f0c\" opacity=\".14\" transform=\"translate(4 7)\"/>";
}
