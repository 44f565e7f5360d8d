using System.Globalization;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.States;
using Antenna.Dashboard.Importing;
using Antenna.Dashboard.SignIn;
using Antenna.Dashboard.Uploads;
using Antenna.Data.Choices;
using Antenna.Data.Import;
using Antenna.Data.Import.RunningAntenna;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.PostProcessing.ImportJobs;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>Chooses a project of a running Antenna, checks what it would bring, and imports it as a job that goes on by itself.</summary>
public sealed partial class AntennaImportPage(
    AntennaProjects remote,
    ITokenSeal seal,
    ImportDispatch dispatch,
    ImportLauncher launcher,
    FileUploads uploads,
    ReadableFolders folders,
    ChoiceCatalog choices,
    CurrentProject current,
    ICurrentPerson person) : AddressedPage<AntennaImportAddress>
{
    private const int MostProjects = 12;

    private ImportPreparation? _preparation;
    private IReadOnlyList<ImportProblem> _problems = [];
    private PageError? _error;
    private IReadOnlyList<RemoteChoice>? _projects;
    private IReadOnlyList<RemoteChoice>? _sets;
    private string? _from;
    private string? _token;
    private string? _project;
    private bool _isLaunching;
    private bool _makeTaxa;

    private bool IsBusy => _isLaunching || _preparation?.Step is not null;

    private bool HasAccess => !string.IsNullOrWhiteSpace(_from) && !string.IsNullOrWhiteSpace(_token);

    private bool CanRun => !IsBusy && HasAccess && Address.RemoteProjectId is not null && !string.IsNullOrWhiteSpace(_project);

    /// <summary>What is entered now was checked.</summary>
    private bool IsChecked => CanRun && _preparation is { Report: not null, Checked: { } of } && of.ToJson() == Ordered().ToJson();

    protected override void OnInitialized()
    {
        _preparation = new(dispatch, uploads, folders);
        _from = Address.From;
        Follow(Subscribe, _ => Task.CompletedTask);
    }

    protected override Task OnNavigatedAsync() => LoadAsync(async cancellationToken =>
    {
        if (Address.ProjectId is { } id && await choices.NameAsync(ChoiceKind.Project, id, cancellationToken) is { } name)
        {
            current.Set(id, name);
            _project ??= name;
        }
    });

    protected override async ValueTask DisposeAsyncCore()
    {
        if (_preparation is not null)
            await _preparation.DisposeAsync();
        await base.DisposeAsyncCore();
    }

    private void ChooseAddress(string? from) => (_from, _projects, _sets) = (from, null, null);

    private async Task ShowProjectsAsync()
    {
        (_projects, _sets) = (null, null);
        await RunAsync(
            cancellationToken => _preparation!.ReadAsync(
                "reading its projects",
                async token =>
                {
                    var found = await remote.ReadAsync(AntennaAddress.Parse(_from!), new(_token!), token);
                    _sets = found.Any(project => project.Id == Address.RemoteProjectId) ? await SetsAsync(Address.RemoteProjectId!.Value, token) : null;
                    _projects = found;
                },
                cancellationToken),
            "Its projects could not be read");
        if (_projects is not null)
            Replace(Address with { From = _from!.Trim(), RemoteProjectId = _projects.Any(project => project.Id == Address.RemoteProjectId) ? Address.RemoteProjectId : null });
    }

    private async Task ChooseProjectAsync(long? id)
    {
        _sets = null;
        Replace(Address with { RemoteProjectId = id, RemoteCaptureSetId = null });
        if (id is not { } chosen)
            return;
        _project ??= NameOf(_projects, id);
        await RunAsync(
            cancellationToken => _preparation!.ReadAsync("reading its capture sets", async token => _sets = await SetsAsync(chosen, token), cancellationToken),
            "Its capture sets could not be read");
    }

    private Task<IReadOnlyList<RemoteChoice>> SetsAsync(long projectId, CancellationToken cancellationToken) =>
        remote.CaptureSetsAsync(AntennaAddress.Parse(_from!), new(_token!), projectId, cancellationToken);

    private Task CheckAsync() => RunAsync(
        cancellationToken => _preparation!.CheckAsync(Ordered() with { Token = new(_token!) }, cancellationToken), "This could not be checked");

    private async Task ImportAsync()
    {
        if (!CanRun)
            return;
        _isLaunching = true;
        long? launched = null;
        await RunAsync(
            async cancellationToken =>
            {
                var order = Ordered();
                order = order with { Remote = order.Remote! with { SealedToken = seal.Seal(new(_token!)) } };
                launched = await launcher.LaunchAsync(order, [], await person.GetAsync(cancellationToken), cancellationToken);
            },
            "This could not be imported");
        _isLaunching = false;
        if (launched is not { } id)
            return;
        _token = null;
        Navigation.NavigateTo(new ImportAddress(id));
    }

    private async Task RunAsync(Func<CancellationToken, Task> act, string failed)
    {
        (_error, _problems) = (null, []);
        await LoadAsync(
            async cancellationToken =>
            {
                try
                {
                    await act(cancellationToken);
                }
                catch (ImportRefusedException refusal)
                {
                    _problems = refusal.Problems;
                }
            },
            failed);
        _error = LoadError;
    }

    /// <summary>What is asked for as it is entered now, without the token.</summary>
    private ImportOrder Ordered() => new(ImportKind.RunningAntenna)
    {
        Remote = new(AntennaAddress.Parse(_from!).Start, Address.RemoteProjectId!.Value, Address.RemoteCaptureSetId),
        Project = _project!.Trim(),
        MakeTaxa = _makeTaxa,
        Person = person.Name,
    };

    private async Task<IEnumerable<string>> FindProjectsAsync(string? text, CancellationToken typedOn)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(typedOn, DisposedToken);
        return (await choices.FindAsync(ChoiceKind.Project, projectId: null, text, MostProjects, either.Token)).Select(project => project.Name);
    }

    private IDisposable Subscribe(Action moved)
    {
        _preparation!.Moved += moved;
        return new EventSubscription(() => _preparation.Moved -= moved);
    }

    private static string NameOf(IReadOnlyList<RemoteChoice>? among, long? id) => among?.FirstOrDefault(choice => choice.Id == id)?.Name ?? "";

    private static string SetText(RemoteChoice set) => set.Captures is { } captures
        ? string.Create(CultureInfo.InvariantCulture, $"{set.Name} ({captures:N0} {(captures == 1 ? "capture" : "captures")})")
        : set.Name;
}
