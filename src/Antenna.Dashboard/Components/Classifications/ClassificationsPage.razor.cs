using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Paging;
using Antenna.Data.Predictions;

namespace Antenna.Dashboard.Components.Classifications;

/// <summary>Classifications as raw rows, for diagnostics.</summary>
public sealed partial class ClassificationsPage(ClassificationList list) : AddressedPage<ClassificationsAddress>
{
    private const int PageSize = 50;

    private Page<ClassificationRow>? _page;
    private IReadOnlyList<NamedChoice> _algorithms = [];

    private ClassificationFilter Filter => Address.Filter;

    /// <summary>The detections of what is listed.</summary>
    private DetectionFilter Seen => new() { Id = Filter.DetectionId, OccurrenceId = Filter.OccurrenceId, CaptureId = Filter.CaptureId };

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

    /// <summary>What a row says that names no taxon. That it is not identifiable says already that there is none.</summary>
    private static string NothingText(ClassificationRow row) => row switch
    {
        { Label: null } => "class not known",
        { Algorithm.Kind: AlgorithmKind.SizeFilter } => row.Label,
        _ => $"{row.Label}: no taxon",
    };

    private void Show(ClassificationFilter filter)
    {
        if (filter != Filter)
            GoTo(Address.By(filter));
    }
}
