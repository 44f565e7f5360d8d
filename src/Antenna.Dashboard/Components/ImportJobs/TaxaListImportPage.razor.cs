using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.Importing;
using Antenna.Dashboard.SignIn;
using Antenna.Dashboard.Uploads;
using Antenna.Data.Choices;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.ImportJobs;
using Antenna.Data.Projects;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.ImportJobs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>Brings a table of names in as a new list, or as the next version of one: checked first, then imported as a job that goes on by itself.</summary>
public sealed partial class TaxaListImportPage(
    ImportDispatch dispatch,
    ImportLauncher launcher,
    FileUploads uploads,
    ReadableFolders folders,
    ChoiceCatalog choices,
    CurrentProject current,
    TaxaListCatalog lists,
    ProjectCatalog projects,
    ListSuggestions suggestions,
    ICurrentPerson person) : ImportFormPage<TaxaListImportAddress>(dispatch, uploads, folders, choices, current)
{
    private IReadOnlyList<TaxaListOverview>? _lists;
    private long? _listsOf;
    private IReadOnlyList<ProjectSummary> _projects = [];
    private int _choices;
    private bool _isRestored;

    /// <summary>The files have to be others, or be read otherwise.</summary>
    private bool _isUnfit;

    /// <summary>What is entered, and accepted of the suggestions. Survives a lost circuit, which the files do not.</summary>
    [PersistentState]
    public ListImportDraft? Draft { get; set; }

    protected override long? ProposedProjectId => Address.ProjectId;

    private long? Project => Address.ProjectId;

    /// <summary>The list that gets its next version; null for a new one.</summary>
    private long? List => Address.TaxaListId;

    private TaxaListOverview? Existing => _lists?.FirstOrDefault(list => list.Id == List);

    /// <summary>The list that a new one of that name and owner would be.</summary>
    private TaxaListOverview? SameName => _lists?.FirstOrDefault(list => list.Name == Draft!.Name?.Trim() && list.ProjectId == Draft.OwnerId);

    private string ListName => Existing?.Name ?? Draft!.Name?.Trim() ?? "";

    private long? OwnerId => Existing is { } existing ? existing.ProjectId : Draft!.OwnerId;

    /// <summary>Ends what is sent or checked; what is handed on is ended on its own page.</summary>
    private EventCallback Cancel => Preparation.Step is null ? default : EventCallback.Factory.Create(this, Preparation.CancelAsync);

    private bool CanRun => !IsBusy && Preparation.Files.Count > 0 && !_isUnfit && ListName.Length > 0;

    private TaxaListReport? Report => Preparation.Report as TaxaListReport;

    /// <summary>What is entered now was checked, and would make a version. A note, and what was accepted since, change nothing of that.</summary>
    private bool IsChecked => Report is not null && Preparation.Checked is { } of && ListImportOrder.HaveSameCheck(of, Ordered());

    private bool CanImport => CanRun && IsChecked && (Report is { NothingChanged: false } || Draft!.Accepted.Count > 0);

    private string ImportText => (IsChecked, Draft!.Accepted.Count, Report) switch
    {
        (true, > 0 and var accepted, _) => $"Import with {Figures.Count(accepted, "suggestion", "suggestions")} accepted",
        (true, _, { Version: { } version }) => $"Import as v{version}",
        _ => "Import",
    };

    protected override void OnInitialized()
    {
        _isRestored = Draft is not null;
        Draft ??= new();
        base.OnInitialized();
    }

    // Another list is chosen in place: the lists are the same then.
    protected override async Task OnNavigatedAsync()
    {
        if (_lists is not null && _listsOf == Project)
            return;
        await ReadAsync();
        if (LoadError is null)
            await base.OnNavigatedAsync();
    }

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        _projects = await projects.ListAsync(cancellationToken);
        (_lists, _listsOf) = (await lists.ListAsync(Project, await person.FindAsync(cancellationToken), cancellationToken), Project);
    });

    private void ChooseList(long? id) => Replace(Address with { TaxaListId = id });

    private async Task ChooseFilesAsync(InputFileChangeEventArgs chosen)
    {
        if (IsBusy)
            return;

        // Some browsers let go of the files when their dialog is canceled. Those that are still to be chosen again remain so.
        if (chosen.FileCount == 0)
        {
            if (_isRestored)
                return;
            Preparation.Forget();
            Choose([]);
            return;
        }

        var files = chosen.GetMultipleFiles(chosen.FileCount);
        if (ChosenListFiles.ProblemOf(files) is { } problem)
            FormProblems = [new(null, problem)];
        else
            await ReceiveAsync(files, Preparation.SendAsync);
    }

    private Task ChooseFolderAsync(IReadOnlyList<IBrowserFile> files) => IsBusy ? Task.CompletedTask : ReceiveAsync(files, Preparation.SendFolderAsync);

    private async Task ReceiveAsync(IReadOnlyList<IBrowserFile> files, Func<IReadOnlyList<IBrowserFile>, long, string, CancellationToken, Task> send)
    {
        Choose([.. files.Select(file => new ChosenFile(file.Name, file.Size, file.LastModified))]);
        await RunAsync(cancellationToken => send(files, FileUploads.LargestSize, "import taxa-list", cancellationToken), "The files could not be received");

        // A browser tells of the same files chosen again only where none were chosen.
        if (Preparation.Files.Count == 0)
            _choices++;
    }

    private async Task UseAsync()
    {
        Choose([]);
        await RunAsync(cancellationToken => Preparation.UseAsync(Draft!.Path!, cancellationToken), "This could not be read");
    }

    private void Choose(IReadOnlyList<ChosenFile> files)
    {
        Draft!.Choose(files, areAgain: _isRestored);
        (_isRestored, _isUnfit) = (false, false);
    }

    private void ChooseReading(string file, TableReading reading)
    {
        // A file that was refused may be as it has to be, read otherwise.
        Draft!.Readings[file] = reading;
        _isUnfit = false;
    }

    private async Task AcceptReportAsync(IBrowserFile report)
    {
        if (IsBusy)
            return;
        await RunAsync(
            async cancellationToken =>
            {
                if (await Preparation.ReadAsync(report, FileUploads.LargestSize, "import taxa-list", suggestions.ReadReportAsync, cancellationToken) is not { } accepted)
                    return;
                Draft!.Accept(report.Name, accepted);
                _isUnfit = false;
            },
            "The report could not be read");
    }

    private async Task CheckAsync()
    {
        if (!CanRun)
            return;
        await RunAsync(cancellationToken => Preparation.CheckAsync(Ordered(), cancellationToken), "This could not be imported");
        if (Preparation.WasRefused && !HasSuggestions)
        {
            // The files are put right and chosen again: a browser tells of that only where none was chosen.
            (_isUnfit, _choices) = (true, _choices + 1);
        }
    }

    private async Task ImportAsync()
    {
        if (!CanImport)
            return;
        await LaunchAsync(async cancellationToken =>
        {
            var (order, sent) = (Ordered(), Preparation.SentPaths);
            var who = await person.GetAsync(cancellationToken);
            return await OffCircuit.RunAsync(() => launcher.LaunchAsync(order, sent, who, cancellationToken), cancellationToken);
        });
    }

    private ImportOrder Ordered() => ListImportOrder.Of(Draft!, Preparation, ListName, OwnerId is { } owner ? (owner, NameOf(owner)) : null, person.Name);

    /// <summary>The files may be as they have to be, once suggestions are accepted.</summary>
    private bool HasSuggestions => Preparation.Lines?.First(null).Any(line => line.Suggestions.Count > 0) ?? false;

    private string OwnerText(long? id) => id is { } owner ? NameOf(owner) ?? "" : "shared by all projects";

    private string? NameOf(long projectId) => _projects.FirstOrDefault(project => project.Id == projectId)?.Name;
}
