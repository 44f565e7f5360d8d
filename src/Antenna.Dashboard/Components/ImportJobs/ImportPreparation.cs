using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Matching;
using Antenna.Dashboard.Importing;
using Antenna.Dashboard.Uploads;
using Antenna.Data.Database;
using Antenna.Data.Import;
using Antenna.Data.Import.Tables;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Microsoft.AspNetCore.Components.Forms;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>What an import does now, on a page.</summary>
/// <param name="What">For a person: <c>checking the file</c>.</param>
/// <param name="Done">How much of that is done, 0 to 1; null where that is not known.</param>
internal sealed record PreparationStep(string What, double? Done);

/// <summary>
/// Files on their way to become an import: sent, or named where they lie on the server, looked into, and checked as often as a
/// person likes. Nothing of it is written to the database; the page hands them on to an import, or they go with it.
/// </summary>
internal sealed class ImportPreparation(ImportDispatch dispatch, FileUploads uploads, ReadableFolders folders) : IAsyncDisposable
{
    private readonly List<UploadedFile> _sent = [];
    private List<TableShape> _tables = [];
    private CancellationTokenSource? _current;
    private Task _running = Task.CompletedTask;
    private volatile PreparationStep? _step;
    private string? _matching;

    /// <summary>It is further; comes from any thread.</summary>
    public event Action? Moved;

    /// <summary>What it does now; null where it does nothing.</summary>
    public PreparationStep? Step => _step;

    /// <summary>The files, and what each seems to be.</summary>
    public IReadOnlyList<FoundFile> Files { get; private set; } = [];

    /// <summary>The path on the server that was named; null where files were sent.</summary>
    public string? ServerPath { get; private set; }

    /// <summary>Where the files lie that were sent, or the folder.</summary>
    public IReadOnlyList<string> SentPaths => [.. _sent.Select(file => file.FullName)];

    /// <summary>What the last check found; null where none was made, or it was refused.</summary>
    public ImportReport? Report { get; private set; }

    /// <summary>What was checked.</summary>
    public ImportOrder? Checked { get; private set; }

    /// <summary>What became of each line of a list when it was last checked; null where none was matched.</summary>
    public MatchedLines? Lines { get; private set; }

    /// <summary>How each table was last read, in the order of the files; none of what was not, or is no table.</summary>
    public IReadOnlyList<TableShape> Tables => _tables;

    /// <summary>Something is wrong with the files, or with what was asked for; what failed else may succeed with the same.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>Why the files cannot be used or imported.</summary>
    public IReadOnlyList<ImportProblem> Problems { get; private set; } = [];

    public bool WasCanceled { get; private set; }

    /// <summary>Receives files, in place of those of before.</summary>
    /// <param name="largest">Bytes that each may have.</param>
    /// <param name="command">The command that imports a larger one.</param>
    public Task SendAsync(IReadOnlyList<IBrowserFile> files, long largest, string command, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            Clear();
            var found = new List<FoundFile>();
            foreach (var file in files)
            {
                var what = $"sending {file.Name}";
                Tell(new(what, 0));
                var progress = new ImmediateProgress<double>(done => Tell(new(what, done)));
                _sent.Add(await uploads.ReceiveAsync(
                    file, largest, command, _sent.Count > 0 ? _sent[0] : null, progress, token));
                found.Add(await LookAsync(_sent[^1].FullName, token));
            }

            Files = found;
        },
        cancellationToken);

    /// <summary>Receives a folder, in place of what was there before.</summary>
    /// <param name="files">Each named by its path from the folder's name on.</param>
    /// <param name="largest">Bytes that they may have together.</param>
    /// <param name="command">The command that imports more.</param>
    public Task SendFolderAsync(IReadOnlyList<IBrowserFile> files, long largest, string command, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            Clear();
            Tell(new("sending the folder", 0));
            _sent.Add(await uploads.ReceiveFolderAsync(
                files, largest, command, file => new ImmediateProgress<double>(done => Tell(new($"sending {file}", done))), token));
            Files = [await LookAsync(_sent[0].FullName, token)];
        },
        cancellationToken);

    /// <summary>Receives a file for what it says, beside those that are imported, and removes it again.</summary>
    /// <param name="largest">Bytes that it may have.</param>
    /// <param name="command">The command that takes a larger one.</param>
    /// <param name="read">Reads the file of a path; it may not touch the state of a component.</param>
    /// <returns>What was read; the usual one where the file is refused.</returns>
    public async Task<T?> ReadAsync<T>(
        IBrowserFile file, long largest, string command, Func<string, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var answer = default(T);
        await RunAsync(
            async token =>
            {
                var what = $"reading {file.Name}";
                Tell(new(what, 0));
                using var sent = await uploads.ReceiveAsync(file, largest, command, null, new ImmediateProgress<double>(done => Tell(new(what, done))), token);
                answer = await OffCircuit.RunAsync(() => read(sent.FullName, token), token);
            },
            cancellationToken);
        return answer;
    }

    /// <summary>Uses a file or a folder that lies on the server, in place of what was sent.</summary>
    public Task UseAsync(string path, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            Clear();
            Tell(new("looking into it", null));
            var real = folders.Resolve(path);
            Files = [await LookAsync(real, token)];
            ServerPath = real;
        },
        cancellationToken);

    /// <summary>Reads what there is to choose from.</summary>
    /// <param name="what">For a person: <c>reading its projects</c>.</param>
    public Task ReadAsync(string what, Func<CancellationToken, Task> read, CancellationToken cancellationToken) => RunAsync(
        token =>
        {
            Tell(new(what, null));
            return read(token);
        },
        cancellationToken);

    /// <summary>Goes through an import and writes nothing.</summary>
    public Task CheckAsync(ImportOrder order, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            Tell(new("beginning", null));
            var progress = new ImmediateProgress<ImportProgress>(so => Tell(new(ImportProgressText.Of(so), so.Done)));
            var folder = _sent.Count == 0 ? "" : Path.GetDirectoryName(_sent[0].FullName)!;
            await using var lines = order.Kind is ImportKind.TaxaList ? new MatchedLines(MatchingPath(), hasFiles: Files.Count > 1 || Directory.Exists(ServerPath)) : null;
            var listener = new ImportListener { OnTable = Keep, OnLine = lines is null ? null : lines.AddAsync, OnLineWithoutName = lines is null ? null : lines.AddWithoutNameAsync };
            try
            {
                Report = await OffCircuit.RunAsync(() => dispatch.RunAsync(order, folder, ImportMode.CheckOnly, listener, progress, token), token);
                Checked = order;
            }
            finally
            {
                // Also of a list that is refused: its names show why.
                Lines = lines?.Count(null) > 0 ? lines : null;
            }
        },
        cancellationToken);

    /// <summary>Other files are to be chosen: what was found in these does not count any more.</summary>
    public void Forget()
    {
        Clear();
        ForgetOutcome();
    }

    /// <summary>Ends what is under way.</summary>
    public Task CancelAsync() => _current?.CancelAsync() ?? Task.CompletedTask;

    /// <summary>Ends what is under way, and removes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        await CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Clear();
    }

    // A workbook is gone through sheet by sheet to know what it is.
    private static Task<FoundFile> LookAsync(string path, CancellationToken cancellationToken) =>
        OffCircuit.RunAsync(() => FoundFile.LookAsync(path, cancellationToken), cancellationToken);

    private void Clear()
    {
        foreach (var file in _sent)
            file.Dispose();
        _sent.Clear();
        if (_matching is not null)
            File.Delete(_matching);
        (Files, ServerPath, Report, Checked, Lines, _tables, _matching) = ([], null, null, null, null, [], null);
    }

    // A list that is not changed: the page reads it while another thread checks.
    private void Keep(TableShape table)
    {
        var known = _tables.FindIndex(each => each.File == table.File);
        _tables = known < 0 ? [.. _tables, table] : [.. _tables[..known], table, .. _tables[(known + 1)..]];
    }

    private void ForgetOutcome() => (Report, Checked, Lines, Problems, WasRefused, WasCanceled) = (null, null, null, [], false, false);

    /// <summary>Where the lines of a check are kept: with what was sent, else among temporary files.</summary>
    private string MatchingPath() => _sent.Count > 0
        ? _sent[0].PathOfSibling("matching.csv")
        : _matching ??= Path.Combine(Path.GetTempPath(), $"antenna-matching-{Guid.NewGuid():N}.csv");

    private Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => _running = GoThroughAsync(work, cancellationToken);

    private async Task GoThroughAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _current = mine;
        ForgetOutcome();
        try
        {
            await work(mine.Token);
        }
        catch (ImportRefusedException refusal)
        {
            (Problems, WasRefused) = (refusal.Problems, true);
        }
        catch (IOException error) when (DiskErrors.IsFull(error))
        {
            Problems = [new(null, $"{DiskErrors.WhereFull}, and try again.")];
        }
        catch (Exception error) when (DatabaseError.Of(error) is { IsTransient: true } failed)
        {
            Problems = [new(null, $"{DatabaseErrorText.What(failed.Kind)}. {DatabaseErrorText.Advice(failed.Kind)}, and check again.")];
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            WasCanceled = true;
        }
        finally
        {
            (_step, _current) = (null, null);
            if (Files.Count == 0 && Report is null)
                Clear();
        }
    }

    private void Tell(PreparationStep step)
    {
        _step = step;
        Moved?.Invoke();
    }
}
