using System.Text;
using Antenna.Data.Demo;

namespace Antenna.Dashboard.Demo;

/// <summary>
/// Draws and writes all of the demo into a folder: the pictures, and next to them the tables that the imports read. The same
/// bytes every time.
/// </summary>
internal static class DemoFiles
{
    public const string Project = "Demo: generated moths";

    private const string Taxa = "taxa.csv";
    private const string Results = "pipeline-results.json";
    private const string Captures = "captures.csv";
    private const string Identifications = "identifications.csv";

    /// <summary>Writes the files, over what is there, and tells what to make of them.</summary>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static async Task<DemoContent> WriteAsync(string folder, CancellationToken cancellationToken)
    {
        var assets = DemoAssets.Load();
        var nights = DemoNights.Make(assets);
        var results = new DemoResults(assets, nights);
        var identifications = DemoIdentifications.Make(nights, results);
        await DrawAsync(folder, new(assets, nights), nights, cancellationToken);

        var tables = new DemoTables(assets, nights, identifications);
        await WriteAsync(Taxa, tables.Taxa());
        await WriteAsync(Captures, tables.Captures());
        await WriteAsync(Identifications, tables.Identifications());
        await WriteAsync(Checklist(1), tables.Checklist(1));
        await WriteAsync(Checklist(2), tables.Checklist(2));
        await using (var file = File.Create(Path.Combine(folder, Results)))
            await results.WriteAsync(file, cancellationToken);
        return Describe(folder, nights, identifications);

        Task WriteAsync(string name, IEnumerable<string> lines) =>
            File.WriteAllTextAsync(Path.Combine(folder, name), string.Concat(lines.Select(line => line + '\n')), Encoding.UTF8, cancellationToken);
    }

    private static Task DrawAsync(string folder, DemoPictures pictures, DemoNights nights, CancellationToken cancellationToken)
    {
        foreach (var station in DemoNights.Stations)
        {
            Directory.CreateDirectory(Path.Combine(folder, "captures", station.Word));
            Directory.CreateDirectory(Path.Combine(folder, "crops", station.Word));
        }

        var captures = nights.AllCaptures.Select(capture => (capture.Path, Draw: (Func<string>)(() => pictures.Draw(capture))));
        var crops = nights.Animals.SelectMany(
            animal => animal.Detections, (animal, detection) => (Path: detection.CropPath, Draw: (Func<string>)(() => pictures.Draw(animal, detection))));
        return Parallel.ForEachAsync(captures.Concat(crops), cancellationToken, async (picture, stop) =>
            await File.WriteAllTextAsync(Path.Combine(folder, picture.Path), picture.Draw(), stop));
    }

    private static DemoContent Describe(string folder, DemoNights nights, DemoIdentifications identifications) => new()
    {
        Project = Project,
        TaxaFile = Path.Combine(folder, Taxa),
        ResultsFile = Path.Combine(folder, Results),
        CaptureSet = "All nights",
        OtherCaptureSets = [OneNight(nights)],
        Places = [.. DemoNights.Stations.Select(station => new DemoPlace(station.Name, station.Latitude, station.Longitude))],
        Animals =
        [
            .. nights.Animals.Where(animal => animal.Detections.Count > 1)
                .Select(animal => (IReadOnlyList<string>)[.. animal.Detections.Select(detection => detection.CropPath)]),
        ],
        TaxaList = "Northern moths",
        Versions =
        [
            new(Path.Combine(folder, Checklist(1)), DemoIdentifications.Entomologist, new(2026, 5, 2, 14, 5, 0, DateTimeKind.Utc), "From the regional atlas and our own records."),
            new(
                Path.Combine(folder, Checklist(2)), DemoIdentifications.Entomologist, new(2026, 9, 12, 19, 40, 0, DateTimeKind.Utc),
                "+3 −1: found this summer; Dasychira obliquata was a mistake for D. vagans."),
        ],
        IdentificationsFile = Path.Combine(folder, Identifications),
        Clicks = [.. identifications.Agreed.Select(agreed => new DemoClick(agreed.Animal.First.CropPath, agreed.Person, agreed.With, agreed.At))],
        Withdrawals = [new(identifications.Withdrawn.Animal.First.CropPath, identifications.Withdrawn.Person, identifications.Withdrawn.At.AddMinutes(12))],
    };

    /// <summary>The night of all stations in the middle of the summer.</summary>
    private static DemoCaptureSet OneNight(DemoNights nights)
    {
        var night = DemoNights.Nights[2];
        return new(
            $"Night of {night.ToString("d MMMM", System.Globalization.CultureInfo.InvariantCulture)}",
            [.. nights.AllCaptures.Where(capture => capture.Night == night).Select(capture => capture.Path)]);
    }

    private static string Checklist(int version) => $"checklist-{version}.csv";
}
