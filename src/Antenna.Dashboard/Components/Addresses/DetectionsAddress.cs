using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>Which detections are listed as raw rows.</summary>
public sealed record DetectionsAddress : PageAddress<DetectionsAddress>, IPageAddress<DetectionsAddress>
{
    public const string Route = "/detections";

    static string IPageAddress<DetectionsAddress>.Route => Route;

    public DetectionFilter Filter { get; init; } = new();

    /// <summary>Where the page begins; null on the first.</summary>
    public string? Cursor { get; init; }

    public static DetectionsAddress At(long id) => new();

    protected internal override DetectionsAddress Pass(AddressParameters parameters) => new()
    {
        Filter = new()
        {
            Id = parameters.Id("id", Filter.Id),
            OccurrenceId = parameters.Id("occurrence", Filter.OccurrenceId),
            CaptureId = parameters.Id("capture", Filter.CaptureId),
            AlgorithmId = parameters.Id("algorithm", Filter.AlgorithmId),
        },
        Cursor = parameters.Text("cursor", Cursor),
    };
}
