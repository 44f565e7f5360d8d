using System.Numerics;
using System.Xml.Linq;

namespace Antenna.Dashboard.Demo.Drawing;

/// <summary>The form of a moth, head up, as a template draws the right half and the body of it.</summary>
internal sealed class MothShape
{
    private readonly Dictionary<string, XElement> _parts;

    /// <param name="template">An SVG whose paths have the ids that are read here.</param>
    public MothShape(XDocument template)
    {
        _parts = template.Descendants().Where(part => part.Attribute("id") is not null).ToDictionary(part => part.Attribute("id")!.Value);
        Forewing = Wing("forewing");
        Hindwing = _parts.ContainsKey("hindwing") ? Wing("hindwing") : null;
        Abdomen = Part("abdomen");
        Thorax = Part("thorax");
        Head = Part("head");
        Antenna = Part("antenna");
        AntennaKind = _parts["antenna"].Attribute("class")?.Value;
    }

    public WingShape Forewing { get; }

    /// <summary>Null where the forewings cover it.</summary>
    public WingShape? Hindwing { get; }

    public Curve Abdomen { get; }

    public Curve Thorax { get; }

    public Curve Head { get; }

    public Curve Antenna { get; }

    /// <summary>thick, feathered or plumed; null for a thread.</summary>
    public string? AntennaKind { get; }

    /// <summary>From wing base to wing tip.</summary>
    public float ForewingLength => Vector2.Distance(Forewing.At(0, 0), Forewing.At(1, 0));

    /// <summary>What a detector's box has to hold, on both sides.</summary>
    public IEnumerable<Vector2> Extent
    {
        get
        {
            var right = Forewing.Points.Concat(Hindwing?.Points ?? []).Concat(Abdomen.Points).Concat(Head.Points);
            return right.SelectMany(point => new[] { point, new(-point.X, point.Y) });
        }
    }

    private WingShape Wing(string name) => new(Part($"{name}-costa"), Part($"{name}-margin"), Part($"{name}-inner"));

    private Curve Part(string id) => new(_parts[id].Attribute("d")!.Value);
}
