using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.PostProcessing.ImportJobs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>One import: live while it is under way, and what it did ever after.</summary>
public sealed partial class ImportPage(ImportCatalog imports, ImportLauncher launcher, NavigationManager navigation) : LiveComponent
{
    /// <summary>Some heartbeats: a process that is heard of less often may be gone.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(15);

    private ImportDetails? _import;
    private IAsyncDisposable? _following;
    private long? _followed;
    private long? _shownId;
    private int _begun;
    private int _shown;
    private bool _isCanceling;
    private string? _refusal;

    [Parameter]
    public long Id { get; set; }

    private ImportsAddress? CameFrom => PageAddress.Parse<ImportAddress>(navigation.ToBaseRelativePath(navigation.Uri))?.CameFrom;

    private ImportRow Row => _import!.Row;

    /// <summary>How long nothing was heard of its process, where that is longer than it should be.</summary>
    private TimeSpan? Unheard => Row is { IsUnderWay: true, BeatAt: { } beat } && Time.GetUtcNow().UtcDateTime - beat is var age && age > Late ? age : null;

    /// <summary>Where it is imported again; a token has to be given once more.</summary>
    private string Again => Row.Kind is ImportKind.TaxaList
        ? DashboardUrls.TaxaListImport(Row.ProjectId, (_import!.Report as TaxaListReport)?.TaxaListId)
        : _import!.Order.Remote is { } remote
        ? new AntennaImportAddress { ProjectId = Row.ProjectId, From = remote.Address, RemoteProjectId = remote.ProjectId, RemoteCaptureSetId = remote.CaptureSetId }.ToString()
        : new NewImportAddress { ProjectId = Row.ProjectId }.ToString();

    private IEnumerable<(string Name, string Value)> Facts
    {
        get
        {
            var order = _import!.Order;
            yield return ("Asked for by", $"{Row.RequestedBy}, {Figures.Moment(Row.CreatedAt)}");
            if (order.Project is { } project)
                yield return ("Project", project);
            if (order.CaptureSet is { } set)
                yield return ("Capture set", set);
            if (order.Captures is { } captures)
                yield return ("Table of captures", captures);
            foreach (var fact in FactsOf(order.CapturesReading))
                yield return ($"{fact.Name} of the captures", fact.Value);
            foreach (var fact in order.List is { } list ? FactsOf(list, isShared: order.Project is null) : [])
                yield return fact;
            foreach (var fact in FactsOf(order.Reading))
                yield return fact;
            foreach (var (file, reading) in order.Readings)
            {
                foreach (var fact in FactsOf(reading))
                    yield return ($"{fact.Name} of {file}", fact.Value);
            }

            if (order.Project is not null && order.Remote is null && order.List is null)
                yield return ("Folder of pictures", order.PictureFolder ?? "none on this server");
            if (order.MakeTaxa)
                yield return (Row.Kind is ImportKind.CamtrapDp ? "Names" : "Labels", "taxa are made of those that are names");
            if (Row.StartedAt is { } started)
                yield return ("Begun", $"{Figures.Moment(started)}{(Row.Attempt > 1 ? $", attempt {Row.Attempt}" : "")}, by {Row.Node}");
            if (Row.FinishedAt is { } finished)
                yield return ("Ended", Figures.Moment(finished));
        }
    }

    private static IEnumerable<(string Name, string Value)> FactsOf(TaxaListOrder list, bool isShared)
    {
        yield return ("Taxa list", $"{list.Name}{(isShared ? ", shared by all projects" : "")}");
        if (list.Note is { } note)
            yield return ("Why there is a new version", note);
        if (list.Accepted.Count > 0)
            yield return ("Accepted", Figures.Count(list.Accepted.Count, "suggestion", "suggestions"));
        if (list.AcceptedFile is { } accepted)
            yield return ("Accepted suggestions in", accepted);
    }

    /// <summary>How the table was asked to be read.</summary>
    private static IEnumerable<(string Name, string Value)> FactsOf(TableReading reading)
    {
        if (reading.NameColumn is { } column)
            yield return ("Column of names", column);
        if (reading.Sheet is { } sheet)
            yield return ("Sheet", sheet);
        if (reading.Encoding is { } encoding)
            yield return ("Encoding", TextEncodings.DisplayName(TextEncodings.Parse(encoding)));
        if (reading.Separator is { } separator)
            yield return ("Separator", Separators.NameOf(separator));
        if (reading.Place is { } place)
            yield return ("Place", reading.Occurrence is { } occurrence ? $"{place}, where they are {occurrence}" : place);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_followed == Id)
            return;
        (_followed, _import, _refusal) = (Id, null, null);
        if (_following is not null)
            await _following.DisposeAsync();

        // Before it is read: what changes in between is then read once more.
        var id = Id;
        _following = FollowNews(change => change.Is(NewsSubject.Import, id), (_, cancellationToken) => RefreshAsync(cancellationToken));
        await ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(RefreshAsync);

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var (id, mine) = (Id, ++_begun);
        var details = await imports.FindAsync(id, cancellationToken);
        if (mine < _shown || id != Id)
            return;
        (_shown, _shownId, _import) = (mine, id, details);
    }

    private async Task CancelAsync()
    {
        _isCanceling = true;
        await LoadAsync(
            async cancellationToken =>
            {
                _refusal = await launcher.CancelAsync(Id, cancellationToken) is null ? "It had ended before it was cancelled." : null;
                await RefreshAsync(cancellationToken);
            },
            "This could not be cancelled");
        _isCanceling = false;
    }
}
