using Antenna.Core.Predictions;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.Taxa;
using Antenna.Data.News;
using Npgsql;

namespace Antenna.Data.Import.Camtrap;

/// <summary>One import of packages, inside its transaction.</summary>
internal sealed class CamtrapTransfer(
    NpgsqlConnection connection,
    CamtrapRequest request,
    IReadOnlyList<ObservationPackage> packages,
    SharedRows shared,
    DateTime now,
    IProgress<ImportProgress>? progress)
{
    private readonly ImportFindings _findings = new();
    private readonly ImportConsequences _consequences = new(connection);
    private readonly List<PicturePaths> _pictures = [];

    private ImportPlace Place => new(packages.Count == 1 ? packages[0].Root.Name : ImportFile.PlaceOf(request.Path).File);

    public async Task<CamtrapReport> RunAsync(CancellationToken cancellationToken)
    {
        await StageAsync(cancellationToken);
        var (names, madeTaxa) = await MatchNamesAsync(cancellationToken);

        var captureWriter = new CaptureWriter(connection, _consequences, _findings, now);
        var projectId = await captureWriter.EnsureProjectAsync(request.Project.Trim(), cancellationToken);
        var (algorithms, folders) = await StoreSharedAsync(cancellationToken);
        var written = new PackageCaptures(connection, projectId, _findings);
        var stations = await written.WriteStationsAsync(packages, cancellationToken);
        var captures = await written.WriteAsync(captureWriter, packages, folders, cancellationToken);
        var set = await CaptureSetWriter.EnsureAsync(connection, projectId, request.CaptureSet.Trim(), isNumbered: false, Place, now, cancellationToken);

        var (animals, results) = await WriteObservationsAsync(projectId, algorithms, cancellationToken);
        progress?.Report(new(ImportPhase.DetermineOccurrences));
        var people = new ObservationIdentifications(connection, packages, _consequences, _findings);
        var (identifications, identifiers, determined) = await people.WriteAsync(shared, Place, now, cancellationToken);
        var (superseded, determinations) = await _consequences.FollowAsync(cancellationToken);
        await FinishPicturesAsync(projectId, cancellationToken);
        await Announcements.ProjectAsync(connection, projectId, cancellationToken);
        return await ReportAsync(projectId, set.Id, names,
        [
            stations,
            captures,
            new("capture sets", set.IsNew ? 1 : 0, Unchanged: set.IsNew ? 0 : 1),
            algorithms.Count,
            animals.Detections,
            animals.Occurrences,
            results.Results with { Changed = superseded },
            identifications,
            identifiers,
            new("determinations", 0, Changed: determined + determinations),
            .. madeTaxa,
        ], cancellationToken);
    }

    private async Task<CamtrapReport> ReportAsync(
        long projectId, long setId, ObservedNames names, IReadOnlyList<ImportCount> counts, CancellationToken cancellationToken)
    {
        var isWritten = request.Mode is ImportMode.Write;
        return new()
        {
            CheckOnly = !isWritten,
            ProjectId = isWritten ? projectId : null,
            CaptureSetId = isWritten ? setId : null,
            Observations = await OutcomesAsync(cancellationToken),
            UnknownNames = names.Unknown,
            Counts = counts,
            Findings = _findings.ToList(),
            Elapsed = TimeSpan.Zero,
        };
    }

    private async Task<(ObservedNames Names, IReadOnlyList<ImportCount> MadeTaxa)> MatchNamesAsync(CancellationToken cancellationToken)
    {
        var names = new ObservedNames(connection, packages, _findings);
        var madeTaxa = request.MakeTaxa ? await MakeTaxaAsync(names, cancellationToken) : [];
        progress?.Report(new(ImportPhase.MatchNames));
        await names.MatchAsync(cancellationToken);
        return (names, madeTaxa);
    }

    private async Task<(ObservationAnimals Animals, ResultWriter Results)> WriteObservationsAsync(
        long projectId, StoredAlgorithms algorithms, CancellationToken cancellationToken)
    {
        progress?.Report(new(ImportPhase.FindOccurrences));
        await new ObservationLinks(connection, packages, _findings).LinkAsync(cancellationToken);
        var animals = new ObservationAnimals(connection, projectId, algorithms.Algorithms.First(each => each.MapId is null).Id);
        await animals.WriteAsync(cancellationToken);
        progress?.Report(new(ImportPhase.ImportDetections));
        var results = new ResultWriter(connection, _consequences, _findings);
        await new ObservationResults(connection, packages, algorithms, results, _findings).WriteAsync(cancellationToken);
        return (animals, results);
    }

    private async Task StageAsync(CancellationToken cancellationToken)
    {
        await _consequences.CreateAsync(cancellationToken);
        await new CaptureStaging(connection, _findings).CreateAsync(cancellationToken);
        await new IdentificationStaging(connection, Place, _findings).CreateAsync(cancellationToken);
        var staging = new PackageStaging(connection, _findings, progress);
        await staging.CreateAsync(cancellationToken);
        await ObservationLinks.CreateAsync(connection, cancellationToken);
        await ObservationAnimals.CreateAsync(connection, cancellationToken);
        foreach (var package in packages)
        {
            if (package.IsUndescribed)
                _findings.Note($"There is no {PackageFinder.Description}; the tables were found by their names.", new(package.Root.Name));
            _pictures.Add(new(FolderOf(package)));
            await staging.StageAsync(package, _pictures[^1], now, cancellationToken);
        }

        await staging.CheckAsync(packages, cancellationToken);
        await PackageCaptures.GatherAsync(connection, cancellationToken);
        if (request.Mode is ImportMode.CheckOnly)
            await CheckTables.CopyAsync(
                connection, CamtrapCheck.TablesOf(request.MakeTaxa), [request.Project.Trim(), request.CaptureSet.Trim()], cancellationToken);
    }

    /// <summary>The folder of a package's pictures: its own where it is one that stays, else the one that was named.</summary>
    private string? FolderOf(ObservationPackage package) =>
        package.Root.Folder is { } own && request.IsInPlace ? own : request.PictureFolder;

    private async Task<IReadOnlyList<ImportCount>> MakeTaxaAsync(ObservedNames names, CancellationToken cancellationToken)
    {
        var labels = await names.CandidatesAsync(cancellationToken);
        var (ids, counts) = await shared.WriteTaxonomyAsync(
            connection, own => LabelTaxa.MakeAsync(own, labels, Place.File, _findings, cancellationToken), cancellationToken);
        foreach (var id in ids)
            shared.Added("taxa", id);
        return counts;
    }

    private async Task<(StoredAlgorithms Algorithms, IReadOnlyDictionary<int, (long Id, string Path)> Folders)> StoreSharedAsync(CancellationToken cancellationToken)
    {
        var rows = new SharedPipelineRows(connection, shared, NotATaxonLabels.Default, _findings, now);
        var delivered = await ObservationAlgorithms.ReadAsync(connection, Place, cancellationToken);
        var algorithms = (await rows.StoreAsync(delivered, folder: null, cancellationToken)).Algorithms;
        var folders = new Dictionary<int, (long, string)>();
        foreach (var package in packages)
        {
            if (FolderOf(package) is { } folder)
                folders[package.Number] = ((await rows.StoreAsync([], folder, cancellationToken)).FolderId!.Value, folder);
        }

        return (algorithms, folders);
    }

    private async Task FinishPicturesAsync(long projectId, CancellationToken cancellationToken)
    {
        foreach (var (package, pictures) in packages.Zip(_pictures))
        {
            if (request.Mode is ImportMode.Write)
                await pictures.Web.WriteAsync(connection, projectId, cancellationToken);
            pictures.Web.Report(_findings, package.Media.Place);
        }
    }

    private Task<List<ObservationCount>> OutcomesAsync(CancellationToken cancellationToken) => connection.QueryAsync(
        $"select outcome, count(*) from {PackageStaging.Observations} group by outcome order by 2 desc, 1",
        [], reader => new ObservationCount(Enum.Parse<ObservationOutcome>(reader.GetString(0)), reader.GetInt64(1)), cancellationToken);
}

/// <summary>What an import of packages may look at or change: all that one of results may, identifications, and what was observed.</summary>
internal static class CamtrapCheck
{
    public static IReadOnlyList<CheckTable> TablesOf(bool makesTaxa) =>
    [
        .. PipelineCheck.TablesOf(makesTaxa),
        new("people", "true"),
        new("imported_observations", "capture_id in (select id from captures)"),
    ];
}
