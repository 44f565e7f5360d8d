using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.News;
using Antenna.Data.Projects;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>
/// What is in a capture set: counts, stations, some crops. It reads by itself, because counting a large set takes longer
/// than anybody should wait for the rest of the page.
/// </summary>
public sealed partial class CaptureSetOverview(CaptureSetCatalog sets) : LiveComponent
{
    private CaptureSetContents? _contents;

    [Parameter, EditorRequired]
    public long CaptureSetId { get; set; }

    private IEnumerable<(string Name, string Value)> Facts
    {
        get
        {
            var (set, counts) = (_contents!.Set, _contents.Set.Counts);
            return
            [
                ("Captures", Figures.Count(counts.Captures)),
                ("Detections", Figures.Count(counts.Detections)),
                ("Occurrences", Figures.Count(counts.Occurrences)),
                ("Nights", Figures.Count(counts.Nights)),
                ("Stations", Figures.Count(counts.Deployments)),
                ("Captured", Figures.Dates(set.FirstCapturedAt, set.LastCapturedAt)),
                ("Made", Figures.Moment(set.CreatedAt)),
            ];
        }
    }

    /// <summary>The occurrences of the set.</summary>
    private OccurrencesAddress Occurrences => new() { Filter = new() { ProjectId = _contents!.Set.ProjectId, CaptureSetId = CaptureSetId } };

    private string StationsSummary => _contents!.Set.Counts.Deployments == 0
        ? "No station is given for these captures"
        : Figures.Count(_contents.Set.Counts.Deployments, "station", "stations");

    protected override Task OnInitializedAsync()
    {
        FollowNews(
            change => _contents is { Set.ProjectId: var project } && change.Is(NewsSubject.Project, project),
            (_, cancellationToken) => RefreshAsync(cancellationToken));
        return ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(RefreshAsync);

    private async Task RefreshAsync(CancellationToken cancellationToken) => _contents = await sets.ContentsAsync(CaptureSetId, cancellationToken);

    private static string NameOf(SampleCrop crop) => crop.Determination?.Name ?? "no determination";
}
