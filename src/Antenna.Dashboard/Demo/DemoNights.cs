using System.Numerics;
using Antenna.Dashboard.Demo.Drawing;
using Antenna.Data.Model;

namespace Antenna.Dashboard.Demo;

/// <summary>A station of the demo.</summary>
/// <param name="Latitude">Degrees north, WGS 84.</param>
/// <param name="Longitude">Degrees east.</param>
internal sealed record DemoStation(string Name, double Latitude, double Longitude)
{
    /// <summary>Its name in the names of files.</summary>
    public string Word => Name.ToLowerInvariant().Replace(' ', '-');
}

/// <summary>One photograph of a sheet, or rather one drawing.</summary>
/// <param name="At">The camera's local time.</param>
internal sealed record DemoCapture(int Id, DemoStation Station, DateOnly Night, DateTime At)
{
    public string Path => $"captures/{Name}.svg";

    public string Name => $"{Station.Word}/{At:yyyy-MM-dd-HHmm}";
}

/// <summary>An animal, or what a detector takes for one, on one capture.</summary>
/// <param name="CropPath">The picture of its box.</param>
internal sealed record DemoDetection(DemoCapture Capture, Pose Pose, Box Box, string CropPath);

/// <summary>An animal, or what a detector takes for one, as long as it sits there.</summary>
/// <param name="Species">Null for what is no moth.</param>
/// <param name="Junk">What it is then.</param>
/// <param name="Shade">How much lighter than others of its species it is; below 0 darker.</param>
/// <param name="Detections">On successive captures of one night; one at least.</param>
internal sealed record DemoAnimal(int Id, DemoSpecies? Species, string? Junk, double Shade, IReadOnlyList<DemoDetection> Detections)
{
    public DemoDetection First => Detections[0];
}

/// <summary>Who came to which sheet, when, and where it sat: the same every time.</summary>
internal sealed class DemoNights
{
    /// <summary>px; what many trap cameras make.</summary>
    public static readonly Vector2 CaptureSize = new(4096, 2160);

    private const float PixelsPerMillimetre = 9;

    /// <summary>Of each station's night.</summary>
    private const int Captures = 8;

    /// <summary>px between boxes: feelers reach out of them, and no crop shows a part of another animal.</summary>
    private const double Apart = 50;

    private const int Moths = 47;
    private const int Junk = 4;

    public static readonly IReadOnlyList<DemoStation> Stations =
        [new("Beech slope", 44.321, -72.887), new("River meadow", 44.187, -72.832), new("Spruce bog", 44.846, -71.742)];

    /// <summary>Each by the date on which it began.</summary>
    public static readonly IReadOnlyList<DateOnly> Nights =
        [new(2026, 6, 12), new(2026, 6, 27), new(2026, 7, 11), new(2026, 7, 12), new(2026, 7, 25), new(2026, 8, 15)];

    private readonly DemoAssets _assets;
    private readonly List<DemoCapture> _captures = [];
    private readonly List<DemoAnimal> _animals = [];
    private readonly Dictionary<DemoCapture, List<Box>> _taken = [];

    private DemoNights(DemoAssets assets) => _assets = assets;

    public IReadOnlyList<DemoCapture> AllCaptures => _captures;

    public IReadOnlyList<DemoAnimal> Animals => _animals;

    /// <summary>The boxes on a capture.</summary>
    public IReadOnlyList<Box> BoxesOn(DemoCapture capture) => _taken[capture];

    public static DemoNights Make(DemoAssets assets)
    {
        var nights = new DemoNights(assets);
        foreach (var (night, date) in Nights.Index())
            foreach (var (place, station) in Stations.Index())
                nights.Add(station, place, date, night);
        return nights;
    }

    private void Add(DemoStation station, int place, DateOnly date, int night)
    {
        var random = new DemoRandom($"night {date:yyyy-MM-dd} at {station.Name}");
        var captures = new List<DemoCapture>();
        for (var i = 0; i < Captures; i++)
        {
            var at = date.ToDateTime(new(21, 40)).AddMinutes((i * 35) + random.Below(4));
            captures.Add(new(_captures.Count + i + 1, station, date, at));
        }

        _captures.AddRange(captures);

        // Now and then the camera goes on until dawn, when the sheet is empty.
        if (random.Chance(0.25))
            _captures.Add(new(_captures.Count + 1, station, date, date.AddDays(1).ToDateTime(new(4, 50))));
        foreach (var capture in _captures.Where(capture => !_taken.ContainsKey(capture)))
            _taken.Add(capture, []);

        var species = _assets.Species.Where(species => species.Look is not null).ToList();
        for (var i = 0; i < Moths; i++)
        {
            var moth = random.Pick(species, each => each.Abundance * Season(each, night) * Habitat(each, place));
            Settle(moth, null, captures, random);
        }

        for (var i = 0; i < Junk; i++)
            Settle(null, random.Pick(JunkDrawing.Kinds).Kind, captures, random);
    }

    /// <summary>Each species flies around a night of its own.</summary>
    private static double Season(DemoSpecies species, int night)
    {
        var distance = (night - new DemoRandom($"season of {species.Name}").Between(-0.5, 5.5)) / 1.8;
        return 1 / (1 + (distance * distance));
    }

    private static double Habitat(DemoSpecies species, int place) => new DemoRandom($"{species.Name} at place {place}").Between(0.35, 1.5);

    /// <summary>Most come and go between two captures; some sit for hours, and turn a little now and then.</summary>
    private void Settle(DemoSpecies? species, string? junk, List<DemoCapture> captures, DemoRandom random)
    {
        var (extent, scale) = Size(species, junk, random);
        var stay = random.Unit() switch { < 0.8 => 1, < 0.89 => 2, _ => 3 + random.Below(6) };
        var arrival = random.Below(captures.Count - Math.Min(stay, captures.Count) + 1);
        var seen = captures.Skip(arrival).Take(stay).ToList();
        const int most = 200;
        for (var attempt = 0; attempt < most; attempt++)
        {
            var pose = new Pose(
                new((float)random.Between(0.04, 0.96) * CaptureSize.X, (float)random.Between(0.05, 0.93) * CaptureSize.Y),
                scale,
                (float)(random.Chance(0.85) ? 22 * random.Normal() : random.Between(-180, 180)));
            var poses = seen.Select((_, i) => i == 0 ? pose : Shifted(pose, random)).ToList();
            var boxes = poses.Select(each => BoxOf(each, extent)).ToList();
            if (!seen.Zip(boxes).All(sighting => Fits(sighting.First, sighting.Second)))
                continue;
            _animals.Add(new(_animals.Count + 1, species, junk, 0.045 * random.Normal(), [.. seen.Select((capture, i) => Detect(capture, poses[i], boxes[i]))]));
            return;
        }
    }

    private (List<Vector2> Extent, float Scale) Size(DemoSpecies? species, string? junk, DemoRandom random)
    {
        var individual = (float)(1 + (0.05 * random.Normal()));
        if (species?.Look is not { } look)
            return ([.. JunkDrawing.Extent(junk!)], individual * PixelsPerMillimetre * (float)JunkDrawing.Kinds.First(kind => kind.Kind == junk).Length / JunkDrawing.Length);

        // A forewing is a little less than half of the span between two.
        const double forewing = 0.46;
        var shape = _assets.Shapes[look.Shape];
        return ([.. shape.Extent], individual * PixelsPerMillimetre * (float)(look.Wingspan * forewing) / shape.ForewingLength);
    }

    private static Pose Shifted(Pose pose, DemoRandom random) => pose with
    {
        Centre = pose.Centre + new Vector2((float)(5 * random.Normal()), (float)(5 * random.Normal())),
        Degrees = pose.Degrees + (float)(3 * random.Normal()),
    };

    /// <summary>As a detector draws it: whole px, with a little room.</summary>
    private static Box BoxOf(Pose pose, List<Vector2> extent)
    {
        var (from, to) = pose.Bounds(extent);
        var room = 6 + (0.04f * Math.Max(to.X - from.X, to.Y - from.Y));
        return new(MathF.Floor(from.X - room), MathF.Floor(from.Y - room), MathF.Ceiling(to.X + room), MathF.Ceiling(to.Y + room));
    }

    /// <summary>Inside the capture, and over nothing else on it.</summary>
    private bool Fits(DemoCapture capture, Box box) =>
        box is { X1: > 4, Y1: > 4 } && box.X2 < CaptureSize.X - 4 && box.Y2 < CaptureSize.Y - 90
        && _taken[capture].TrueForAll(other =>
            box.X2 + Apart < other.X1 || box.X1 - Apart > other.X2 || box.Y2 + Apart < other.Y1 || box.Y1 - Apart > other.Y2);

    private DemoDetection Detect(DemoCapture capture, Pose pose, Box box)
    {
        _taken[capture].Add(box);
        return new(capture, pose, box, $"crops/{capture.Name}-{_taken[capture].Count:00}.svg");
    }
}
