using System.Globalization;
using System.Xml.Linq;
using Antenna.Dashboard.Demo.Drawing;

namespace Antenna.Dashboard.Demo;

/// <summary>What the demo is made of: the files of <c>wwwroot-assets/demo</c>, which the executable carries in itself.</summary>
internal sealed class DemoAssets
{
    private DemoAssets(IReadOnlyList<DemoSpecies> species, IReadOnlyDictionary<string, MothShape> shapes)
    {
        Species = species;
        Shapes = shapes;
    }

    /// <summary>In the order of the file, which is that of the classes.</summary>
    public IReadOnlyList<DemoSpecies> Species { get; }

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, MothShape> Shapes { get; }

    public static DemoAssets Load()
    {
        const string folder = "demo/shapes/";
        var assembly = typeof(DemoAssets).Assembly;
        var shapes = new Dictionary<string, MothShape>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            shapes.Add(Path.GetFileNameWithoutExtension(name[folder.Length..]), new(XDocument.Load(stream)));
        }

        using var table = new StreamReader(assembly.GetManifestResourceStream("demo/moths.csv")!);
        return new(ReadSpecies(table), shapes);
    }

    /// <summary>The table is ours: semicolons, and never one inside a field.</summary>
    private static List<DemoSpecies> ReadSpecies(TextReader table)
    {
        var columns = table.ReadLine()!.Split(';').Index().ToDictionary(column => column.Item, column => column.Index);
        var species = new List<DemoSpecies>();
        while (table.ReadLine() is { } line)
        {
            var fields = line.Split(';');
            species.Add(new()
            {
                Name = Text("name"),
                Author = Text("author"),
                Family = Text("family"),
                CommonName = Text("common"),
                Synonyms = Text("synonyms").Split('|', StringSplitOptions.RemoveEmptyEntries),
                IsRegionalClass = Text("classes").Contains('r'),
                IsWideClass = Text("classes").Contains('w'),
                ListVersions = [.. Text("list").Select(version => version - '0')],
                Abundance = int.Parse(Text("n"), CultureInfo.InvariantCulture),
                Resembles = Text("like") is { Length: > 0 } like ? like : null,
                Look = Text("shape").Length > 0 ? ReadLook(Text) : null,
            });

            string Text(string column) => fields[columns[column]];
        }

        return species;
    }

    private static DemoLook ReadLook(Func<string, string> text) => new(
        text("shape"),
        double.Parse(text("mm"), CultureInfo.InvariantCulture),
        new(Colour.Parse(text("ground")), Colour.Parse(text("dark")), Colour.Parse(text("light")), Colour.Parse(text("hind"))),
        text("pattern"));
}
