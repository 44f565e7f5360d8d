using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.News;
using Antenna.PostProcessing.News;

namespace Antenna.Dashboard.Components.Layout;

/// <summary>Shows on every page how many runs and imports are under way, and leads to them; nothing where there are none.</summary>
public sealed partial class WorkIndicator(CurrentWork current) : LiveComponent
{
    private WorkUnderWay _work = new([], []);

    protected override async Task OnInitializedAsync()
    {
        FollowNews(change => change.Subject is NewsSubject.WorkUnderWay, (_, cancellationToken) => ReadAsync(cancellationToken));

        // Without a database there is nothing to show here: the notice beside it says so.
        await LoadAsync(ReadAsync);
    }

    private static string Under(int count, string one, string many) => $"{Figures.Count(count, one, many)} under way";

    private async Task ReadAsync(CancellationToken cancellationToken) => _work = await current.GetAsync(cancellationToken);
}
