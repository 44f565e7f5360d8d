using System.Globalization;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Occurrences;
using Antenna.Data.Paging;
using Antenna.Data.Predictions;

namespace Antenna.Dashboard.Components.Detections;

/// <summary>Detections as raw rows, for diagnostics.</summary>
public sealed partial class DetectionsPage(DetectionList list) : AddressedPage<DetectionsAddress>
{
    private const int PageSize = 50;

    private Page<DetectionRow>? _page;
    private IReadOnlyList<NamedChoice> _algorithms = [];

    private DetectionFilter Filter => Address.Filter;

    /// <summary>The classifications of what is listed.</summary>
    private ClassificationFilter OfListed => new() { DetectionId = Filter.Id, OccurrenceId = Filter.OccurrenceId, CaptureId = Filter.CaptureId };

    protected override Task OnNavigatedAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        var address = Address;
        if (_algorithms.Count == 0)
            _algorithms = [.. (await list.AlgorithmsAsync(cancellationToken)).Select(algorithm => new NamedChoice(algorithm.Id, algorithm.Name))];
        var page = await list.ReadAsync(address.Filter, PageSize, address.Cursor, cancellationToken);
        if (address == Address)
            _page = page;
    });

    private void Show(DetectionFilter filter)
    {
        if (filter != Filter)
            GoTo(Address.By(filter));
    }

    private static string BoxText(DetectionRow row) => row switch
    {
        { Box: { } found } => string.Create(CultureInfo.InvariantCulture, $"{found.X1:0.#}, {found.Y1:0.#}, {found.X2:0.#}, {found.Y2:0.#}"),
        { OccurrenceId: not null } => "somewhere",
        _ => "nothing found",
    };
}
