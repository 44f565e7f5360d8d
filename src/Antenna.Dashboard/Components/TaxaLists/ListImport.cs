using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Importing;
using Antenna.Dashboard.Uploads;
using Antenna.Data.Database;
using Antenna.Dashboard.Components.Matching;
using Antenna.Data.Import;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.TaxaLists;
using Microsoft.AspNetCore.Components.Forms;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>
/// One file on its way to become a version of a list: sent once, checked, and then imported by the very same steps. Tells
/// how far it is; what was begun can be cancelled, and then nothing of it is written.
/// </summary>
/// <param name="accepted">The suggestions accepted so far, by <see cref="AcceptedSuggestion.Key"/>; kept up to date.</param>
internal sealed class ListImport(TaxaListImport import, FileUploads uploads, Dictionary<string, AcceptedSuggestion> accepted) : IAsyncDisposable
{
    private UploadedFile? _upload;
    private IBrowserFile? _sent;
    private CancellationTokenSource? _current;
    private Task _running = Task.CompletedTask;
    private volatile ImportStep? _step;

    /// <summary>It is further; comes from any thread.</summary>
    public event Action? Moved;

    /// <summary>What it does now; null where it does nothing.</summary>
    public ImportStep? Step => _step;

    /// <summary>
    /// What was done last; null where nothing was, or the file was refused. What was checked before the server or its database
    /// failed still holds, and is imported once that is put right.
    /// </summary>
    public TaxaListReport? Report { get; private set; }

    /// <summary>What the report is of.</summary>
    public TaxaListRequest? Request { get; private set; }

    /// <summary>What became of each line; null where none was matched.</summary>
    public MatchedLines? Lines { get; private set; }

    /// <summary>How the file was read last; null where it was not, or is no table.</summary>
    public TableShape? Table { get; private set; }

    /// <summary>The suggestions that a person accepted since, by <see cref="AcceptedSuggestion.Key"/>.</summary>
    public IReadOnlyDictionary<string, AcceptedSuggestion> Accepted => accepted;

    /// <summary>Why the file is not imported.</summary>
    public IReadOnlyList<ImportProblem> Problems { get; private set; } = [];

    /// <summary>Something is wrong with the file, or with what was asked for; what failed else may succeed with the same.</summary>
    public bool WasRefused { get; private set; }

    public bool WasCancelled { get; private set; }

    /// <summary>Sends the file, unless that was done, and checks or imports it.</summary>
    /// <param name="request">Names no file yet.</param>
    public Task RunAsync(IBrowserFile file, TaxaListRequest request, CancellationToken cancellationToken) =>
        _running = GoThroughAsync(file, request, cancellationToken);

    /// <summary>Ends what is under way.</summary>
    public Task CancelAsync() => _current?.CancelAsync() ?? Task.CompletedTask;

    /// <summary>Accepts suggestions, for the next check or import of the file.</summary>
    public void Accept(IEnumerable<AcceptedSuggestion> suggestions)
    {
        foreach (var suggestion in suggestions)
            accepted[suggestion.Key] = suggestion;
    }

    /// <summary>Accepts no suggestion for a name.</summary>
    /// <param name="key"><see cref="AcceptedSuggestion.Key"/>.</param>
    public void Reject(string key) => accepted.Remove(key);

    /// <summary>Another file is chosen: what was found in this one, and accepted for it, does not count any more.</summary>
    /// <param name="keepAccepted">It is the same file once more.</param>
    public void Forget(bool keepAccepted = false)
    {
        ForgetOutcome();
        Table = null;
        if (!keepAccepted)
            accepted.Clear();
    }

    private void ForgetOutcome() =>
        (Report, Request, Lines, Problems, WasRefused, WasCancelled) = (null, null, null, [], false, false);

    /// <summary>Ends what is under way, and removes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _upload?.Dispose();
    }

    private async Task GoThroughAsync(IBrowserFile file, TaxaListRequest request, CancellationToken cancellationToken)
    {
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _current = mine;
        var last = (Report, Request);
        ForgetOutcome();
        try
        {
            await SendAsync(file, mine.Token);
            Report = await ImportAsync(request with { File = _upload!.FullName, Accepted = [.. accepted.Values] }, mine.Token);
            Request = request;
            if (request.Mode is ImportMode.Write)
                accepted.Clear();
        }
        catch (ImportRefusedException refusal)
        {
            (Problems, WasRefused) = (refusal.Problems, true);
        }
        catch (IOException error) when (DiskErrors.IsFull(error))
        {
            Problems = [new(null, "The disk of the server is full. Free space on it, and import the file again; nothing of it was imported.")];
            (Report, Request) = last;
        }
        catch (Exception error) when (DatabaseError.Of(error) is { IsTransient: true } failed)
        {
            Problems = [new(null, $"{DatabaseErrorText.What(failed.Kind)}. {DatabaseErrorText.Advice(failed.Kind)}, and import the file again; nothing of it was imported.")];
            (Report, Request) = last;
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            WasCancelled = true;
        }
        finally
        {
            (_step, _current) = (null, null);
        }
    }

    private async Task SendAsync(IBrowserFile file, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(_sent, file))
            return;
        _upload?.Dispose();
        (_upload, _sent) = (null, null);
        Tell(new("sending the file", 0));
        _upload = await uploads.ReceiveAsync(file, new ImmediateProgress<double>(done => Tell(new("sending the file", done))), cancellationToken);
        _sent = file;
    }

    private async Task<TaxaListReport> ImportAsync(TaxaListRequest request, CancellationToken cancellationToken)
    {
        Tell(new("waiting for its turn", null));
        await using var lines = new MatchedLines(_upload!.PathOfSibling("matching.csv"));
        var progress = new ImmediateProgress<ImportProgress>(so => Tell(new(ImportProgressText.Of(so), so.Done)));

        var reading = request with { OnLine = lines.AddAsync, OnLineWithoutName = lines.AddWithoutNameAsync, OnTable = table => Table = table };

        // Away from the circuit: matching is work, and the page is to stay at hand meanwhile.
        try
        {
            return await Task.Run(() => import.RunAsync(reading, progress, cancellationToken), cancellationToken);
        }
        finally
        {
            // Also of a list that is refused: its names show why.
            Lines = lines.Count(null) > 0 ? lines : null;
        }
    }

    private void Tell(ImportStep step)
    {
        _step = step;
        Moved?.Invoke();
    }
}

/// <summary>What an import does now.</summary>
/// <param name="What">For a person: <c>matching names</c>.</param>
/// <param name="Done">How much of that is done, 0 to 1; null where that is not known.</param>
internal sealed record ImportStep(string What, double? Done);
