using Antenna.Dashboard.Demo.Drawing;

namespace Antenna.Dashboard.Demo;

/// <summary>A species of the demo: what it is, where it stands, and what it looks like.</summary>
internal sealed record DemoSpecies
{
    public required string Name { get; init; }

    public required string Author { get; init; }

    public required string Family { get; init; }

    public required string CommonName { get; init; }

    public required IReadOnlyList<string> Synonyms { get; init; }

    /// <summary>A class of the classifier of the region.</summary>
    public required bool IsRegionalClass { get; init; }

    /// <summary>A class of the classifier of the wider region.</summary>
    public required bool IsWideClass { get; init; }

    /// <summary>The versions of the region's checklist that have it.</summary>
    public required IReadOnlyList<int> ListVersions { get; init; }

    /// <summary>How often it comes to the sheets, relative to the others; 0 for one that never does.</summary>
    public required int Abundance { get; init; }

    /// <summary>For one of another continent: its relative here, which classifiers take for it.</summary>
    public required string? Resembles { get; init; }

    /// <summary>Null for one that is never drawn.</summary>
    public required DemoLook? Look { get; init; }

    public string Genus => Name[..Name.IndexOf(' ', StringComparison.Ordinal)];
}

/// <summary>What a species looks like.</summary>
/// <param name="Shape">The template of its form.</param>
/// <param name="Wingspan">mm.</param>
/// <param name="Pattern">See <see cref="WingPattern"/>.</param>
internal sealed record DemoLook(string Shape, double Wingspan, MothColours Colours, string Pattern);
