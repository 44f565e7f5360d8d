using Antenna.Data.Predictions;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>Which classifications are listed as raw rows.</summary>
public sealed record ClassificationsAddress : PageAddress<ClassificationsAddress>, IPageAddress<ClassificationsAddress>
{
    public const string Route = "/classifications";

    static string IPageAddress<ClassificationsAddress>.Route => Route;

    public ClassificationFilter Filter { get; init; } = new();

    /// <summary>Where the page begins; null on the first.</summary>
    public string? Cursor { get; init; }

    public static ClassificationsAddress At(long id) => new();

    protected internal override ClassificationsAddress Pass(AddressParameters parameters) => new()
    {
        Filter = new()
        {
            Id = parameters.Id("id", Filter.Id),
            OccurrenceId = parameters.Id("occurrence", Filter.OccurrenceId),
            DetectionId = parameters.Id("detection", Filter.DetectionId),
            CaptureId = parameters.Id("capture", Filter.CaptureId),
            AlgorithmId = parameters.Id("algorithm", Filter.AlgorithmId),
            LineageId = parameters.Id("lineage", Filter.LineageId),
        },
        Cursor = parameters.Text("cursor", Cursor),
    };
}
