using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>Which detections are listed as raw rows.</summary>
public sealed record DetectionsAddress : PageAddress<DetectionsAddress>, IPageAddress<DetectionsAddress>
{
    public const string Route = "/detections";

    static string IPageAddress<DetectionsAddress>.Route => Route;

    public DetectionFilter Filter { get; init; } = new();

    /// <summary>Where the page begins; null on the first.</summary>
    public string? Cursor { get; init; }

    /// <summary>The occurrence that one came from, with what was tried there; null where one did not.</summary>
    public OccurrenceAddress? CameFrom { get; init; }

    /// <summary>The occurrence above: the one whose rows are listed, else the one that one came from; null for neither.</summary>
    public OccurrenceAddress? Up => Filter.OccurrenceId is { } id ? Occurrence(id) : CameFrom;

    public static DetectionsAddress At(long id) => new();

    /// <summary>The first page by another filter.</summary>
    public DetectionsAddress By(DetectionFilter filter) => new() { Filter = filter, CameFrom = CameFrom };

    /// <summary>The classifications by a filter.</summary>
    public ClassificationsAddress Classifications(ClassificationFilter filter) => new() { Filter = filter, CameFrom = CameFrom };

    /// <summary>The page of an occurrence: as it was where one came from it.</summary>
    public OccurrenceAddress Occurrence(long id) => CameFrom is { } from && from.Id == id ? from : new(id);

    /// <summary>Passes the filter through, and nothing else of the page: the API's list is filtered by the same parameters.</summary>
    internal DetectionFilter PassFilter(AddressParameters parameters) => new()
    {
        Id = parameters.Id("id", Filter.Id),
        OccurrenceId = parameters.Id("occurrence", Filter.OccurrenceId),
        CaptureId = parameters.Id("capture", Filter.CaptureId),
        AlgorithmId = parameters.Id("algorithm", Filter.AlgorithmId),
    };

    protected internal override DetectionsAddress Pass(AddressParameters parameters) => new()
    {
        Filter = PassFilter(parameters),
        Cursor = parameters.Text("cursor", Cursor),
        CameFrom = parameters.Page("from", CameFrom),
    };
}
