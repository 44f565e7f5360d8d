using System.Globalization;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Paging;
using Antenna.Data.Predictions;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Detections;

/// <summary>Detections as raw rows, for diagnostics.</summary>
public sealed partial class DetectionsPage(DetectionList list, NavigationManager navigation) : LiveComponent
{
    private const int PageSize = 50;

    private Page<DetectionRow>? _page;
    private IReadOnlyList<NamedChoice> _algorithms = [];

    [SupplyParameterFromQuery(Name = "id")]
    private string? IdValue { get; set; }

    private long? Id => AddressValue.Id(IdValue);

    [SupplyParameterFromQuery(Name = "occurrence")]
    private string? OccurrenceValue { get; set; }

    private long? Occurrence => AddressValue.Id(OccurrenceValue);

    [SupplyParameterFromQuery(Name = "capture")]
    private string? CaptureValue { get; set; }

    private long? Capture => AddressValue.Id(CaptureValue);

    [SupplyParameterFromQuery(Name = "algorithm")]
    private string? AlgorithmValue { get; set; }

    private long? Algorithm => AddressValue.Id(AlgorithmValue);

    [SupplyParameterFromQuery]
    private string? Cursor { get; set; }

    private DetectionFilter Filter => new() { Id = Id, OccurrenceId = Occurrence, CaptureId = Capture, AlgorithmId = Algorithm };

    /// <summary>The classifications of what is listed.</summary>
    private ClassificationFilter Said => new() { DetectionId = Id, OccurrenceId = Occurrence, CaptureId = Capture };

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

    private void Show(DetectionFilter filter)
    {
        if (filter != Filter)
            navigation.NavigateTo(DashboardUrls.Detections(filter));
    }

    private static string BoxText(Box? box) => box is { } found
        ? string.Create(CultureInfo.InvariantCulture, $"{found.X1:0.#}, {found.Y1:0.#}, {found.X2:0.#}, {found.Y2:0.#}")
        : "none";
}
