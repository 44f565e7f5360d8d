using System.Collections.Immutable;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.News;
using Antenna.Data.Paging;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>
/// One page of the list of runs, kept up to date by the news: a run that it shows is replaced by what the news bring, and
/// the list is read again only where a run enters or leaves it.
/// </summary>
public sealed class LiveRunList(RunHistory history)
{
    private volatile View? _view;
    private RunListQuery? _query;
    private int _begun;
    private int _shown;

    /// <summary>Null until it was read.</summary>
    public Page<RunRow>? Page => _view?.Page;

    /// <summary>Reads a page of the list. Of two reads at once the one that began later counts, whichever comes back last.</summary>
    public async Task ReadAsync(RunListQuery query, CancellationToken cancellationToken)
    {
        var mine = ++_begun;
        _query = query;
        var page = await history.ReadAsync(query.Filter, query.Size, query.Cursor, cancellationToken);
        if (mine < _shown)
            return;
        _shown = mine;
        _view = new(history, query, page);
    }

    /// <summary>
    /// Reads the page again where a run on it seems to have stalled: a heartbeat announces nothing, and neither does one that
    /// does not come.
    /// </summary>
    public async Task LookForStallsAsync(DateTime now, CancellationToken cancellationToken)
    {
        if (_query is { } query && _view is { } view && view.Page.Items.Any(run => RunStall.Of(run.Progress, now) is not null))
            await ReadAsync(query, cancellationToken);
    }

    /// <summary>Whether a run that changed is on the page, or may come onto it.</summary>
    public bool Concerns(Announcement change) => change.Subject is NewsSubject.Run && _view is { } view && view.Concerns(change);

    /// <summary>Shows runs as they stand now.</summary>
    public async Task UpdateAsync(NewsBatch news, CancellationToken cancellationToken)
    {
        if (_query is null || _view is not { } view)
            return;
        var mustRead = news.HasMissed;
        foreach (var item in news.Items)
        {
            if (item is not { Change.Subject: NewsSubject.Run })
                continue;
            if (item.Run is { } run && view.TryReplace(run) is { } replaced)
                view = replaced;
            else
                mustRead = true;
        }

        if (mustRead)
            await ReadAsync(_query, cancellationToken);
        else
            _view = view;
    }

    /// <summary>What is shown, which the thread that brings news looks at while the circuit replaces it.</summary>
    private sealed record View(RunHistory History, RunListQuery Query, Page<RunRow> Page)
    {
        /// <summary>Runs that never come onto the list, because something that does not change keeps them out.</summary>
        private ImmutableHashSet<long> Excluded { get; init; } = [];

        private bool IsFull => Page.Items.Count >= Query.Size;

        public bool Concerns(Announcement change) => change.Ids.Any(id => Page.Items.Any(run => run.Id == id) || (MayEnter(id) && Query.Filter.MayMatch(change)));

        /// <summary>The list with the run as it stands now; null where the list has to be read for that.</summary>
        public View? TryReplace(RunRow run)
        {
            var matches = History.Matches(Query.Filter, run);
            var isShown = Page.Items.Any(shown => shown.Id == run.Id);
            if (isShown && matches)
                return this with { Page = Page with { Items = [.. Page.Items.Select(shown => shown.Id == run.Id ? run : shown)] } };
            if (isShown || (matches && MayEnter(run.Id)))
                return null;
            return History.Matches(Query.Filter.Lasting, run) ? this : this with { Excluded = Excluded.Add(run.Id) };
        }

        /// <summary>New runs come to the top of the first page; with a filter of states or counts, also a run that was there before.</summary>
        private bool MayEnter(long id) => !Excluded.Contains(id)
            && (Query.Filter != Query.Filter.Lasting || (Query.Cursor is null && (!IsFull || id > Page.Items[^1].Id)));
    }
}

/// <summary>Which page of the list of runs.</summary>
/// <param name="Size">Rows a page, 1 to 100.</param>
public sealed record RunListQuery(RunFilter Filter, int Size, string? Cursor = null);
