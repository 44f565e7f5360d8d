using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.States;
using Antenna.Dashboard.Importing;
using Antenna.Dashboard.Uploads;
using Antenna.Data.Choices;
using Antenna.Data.Import;
using Antenna.Data.ImportJobs;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>
/// A page on which an import is put together, checked as often as a person likes, and handed on to become a job that goes on by itself.
/// </summary>
public abstract class ImportFormPage<TAddress>(
    ImportDispatch dispatch, FileUploads uploads, ReadableFolders folders, ChoiceCatalog choices, CurrentProject current) : AddressedPage<TAddress>
    where TAddress : PageAddress<TAddress>, IPageAddress<TAddress>
{
    private const int MostProjects = 12;

    private bool _isLaunching;

    /// <summary>The project in view, which is proposed; null for none.</summary>
    protected abstract long? ProposedProjectId { get; }

    /// <summary>What is sent, looked into and checked.</summary>
    private protected ImportPreparation Preparation { get; } = new(dispatch, uploads, folders);

    private protected ReadableFolders Folders => folders;

    /// <summary>The name of the project to import into, chosen or new.</summary>
    protected string? ProjectName { get; set; }

    /// <summary>What is wrong with what is entered, which nothing of the import has looked at.</summary>
    protected IReadOnlyList<ImportProblem> FormProblems { get; set; } = [];

    /// <summary>Why nothing can be imported.</summary>
    protected IReadOnlyList<ImportProblem> Problems => FormProblems.Count > 0 ? FormProblems : Preparation.Problems;

    protected PageError? Error { get; private set; }

    /// <summary>What is done now; null where nothing is.</summary>
    private protected PreparationStep? Step => _isLaunching ? new("handing it on", null) : Preparation.Step;

    protected bool IsBusy => Step is not null;

    protected override void OnInitialized() => Follow(Subscribe, _ => Task.CompletedTask);

    protected override Task OnNavigatedAsync() => LoadAsync(async cancellationToken =>
    {
        if (ProposedProjectId is { } id && await choices.NameAsync(ChoiceKind.Project, id, cancellationToken) is { } name)
        {
            current.Open(id, name);
            ProjectName ??= name;
        }
    });

    protected override async ValueTask DisposeAsyncCore()
    {
        await Preparation.DisposeAsync();
        await base.DisposeAsyncCore();
    }

    /// <summary>Does something, and shows why it is refused or fails.</summary>
    /// <param name="failed">What a person is told where it fails.</param>
    protected async Task RunAsync(Func<CancellationToken, Task> act, string failed)
    {
        (Error, FormProblems) = (null, []);
        await LoadAsync(
            async cancellationToken =>
            {
                try
                {
                    await act(cancellationToken);
                }
                catch (ImportRefusedException refusal)
                {
                    FormProblems = refusal.Problems;
                }
            },
            failed);
        Error = LoadError;
    }

    /// <summary>Hands the import on, and goes to its page.</summary>
    /// <param name="launch">Records and schedules it; returns its id.</param>
    protected async Task LaunchAsync(Func<CancellationToken, Task<long>> launch)
    {
        _isLaunching = true;
        long? launched = null;
        await RunAsync(async cancellationToken => launched = await launch(cancellationToken), "This could not be imported");
        _isLaunching = false;
        if (launched is { } id)
            Navigation.NavigateTo(new ImportAddress(id));
    }

    /// <summary>Finds names of projects that have a text in them.</summary>
    protected async Task<IEnumerable<string>> FindProjectsAsync(string? text, CancellationToken typedOn)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(typedOn, DisposedToken);
        return (await choices.FindAsync(ChoiceKind.Project, projectId: null, text, MostProjects, either.Token)).Select(project => project.Name);
    }

    private IDisposable Subscribe(Action moved)
    {
        Preparation.Moved += moved;
        return new EventSubscription(() => Preparation.Moved -= moved);
    }
}
