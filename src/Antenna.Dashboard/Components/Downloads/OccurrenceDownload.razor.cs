using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.Downloads;
using Antenna.Data.Export;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Downloads;

/// <summary>
/// Offers occurrences as files: what a filter finds, or what is selected. They are counted when somebody looks,
/// not with every page.
/// </summary>
public sealed partial class OccurrenceDownload(OccurrenceExport export, DownloadTracker tracker) : LiveComponent
{
    private readonly TrackedDownload _download = tracker.Offer();
    private bool _isOpen;
    private ExportSize? _size;
    private object? _counted;

    /// <summary>What is offered, where nothing is selected to be.</summary>
    [Parameter]
    public OccurrenceFilter Filter { get; set; } = new();

    /// <summary>The ids of what is selected, to be offered instead; null to offer what the filter finds.</summary>
    [Parameter]
    public IReadOnlyCollection<long>? Selected { get; set; }

    [Parameter]
    public string Label { get; set; } = "Download";

    /// <summary>Where there is no room below the button.</summary>
    [Parameter]
    public bool OpensUp { get; set; }

    private object Offered => Selected is { } ids ? string.Join(',', ids.Order()) : Filter;

    protected override Task OnParametersSetAsync() => _isOpen && !Offered.Equals(_counted) ? CountAsync() : Task.CompletedTask;

    protected override ValueTask DisposeAsyncCore()
    {
        _download.Dispose();
        return base.DisposeAsyncCore();
    }

    private static string DescriptionOf(OccurrenceFile file, ExportSize size) => (size.Occurrences - file.CountOf(size)) switch
    {
        0 => file.Description,
        var left => $"{file.Description} {Figures.Count(left, "occurrence", "occurrences")} without {file.Lacking} {(left == 1 ? "is" : "are")} left out.",
    };

    private string UrlOf(OccurrenceFile file) => Selected is null
        ? DashboardUrls.OccurrencesDownload(Filter, file.Word, _download.Id)
        : DashboardUrls.SelectionDownload(Filter.ProjectId, file.Word, _download.Id);

    private Task ToggleAsync(bool isOpen)
    {
        _isOpen = isOpen;
        return _isOpen ? CountAsync() : Task.CompletedTask;
    }

    private Task CountAsync()
    {
        var (offered, scope) = (Offered, Selected is { } ids ? OccurrenceChoice.Of(ids) : OccurrenceChoice.Of(Filter));
        (_counted, _size) = (offered, null);
        return LoadAsync(
            async cancellationToken =>
            {
                var size = await export.CountAsync(scope, cancellationToken);
                if (offered.Equals(_counted))
                    _size = size;
            },
            "What there is to download could not be counted");
    }
}
