using System.Globalization;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Importing;
using Antenna.Dashboard.SignIn;
using Antenna.Dashboard.Uploads;
using Antenna.Data.Choices;
using Antenna.Data.Import.RunningAntenna;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.PostProcessing.ImportJobs;
using Microsoft.AspNetCore.Components;

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
    ICurrentPerson person) : ImportFormPage<AntennaImportAddress>(dispatch, uploads, folders, choices, current)
{
    private IReadOnlyList<RemoteChoice>? _projects;
    private IReadOnlyList<RemoteChoice>? _sets;
    private string? _from;
    private string? _token;
    private bool _makeTaxa;

    protected override long? ProposedProjectId => Address.ProjectId;

    /// <summary>Ends what is read or checked; what is handed on is ended on its own page.</summary>
    private EventCallback Cancel => Preparation.Step is null ? default : EventCallback.Factory.Create(this, Preparation.CancelAsync);

    private bool HasAccess => !string.IsNullOrWhiteSpace(_from) && !string.IsNullOrWhiteSpace(_token);

    private bool CanRun => !IsBusy && HasAccess && Address.RemoteProjectId is not null && !string.IsNullOrWhiteSpace(ProjectName);

    /// <summary>What is entered now was checked.</summary>
    private bool IsChecked => CanRun && Preparation is { Report: not null, Checked: { } of } && of.ToJson() == Ordered().ToJson();

    protected override void OnInitialized()
    {
        base.OnInitialized();
        _from = Address.From;
    }

    private void ChooseAddress(string? from) => (_from, _projects, _sets) = (from, null, null);

    private async Task ShowProjectsAsync()
    {
        (_projects, _sets) = (null, null);
        await RunAsync(
            cancellationToken => Preparation.ReadAsync(
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
        ProjectName ??= NameOf(_projects, id);
        await RunAsync(
            cancellationToken => Preparation.ReadAsync("reading its capture sets", async token => _sets = await SetsAsync(chosen, token), cancellationToken),
            "Its capture sets could not be read");
    }

    private Task<IReadOnlyList<RemoteChoice>> SetsAsync(long projectId, CancellationToken cancellationToken) =>
        remote.CaptureSetsAsync(AntennaAddress.Parse(_from!), new(_token!), projectId, cancellationToken);

    private Task CheckAsync() => RunAsync(
        cancellationToken => Preparation.CheckAsync(Ordered() with { Token = new(_token!) }, cancellationToken), "This could not be checked");

    private async Task ImportAsync()
    {
        if (!CanRun)
            return;
        await LaunchAsync(async cancellationToken =>
        {
            var order = Ordered();
            order = order with { Remote = order.Remote! with { SealedToken = seal.Seal(new(_token!)) } };
            return await launcher.LaunchAsync(order, [], await person.GetAsync(cancellationToken), cancellationToken);
        });
    }

    /// <summary>What is asked for as it is entered now, without the token.</summary>
    private ImportOrder Ordered() => new(ImportKind.RunningAntenna)
    {
        Remote = new(AntennaAddress.Parse(_from!).Start, Address.RemoteProjectId!.Value, Address.RemoteCaptureSetId),
        Project = ProjectName!.Trim(),
        MakeTaxa = _makeTaxa,
        Person = person.Name,
    };

    private static string NameOf(IReadOnlyList<RemoteChoice>? among, long? id) => among?.FirstOrDefault(choice => choice.Id == id)?.Name ?? "";

    private static string SetText(RemoteChoice set) => set.Captures is { } captures
        ? string.Create(CultureInfo.InvariantCulture, $"{set.Name} ({captures:N0} {(captures == 1 ? "capture" : "captures")})")
        : set.Name;
}
