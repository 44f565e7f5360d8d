using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.Components.States;
using Antenna.Dashboard.SignIn;
using Antenna.Dashboard.Uploads;
using Antenna.Data.Import;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.Projects;
using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>Brings a table of names in as a new list, or as the next version of one: checked first, then imported.</summary>
public sealed partial class TaxaListImportPage(
    TaxaListImport import,
    FileUploads uploads,
    TaxaListCatalog lists,
    ProjectCatalog projects,
    ICurrentPerson currentPerson) : AddressedPage<TaxaListImportAddress>
{
    private ListImport? _import;
    private IReadOnlyList<TaxaListOverview>? _lists;
    private long? _listsOf;
    private IReadOnlyList<ProjectSummary> _projects = [];
    private IBrowserFile? _file;
    private IBrowserFile? _refused;
    private int _files;
    private bool _isRestored;
    private PageError? _error;
    private long? _imported;

    /// <summary>What is entered, and accepted of the suggestions. Survives a lost circuit, which the file does not.</summary>
    [PersistentState]
    public ListImportDraft? Draft { get; set; }

    private long? Project => Address.ProjectId;

    /// <summary>The list that gets its next version; null for a new one.</summary>
    private long? List => Address.TaxaListId;

    private TaxaListOverview? Existing => _lists?.FirstOrDefault(list => list.Id == List);

    /// <summary>The list that a new one of that name and owner would be.</summary>
    private TaxaListOverview? SameName => _lists?.FirstOrDefault(list => list.Name == Draft!.Name?.Trim() && list.ProjectId == Draft.OwnerId);

    private TaxaListRequest Request => new(File: "", Existing?.Name ?? Draft!.Name?.Trim() ?? "", currentPerson.Name)
    {
        ProjectId = Existing is { } existing ? existing.ProjectId : Draft!.OwnerId,
        Note = string.IsNullOrWhiteSpace(Draft!.Note) ? null : Draft.Note.Trim(),
        Reading = Draft.Reading,
    };

    private bool IsBusy => _import?.Step is not null;

    private bool CanRun => !IsBusy && _file is not null && Request.List.Length > 0;

    /// <summary>What is entered now was checked, and would make a version. A note changes nothing of that.</summary>
    private bool IsChecked => _import is { Report: { CheckOnly: true }, Request: { } of } && (of.List, of.ProjectId, of.Reading) == (Request.List, Request.ProjectId, Request.Reading);

    private bool CanImport => CanRun && IsChecked && (_import!.Report is { NothingChanged: false } || _import.Accepted.Count > 0);

    private string ImportText => (IsChecked, _import?.Accepted.Count, _import?.Report) switch
    {
        (true, > 0 and var accepted, _) => $"Import with {Figures.Count(accepted, "suggestion", "suggestions")} accepted",
        (true, _, { Version: { } version }) => $"Import as v{version}",
        _ => "Import",
    };

    protected override void OnInitialized()
    {
        _isRestored = Draft is not null;
        Draft ??= new();
        _import = new(import, uploads, Draft.Accepted);
        Follow(Subscribe, _ => Task.CompletedTask);
    }

    // Another list is chosen in place: the lists are the same then.
    protected override Task OnNavigatedAsync() => _lists is null || _listsOf != Project ? ReadAsync() : Task.CompletedTask;

    protected override async ValueTask DisposeAsyncCore()
    {
        if (_import is not null)
            await _import.DisposeAsync();
        await base.DisposeAsyncCore();
    }

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        _projects = await projects.ListAsync(cancellationToken);
        (_lists, _listsOf) = (await lists.ListAsync(Project, await currentPerson.FindAsync(cancellationToken), cancellationToken), Project);
    });

    private void ChooseList(long? id) => Replace(Address with { TaxaListId = id });

    private void ChooseFile(InputFileChangeEventArgs chosen)
    {
        // Some browsers let go of the file when their dialog is cancelled. One that is still to be chosen again remains so.
        if (chosen.FileCount == 0)
        {
            if (!_isRestored)
            {
                _import!.Forget();
                (_file, _refused, Draft!.File) = (null, null, null);
            }
            return;
        }
        // The very file that suggestions were accepted for is chosen again after the connection was lost.
        var file = new ChosenFile(chosen.File.Name, chosen.File.Size, chosen.File.LastModified);
        var isSame = _isRestored && file == Draft!.File;
        _import!.Forget(keepAccepted: isSame);
        if (!isSame)
            Draft!.Reading = TableReading.Detected;
        (_file, _refused, Draft!.File, _isRestored) = (chosen.File, null, file, false);
    }

    private void ChooseReading(TableReading reading)
    {
        // A file that was refused may be as it has to be, read otherwise.
        Draft!.Reading = reading;
        _file ??= _refused;
    }

    private Task CheckAsync() => RunAsync(Request with { Mode = ImportMode.CheckOnly });

    private async Task ImportAsync()
    {
        await RunAsync(Request with { Mode = ImportMode.Write });
        if (_import!.Report is not { } report)
            return;
        await ReadAsync();
        _imported = _lists?.FirstOrDefault(list => list.Name == report.List && list.ProjectId == Request.ProjectId)?.Id;
    }

    private async Task RunAsync(TaxaListRequest request)
    {
        if (IsBusy || _file is null)
            return;
        (_error, _imported) = (null, null);
        await LoadAsync(cancellationToken => _import!.RunAsync(_file, request, cancellationToken), "This could not be imported");
        _error = LoadError;
        if (_import!.WasRefused && !HasSuggestions)
        {
            // The file is put right and chosen again: a browser tells of that only where none was chosen.
            (_file, _refused, _files) = (null, _file, _files + 1);
        }
    }

    /// <summary>The file may be as it has to be, once suggestions are accepted.</summary>
    private bool HasSuggestions => _import!.Lines?.First(null).Any(line => line.Suggestions.Count > 0) ?? false;

    private void Accept(IReadOnlyList<AcceptedSuggestion> suggestions) => _import!.Accept(suggestions);

    private IDisposable Subscribe(Action moved)
    {
        _import!.Moved += moved;
        return new EventSubscription(() => _import.Moved -= moved);
    }

    private static string StepText(ImportStep step)
    {
        var text = char.ToUpperInvariant(step.What[0]) + step.What[1..];
        return step.Done is { } done ? $"{text}: {Figures.Share(done)}" : $"{text}…";
    }

    private string OwnerText(long? id) => id is null ? "shared by all projects" : _projects.FirstOrDefault(project => project.Id == id)?.Name ?? "";
}
