namespace Antenna.Data.Demo;

/// <summary>What a demo project is made of: files for the imports, and what no import can bring.</summary>
public sealed record DemoContent
{
    public required string Project { get; init; }

    public required string TaxaFile { get; init; }

    /// <summary>Its captures and pictures are in the same folder.</summary>
    public required string ResultsFile { get; init; }

    /// <summary>Of all captures.</summary>
    public required string CaptureSet { get; init; }

    public required IReadOnlyList<DemoCaptureSet> OtherCaptureSets { get; init; }

    public required IReadOnlyList<DemoPlace> Places { get; init; }

    /// <summary>The crops of each animal that was seen more than once.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Animals { get; init; }

    public required string TaxaList { get; init; }

    /// <summary>Its versions, in their order.</summary>
    public required IReadOnlyList<DemoListVersion> Versions { get; init; }

    public required string IdentificationsFile { get; init; }

    public required IReadOnlyList<DemoClick> Clicks { get; init; }

    public required IReadOnlyList<DemoWithdrawal> Withdrawals { get; init; }
}

/// <summary>A capture set of some of the captures.</summary>
/// <param name="Captures">Their paths.</param>
public sealed record DemoCaptureSet(string Name, IReadOnlyList<string> Captures);

/// <summary>Where a station is, degrees north and east, WGS 84.</summary>
public sealed record DemoPlace(string Station, double Latitude, double Longitude);

/// <summary>A version of the taxa list.</summary>
/// <param name="At">When it was saved, UTC.</param>
public sealed record DemoListVersion(string File, string Author, DateTime At, string Note);

/// <summary>A click of agreement.</summary>
/// <param name="Crop">Of the animal.</param>
/// <param name="With">Whose identification; null for the machine prediction.</param>
/// <param name="At">UTC.</param>
public sealed record DemoClick(string Crop, string Person, string? With, DateTime At);

/// <summary>The withdrawal of what a person named an animal.</summary>
/// <param name="Crop">Of the animal.</param>
/// <param name="At">UTC.</param>
public sealed record DemoWithdrawal(string Crop, string Person, DateTime At);
