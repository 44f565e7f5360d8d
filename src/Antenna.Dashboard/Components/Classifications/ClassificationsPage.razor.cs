using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.Occurrences;
using Antenna.Data.Paging;
using Antenna.Data.Predictions;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Classifications;

/// <summary>Classifications as raw rows, for diagnostics.</summary>
public sealed partial class ClassificationsPage(ClassificationList list, NavigationManager navigation) : LiveComponent
{
    private const int PageSize = 50;

    private Page<ClassificationRow>? _page;
    private IReadOnlyList<NamedChoice> _algorithms = [];

    [SupplyParameterFromQuery(Name = "id")]
    private string? IdValue { get; set; }

    private long? Id => AddressValue.Id(IdValue);

    [SupplyParameterFromQuery(Name = "occurrence")]
    private string? OccurrenceValue { get; set; }

    private long? Occurrence => AddressValue.Id(OccurrenceValue);

    [SupplyParameterFromQuery(Name = "detection")]
    private string? DetectionValue { get; set; }

    private long? Detection => AddressValue.Id(DetectionValue);

    [SupplyParameterFromQuery(Name = "capture")]
    private string? CaptureValue { get; set; }

    private long? Capture => AddressValue.Id(CaptureValue);

    [SupplyParameterFromQuery(Name = "algorithm")]
    private string? AlgorithmValue { get; set; }

    private long? Algorithm => AddressValue.Id(AlgorithmValue);

    [SupplyParameterFromQuery(Name = "lineage")]
    private string? LineageValue { get; set; }

    private long? Lineage => AddressValue.Id(LineageValue);

    [SupplyParameterFromQuery]
    private string? Cursor { get; set; }

    private ClassificationFilter Filter => new()
    {
        Id = Id, OccurrenceId = Occurrence, DetectionId = Detection, CaptureId = Capture, AlgorithmId = Algorithm, LineageId = Lineage,
    };

    /// <summary>The detections of what is listed.</summary>
    private DetectionFilter Seen => new() { Id = Detection, OccurrenceId = Occurrence, CaptureId = Capture };

    protected override Task OnParametersSetAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        var (filter, cursor) = (Filter, Cursor);
        if (_algorithms.Count == 0)
            _algorithms = [.. (await list.AlgorithmsAsync(cancellationToken)).Select(algorithm => new NamedChoice(algorithm.Id, algorithm.Name))];
        var page = await list.ReadAsync(filter, PageSize, cursor, cancellationToken);
        if ((filter, cursor) == (Filter, Cursor))
            _page = page;
    });

    private void Show(ClassificationFilter filter)
    {
        if (filter != Filter)
            navigation.NavigateTo(DashboardUrls.Classifications(filter));
    }
}
