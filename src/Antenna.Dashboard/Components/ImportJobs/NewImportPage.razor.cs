using System.Globalization;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Importing;
using Antenna.Dashboard.SignIn;
using Antenna.Dashboard.Uploads;
using Antenna.Data.Choices;
using Antenna.Data.Import;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.Tables;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.PostProcessing.ImportJobs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>Chooses files, shows what each is, checks them, and imports them as a job that goes on by itself.</summary>
public sealed partial class NewImportPage(
    ImportDispatch dispatch,
    ImportLauncher launcher,
    FileUploads uploads,
    ReadableFolders folders,
    ChoiceCatalog choices,
    CurrentProject current,
    ICurrentPerson person) : ImportFormPage<NewImportAddress>(dispatch, uploads, folders, choices, current)
{
    private const int MostFiles = 20;

    private ImportKind? _kind;
    private TableReading _reading = TableReading.Detected;
    private TableReading _capturesReading = TableReading.Detected;
    private string? _path;
    private string? _captureSet;
    private string? _pictures;
    private string? _checkedPictures;
    private int _choices;
    private InputFile? _input;
    private bool _makeTaxa;

    private IReadOnlyList<FoundFile> Files => Preparation.Files;

    protected override long? ProposedProjectId => Address.ProjectId;

    /// <summary>Ends what is sent or checked; what is handed on is ended on its own page.</summary>
    private EventCallback Cancel => Preparation.Step is null ? default : EventCallback.Factory.Create(this, Preparation.CancelAsync);

    /// <summary>How the table is read, where that can be chosen; null for what is no such table.</summary>
    private TableShape? Table => _kind is ImportKind.Taxa or ImportKind.Identifications && Files.Count > 0 ? ShapeOf(Main) : null;

    /// <summary>How the table of captures is read, once there is known to be one: beside results on the server a check finds it.</summary>
    private TableShape? Captures => _kind is not ImportKind.PipelineResults ? null
        : CapturesFile is { } sent ? ShapeOf(sent) : Preparation.Tables.FirstOrDefault(table => table.File != Main.Name);

    private bool HasProject => _kind is not (null or ImportKind.Taxa);

    private bool MakesCaptures => _kind is ImportKind.PipelineResults or ImportKind.CamtrapDp;

    private bool CanRun => !IsBusy && _kind is not null
        && (!HasProject || !string.IsNullOrWhiteSpace(ProjectName)) && (!MakesCaptures || !string.IsNullOrWhiteSpace(_captureSet));

    /// <summary>What is entered now was checked.</summary>
    private bool IsChecked => Preparation is { Report: not null, Checked: { } of } && of.ToJson() == Ordered(pictures: of.PictureFolder).ToJson()
        && _checkedPictures == _pictures;

    private TableShape? ShapeOf(FoundFile file) => Preparation.Tables.FirstOrDefault(table => table.File == file.Name) ?? file.Table;

    private async Task SendAsync(InputFileChangeEventArgs chosen)
    {
        if (IsBusy || chosen.FileCount == 0)
            return;
        if (chosen.FileCount > MostFiles)
        {
            FormProblems = [new(null, $"{chosen.FileCount} files are chosen; expected those of one import, at most {MostFiles}.")];
            return;
        }

        await ReceiveAsync(cancellationToken => Preparation.SendAsync(chosen.GetMultipleFiles(MostFiles), FileUploads.LargestImport, "import", cancellationToken));
    }

    private async Task SendFolderAsync(IReadOnlyList<IBrowserFile> files)
    {
        if (IsBusy)
            return;
        await ReceiveAsync(cancellationToken => Preparation.SendFolderAsync(files, FileUploads.LargestImport, "import", cancellationToken));
        if (Files is [{ Kind: FoundFileKind.Unknown }])
            FormProblems = [new(null, "There is no Camtrap DP package in the folder, in folders of it or in zips. What is imported as a file, choose as one.")];
    }

    private async Task ReceiveAsync(Func<CancellationToken, Task> send)
    {
        await PrepareAsync(send, "The files could not be received");

        // A browser tells of the same files chosen again only where none was chosen.
        if (Files.Count == 0)
            _choices++;
    }

    private Task UseAsync() => PrepareAsync(cancellationToken => Preparation.UseAsync(_path!, cancellationToken), "This could not be read");

    private async Task PrepareAsync(Func<CancellationToken, Task> prepare, string failed)
    {
        (_reading, _capturesReading) = (TableReading.Detected, TableReading.Detected);
        await RunAsync(prepare, failed);
        var kinds = Files.Select(file => ImportKindText.ImportOf(file.Kind)).OfType<ImportKind>().Distinct().ToList();
        _kind = kinds is [var only] ? only : null;
        if (kinds.Count > 1)
            FormProblems = [new(null, $"These are files of {kinds.Count} imports ({string.Join(", ", kinds.Select(ImportKindText.Of))}); choose those of one at a time.")];
        ProposeCaptureSet();
    }

    // By the file that is imported: a companion alone gives a set no name.
    private void ProposeCaptureSet()
    {
        if (_kind is not null && Files.Count > 0)
            _captureSet ??= Path.GetFileNameWithoutExtension(Main.Name);
    }

    private Task CheckAsync() => RunAsync(
        cancellationToken =>
        {
            _checkedPictures = _pictures;
            return Preparation.CheckAsync(Ordered(Pictures()), cancellationToken);
        },
        "This could not be checked");

    /// <summary>Classifiers with labels that taxa can be made of.</summary>
    private IReadOnlyList<ImportedClassifier> Unknown =>
        Preparation.Report is PipelineResultsReport report ? [.. report.Classifiers.Where(classifier => classifier.Names > 0)] : [];

    private Task MakeTaxaAsync()
    {
        _makeTaxa = true;
        return CheckAsync();
    }

    private async Task ImportAsync()
    {
        if (!CanRun)
            return;
        await LaunchAsync(async cancellationToken =>
        {
            var order = Ordered(Pictures());
            var who = await person.GetAsync(cancellationToken);
            return await OffCircuit.RunAsync(() => launcher.LaunchAsync(order, Preparation.SentPaths, who, cancellationToken), cancellationToken);
        });
    }

    /// <summary>The file that the others go with.</summary>
    private FoundFile Main => Files.FirstOrDefault(file => ImportKindText.ImportOf(file.Kind) is { } kind && kind == _kind) ?? Files[0];

    /// <summary>The table of captures that goes with the main file; null where none was sent.</summary>
    private FoundFile? CapturesFile => Files.FirstOrDefault(file => file.Kind is FoundFileKind.Captures && file != Main);

    /// <summary>The folder of the pictures; null where none is named.</summary>
    /// <exception cref="ImportRefusedException">It may not be read.</exception>
    private string? Pictures() => string.IsNullOrWhiteSpace(_pictures) ? null : Folders.Resolve(_pictures);

    /// <summary>What is asked for as it is entered now.</summary>
    private ImportOrder Ordered(string? pictures)
    {
        var main = Main;
        var order = new ImportOrder(_kind!.Value)
        {
            Project = HasProject ? ProjectName!.Trim() : null,
            CaptureSet = MakesCaptures ? _captureSet!.Trim() : null,
            MakeTaxa = MakesCaptures && _makeTaxa,
            Person = person.Name,
            Reading = Table is null ? TableReading.Detected : _reading,
            CapturesReading = Captures is null ? TableReading.Detected : _capturesReading,
        };
        return Preparation.ServerPath is { } path
            ? order with { Path = path, PictureFolder = !HasProject ? null : Directory.Exists(path) ? path : ImportFile.FolderOf(path) }
            : order with
            {
                Files = [main.Name, .. Files.Where(file => file != main).Select(file => file.Name)],
                Captures = CapturesFile?.Name,
                PictureFolder = HasProject ? pictures : null,
            };
    }

    private async Task FocusFilesAsync()
    {
        if (_input?.Element is { } input)
            await input.FocusAsync();
    }

    private void ChooseKind(ImportKind? kind)
    {
        (_kind, FormProblems) = (kind, []);
        ProposeCaptureSet();
    }

    private static string KindText(ImportKind? kind) => kind is { } known ? ImportKindText.Of(known) : "";

    private static string SizeText(FoundFile file) => file.Size switch
    {
        0 => "",
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, file.Size >> 10):N0} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{file.Size / (double)(1 << 20):N1} MB"),
    };
}
