using System.Globalization;
using System.Xml.Linq;
using Antenna.Dashboard.Demo;
using Antenna.Dashboard.Tests.CommandLine;
using Xunit;

namespace Antenna.Dashboard.Tests.Demo;

/// <summary>What the demo is made of.</summary>
public class DemoFilesTests(DemoFolder folder) : IClassFixture<DemoFolder>
{
    private readonly DemoAssets _assets = DemoAssets.Load();

    [Fact]
    public async Task The_demo_is_the_same_bytes_every_time()
    {
        using var again = new TemporaryFolder();
        await DemoFiles.WriteAsync(again.Path, Token);

        var files = Files(folder.Path);
        Assert.Equal(files, Files(again.Path));
        foreach (var file in files)
            Assert.True(File.ReadAllBytes(Path.Combine(folder.Path, file)).AsSpan().SequenceEqual(File.ReadAllBytes(again[file])), $"{file} differs.");
    }

    [Fact]
    public void Every_species_that_comes_to_a_sheet_is_drawn_and_is_a_class_of_both_classifiers()
    {
        var seen = _assets.Species.Where(species => species.Abundance > 0).ToList();

        Assert.True(seen.Count >= 120);
        Assert.All(seen, species => Assert.NotNull(species.Look));
        Assert.All(seen, species => Assert.True(species.IsRegionalClass && species.IsWideClass));
    }

    [Fact]
    public void Every_look_alike_is_known_to_the_wider_classifier_alone_and_is_of_the_genus_that_it_is_taken_for()
    {
        var abroad = _assets.Species.Where(species => species.Resembles is not null).ToList();

        Assert.True(abroad.Count >= 50);
        Assert.All(abroad, species => Assert.True(species is { IsWideClass: true, IsRegionalClass: false, ListVersions: [], Abundance: 0 }));
        Assert.All(abroad, species => Assert.Equal(species.Genus, Assert.Single(_assets.Species, other => other.Name == species.Resembles).Genus));
    }

    [Fact]
    public void A_crop_is_the_part_of_its_capture_that_the_box_is_around()
    {
        var nights = DemoNights.Make(_assets);
        foreach (var animal in nights.Animals)
        {
            foreach (var detection in animal.Detections)
            {
                var (crop, capture) = (Read(detection.CropPath), Read(detection.Capture.Path));
                Assert.Equal($"{detection.Box.X1} {detection.Box.Y1} {detection.Box.X2 - detection.Box.X1} {detection.Box.Y2 - detection.Box.Y1}", crop.Attribute("viewBox")?.Value);
                Assert.Contains(crop.Elements().Last().ToString(), capture.Elements().Select(element => element.ToString()));
            }
        }
    }

    [Fact]
    public void Boxes_lie_inside_of_their_captures_and_apart()
    {
        var nights = DemoNights.Make(_assets);
        foreach (var capture in nights.AllCaptures)
        {
            var boxes = nights.BoxesOn(capture);
            Assert.All(boxes, box => Assert.True(box.X1 >= 0 && box.Y1 >= 0 && box.X2 <= DemoNights.CaptureSize.X && box.Y2 <= DemoNights.CaptureSize.Y));
            Assert.All(boxes.Index(), one => Assert.All(
                boxes.Skip(one.Index + 1),
                other => Assert.True(one.Item.X2 < other.X1 || other.X2 < one.Item.X1 || one.Item.Y2 < other.Y1 || other.Y2 < one.Item.Y1)));
        }
    }

    [Fact]
    public void A_page_of_a_hundred_crops_is_light()
    {
        var crops = Directory.EnumerateFiles(Path.Combine(folder.Path, "crops"), "*", SearchOption.AllDirectories).Select(file => new FileInfo(file).Length).ToList();

        Assert.True(crops.Average() < 10_000, $"A crop has {crops.Average().ToString("N0", CultureInfo.InvariantCulture)} bytes on average.");
        Assert.True(crops.Max() < 20_000);
    }

    [Fact]
    public void Nothing_drawn_runs_or_loads_anything()
    {
        string[] allowed = ["svg", "defs", "g", "path", "use", "circle", "ellipse", "rect", "pattern", "linearGradient", "radialGradient", "stop", "text"];
        var capture = Read(Directory.EnumerateFiles(Path.Combine(folder.Path, "captures"), "*", SearchOption.AllDirectories).Order().First());

        Assert.All(capture.DescendantsAndSelf(), element => Assert.Contains(element.Name.LocalName, allowed));
        Assert.All(capture.Descendants().Attributes("href"), reference => Assert.StartsWith("#", reference.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_capture_is_marked_as_drawn() => Assert.All(
        Directory.EnumerateFiles(Path.Combine(folder.Path, "captures"), "*", SearchOption.AllDirectories),
        file => Assert.Contains("drawn for the demo, not photographed", File.ReadAllText(file), StringComparison.Ordinal));

    private XElement Read(string path) => XDocument.Load(Path.Combine(folder.Path, path)).Root!;

    private static List<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
