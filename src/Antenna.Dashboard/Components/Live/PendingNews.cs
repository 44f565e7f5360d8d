using Antenna.Data.News;
using Antenna.PostProcessing.News;

namespace Antenna.Dashboard.Components.Live;

/// <summary>
/// Keeps news until a component takes them, of each run only the newest and of other kinds one, so that they do not pile up
/// while the component is busy.
/// </summary>
internal sealed class PendingNews
{
    private readonly Lock _gate = new();
    private Dictionary<(NewsSubject? Subject, long? RunId), NewsItem> _items = [];

    public void Add(NewsItem item)
    {
        var runId = item.Change is { Subject: NewsSubject.Run } change ? item.Run?.Id ?? change.Ids[0] : (long?)null;
        lock (_gate)
            _items[(item.Change?.Subject, runId)] = item;
    }

    public NewsBatch Take()
    {
        lock (_gate)
        {
            var taken = new NewsBatch([.. _items.Values]);
            _items = [];
            return taken;
        }
    }
}
