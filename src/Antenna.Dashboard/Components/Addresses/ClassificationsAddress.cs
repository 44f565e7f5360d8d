using Antenna.Data.Occurrences;
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

    /// <summary>The occurrence that one came from, with what was tried there; null where one did not.</summary>
    public OccurrenceAddress? CameFrom { get; init; }

    /// <summary>The occurrence above: the one whose rows are listed, else the one that one came from; null for neither.</summary>
    public OccurrenceAddress? Up => Filter.OccurrenceId is { } id ? Occurrence(id) : CameFrom;

    public static ClassificationsAddress At(long id) => new();

    /// <summary>The first page by another filter.</summary>
    public ClassificationsAddress By(ClassificationFilter filter) => new() { Filter = filter, CameFrom = CameFrom };

    /// <summary>The detections by a filter.</summary>
    public DetectionsAddress Detections(DetectionFilter filter) => new() { Filter = filter, CameFrom = CameFrom };

    /// <summary>The page of an occurrence: as it was where one came from it.</summary>
    public OccurrenceAddress Occurrence(long id) => CameFrom is { } from && from.Id == id ? from : new(id);

    /// <summary>Passes the filter through, and nothing else of the page: the API's list is filtered by the same parameters.</summary>
    internal ClassificationFilter PassFilter(AddressParameters parameters) => new()
    {
        Id = parameters.Id("id", Filter.Id),
        OccurrenceId = parameters.Id("occurrence", Filter.OccurrenceId),
        DetectionId = parameters.Id("detection", Filter.DetectionId),
        CaptureId = parameters.Id("capture", Filter.CaptureId),
        AlgorithmId = parameters.Id("algorithm", Filter.AlgorithmId),
        LineageId = parameters.Id("lineage", Filter.LineageId),
    };

    protected internal override ClassificationsAddress Pass(AddressParameters parameters) => new()
    {
        Filter = PassFilter(parameters),
        Cursor = parameters.Text("cursor", Cursor),
        CameFrom = parameters.Page("from", CameFrom),
    };
}
