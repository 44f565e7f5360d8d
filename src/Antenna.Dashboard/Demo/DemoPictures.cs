using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Antenna.Dashboard.Demo.Drawing;
using Antenna.Data.Model;

namespace Antenna.Dashboard.Demo;

/// <summary>Draws captures, and the crops that are parts of them.</summary>
internal sealed class DemoPictures(DemoAssets assets, DemoNights nights)
{
    private readonly ILookup<DemoCapture, (DemoAnimal Animal, DemoDetection Detection)> _seen = nights.Animals
        .SelectMany(animal => animal.Detections, (animal, detection) => (animal, detection))
        .ToLookup(seen => seen.detection.Capture);

    private readonly ConcurrentDictionary<DemoDetection, string> _drawn = new();

    /// <summary>A capture with all that sits on it.</summary>
    public string Draw(DemoCapture capture)
    {
        var svg = new StringBuilder(Sheet(capture, 0, DemoNights.CaptureSize.X)).Append(Midges(capture));
        foreach (var (animal, detection) in _seen[capture])
            svg.Append(Animal(animal, detection));
        svg.Append(CultureInfo.InvariantCulture, $"<g font-family=\"ui-monospace, monospace\" font-size=\"40\" fill=\"#3b3426\"><text x=\"40\" y=\"{DemoNights.CaptureSize.Y - 36}\">{capture.Station.Name} · {capture.At:yyyy-MM-dd HH:mm} · drawn for the demo, not photographed</text></g>");
        return Wrap(svg.ToString(), new(0, 0, DemoNights.CaptureSize.X, DemoNights.CaptureSize.Y));
    }

    /// <summary>The part of its capture that a detection's box is around.</summary>
    public string Draw(DemoAnimal animal, DemoDetection detection) => Wrap(
        Sheet(detection.Capture, (float)detection.Box.X1, (float)detection.Box.X2) + Animal(animal, detection), detection.Box);

    /// <summary>Next to the boxes, so that each crop is its part of the capture and nothing else.</summary>
    private string Midges(DemoCapture capture)
    {
        var random = new DemoRandom($"midges of {capture.Name}");
        var places = Enumerable.Range(0, 16).Select(_ => new Pose(
            new((float)random.Unit() * DemoNights.CaptureSize.X, (float)random.Unit() * DemoNights.CaptureSize.Y),
            (float)random.Between(0.6, 1.3),
            (float)random.Between(0, 360)));
        return string.Concat(places.Where(midge => !nights.BoxesOn(capture).Any(box => IsNear(midge, box))).Select(JunkDrawing.Midge));

        static bool IsNear(Pose midge, Box box)
        {
            const int reach = 30;
            return midge.Centre.X > box.X1 - reach && midge.Centre.X < box.X2 + reach && midge.Centre.Y > box.Y1 - reach && midge.Centre.Y < box.Y2 + reach;
        }
    }

    private static string Sheet(DemoCapture capture, float from, float to) => SheetDrawing.Draw(
        DemoNights.Stations.Index().First(station => station.Item == capture.Station).Index,
        DemoNights.CaptureSize,
        from,
        to,
        new($"sheet at {capture.Station.Name} on {capture.Night:yyyy-MM-dd}"));

    /// <summary>Drawn once, for the capture and for the crop.</summary>
    private string Animal(DemoAnimal animal, DemoDetection detection) =>
        _drawn.GetOrAdd(detection, static (detection, drawing) => drawing.Pictures.DrawAnimal(drawing.Animal, detection), (Pictures: this, Animal: animal));

    private string DrawAnimal(DemoAnimal animal, DemoDetection detection)
    {
        if (animal.Species?.Look is not { } look)
            return JunkDrawing.Draw(animal.Junk!, detection.Pose);
        return MothDrawing.Draw(
            assets.Shapes[look.Shape], look.Colours.Shade(animal.Shade), look.Pattern, $"m{animal.Id}", detection.Pose, new(animal.Species.Name));
    }

    private static string Wrap(string drawn, Box part)
    {
        var (width, height) = (part.X2 - part.X1, part.Y2 - part.Y1);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{part.X1} {part.Y1} {width} {height}\" width=\"{width}\" height=\"{height}\">{drawn}</svg>");
    }
}
