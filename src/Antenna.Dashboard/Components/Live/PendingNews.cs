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
        lock (_gate)
            _items[KeyOf(item)] = item;
    }

    /// <summary>Puts back what was taken and could not be shown, unless there is newer.</summary>
    public void Restore(NewsBatch taken)
    {
        lock (_gate)
        {
            foreach (var item in taken.Items)
                _items.TryAdd(KeyOf(item), item);
        }
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

    private static (NewsSubject?, long?) KeyOf(NewsItem item) =>
        (item.Change?.Subject, item.Change is { Subject: NewsSubject.Run } change ? item.Run?.Id ?? change.Ids[0] : null);
}
