using System.Text.Json;
using Antenna.Core.Predictions;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.Taxa;
using Antenna.Data.News;
using Npgsql;

namespace Antenna.Data.Import.Pipeline;

/// <summary>One import of pipeline results, inside its transaction.</summary>
internal sealed class PipelineTransfer
{
    private readonly NpgsqlConnection _connection;
    private readonly PipelineResultsRequest _request;
    private readonly SharedRows _shared;
    private readonly NotATaxonLabels _notATaxon;
    private readonly DateTime _now;
    private readonly IProgress<ImportProgress>? _progress;
    private readonly ImportFindings _findings = new();
    private readonly ImportConsequences _consequences;
    private readonly PicturePaths _pictures;

    public PipelineTransfer(
        NpgsqlConnection connection,
        PipelineResultsRequest request,
        SharedRows shared,
        NotATaxonLabels notATaxon,
        DateTime now,
        IProgress<ImportProgress>? progress)
    {
        _connection = connection;
        _request = request;
        _shared = shared;
        _notATaxon = notATaxon;
        _now = now;
        _progress = progress;
        _consequences = new(connection);
        _pictures = new(request.PictureFolder);
    }

    public async Task<PipelineResultsReport> RunAsync(CancellationToken cancellationToken)
    {
        await _consequences.CreateAsync(cancellationToken);
        var outline = await StageAsync(cancellationToken);
        var madeTaxa = _request.MakeTaxa ? await MakeTaxaAsync(outline, cancellationToken) : [];
        var stored = await new SharedPipelineRows(_connection, _shared, _notATaxon, _findings, _now)
            .StoreAsync(outline.Algorithms, _request.PictureFolder, cancellationToken);

        var captureWriter = new CaptureWriter(_connection, _consequences, _findings, _now);
        var file = ImportFile.PlaceOf(_request.File);
        var projectId = await captureWriter.EnsureProjectAsync(_request.Project.Trim(), cancellationToken);
        var captures = await captureWriter.WriteAsync(projectId, stored.FolderId, _request.PictureFolder, file, cancellationToken);
        var set = await CaptureSetWriter.EnsureAsync(_connection, projectId, _request.CaptureSet.Trim(), _request.NumberCaptureSet, file, _now, cancellationToken);
        var algorithms = await stored.Algorithms.LoadAsync(_connection, _findings, cancellationToken);

        var (detections, results) = await WriteResultsAsync(projectId, outline, algorithms, cancellationToken);
        if (_request.Mode is ImportMode.Write)
            await _pictures.Web.WriteAsync(_connection, projectId, cancellationToken);
        _pictures.Web.Report(_findings, file);
        await AnnounceAnimalsAsync(detections, cancellationToken);
        _progress?.Report(new(ImportPhase.DetermineOccurrences));
        var (superseded, determinations) = await _consequences.FollowAsync(cancellationToken);
        var standing = await new BroughtResults(_connection, projectId, _request, _now).FollowAsync(set, cancellationToken);
        await Announcements.ProjectAsync(_connection, projectId, cancellationToken);
        return ReportOf(projectId, set.Id, algorithms.Values, standing,
        [
            captures,
            new("capture sets", set.IsNew ? 1 : 0, Unchanged: set.IsNew ? 0 : 1),
            stored.Algorithms.Count,
            detections.Detections,
            detections.Occurrences,
            results.Results with { Changed = superseded },
            new("determinations", 0, Changed: determinations),
            .. madeTaxa,
        ]);
    }

    private PipelineResultsReport ReportOf(
        long projectId, long setId, IEnumerable<ImportedAlgorithm> algorithms, IReadOnlyList<StandingMaskOutcome> standing, IReadOnlyList<ImportCount> counts)
    {
        var written = _request.Mode is ImportMode.Write;
        return new()
        {
            CheckOnly = !written,
            ProjectId = written ? projectId : null,
            CaptureSetId = written ? setId : null,
            Classifiers = [.. algorithms.Where(algorithm => algorithm.Map is not null).Select(algorithm => algorithm.Describe())],
            Counts = counts,
            Findings = _findings.ToList(),
            StandingMasks = standing,
            Elapsed = TimeSpan.Zero,
        };
    }

    private async Task<(DetectionWriter Detections, ResultWriter Results)> WriteResultsAsync(
        long projectId, PipelineOutline outline, IReadOnlyDictionary<string, ImportedAlgorithm> algorithms, CancellationToken cancellationToken)
    {
        var detections = new DetectionWriter(_connection, projectId);

        // A batch is written while the next is parsed, so the two find on their own.
        var writing = new ImportFindings();
        var results = new ResultWriter(_connection, _consequences, writing);
        await TransferAsync(outline, algorithms, detections, results, cancellationToken);
        foreach (var finding in writing.ToList())
            _findings.Add(finding);
        return (detections, results);
    }

    /// <summary>Tells the caller which occurrences its animals became, and follows those that it changes besides.</summary>
    private async Task AnnounceAnimalsAsync(DetectionWriter detections, CancellationToken cancellationToken)
    {
        if (_request is { Mode: ImportMode.Write, OnAnimals: { } told }
            && await told(_connection, detections.Animals, cancellationToken) is { Length: > 0 } also)
            await _consequences.ResultsAddedAsync(also, cancellationToken);
    }

    /// <summary>Goes over the file once, for all that its detections refer to.</summary>
    private async Task<PipelineOutline> StageAsync(CancellationToken cancellationToken)
    {
        var staging = new CaptureStaging(_connection, _findings);
        var images = new SourceImages(_pictures, _findings);
        await staging.CreateAsync(cancellationToken);
        var reader = new PipelineOutlineReader(staging, images, _findings, ReportReading);
        var outline = await reader.ReadAsync(_request.File, cancellationToken);

        var file = ImportFile.PlaceOf(_request.File).File;
        await staging.CheckAsync(file, cancellationToken);
        if (CapturesFile() is { } path)
        {
            await using var table = await ImportTable.OpenAsync(path, _request.CapturesReading, cancellationToken);
            _request.OnTable?.Invoke(table.ShapeWith(null));
            await staging.AddDetailsAsync(table, images, cancellationToken);
        }
        else if (_request.CapturesReading != TableReading.Detected)
        {
            throw new ImportRefusedException(
                ImportFile.PlaceOf(_request.File), "has no table of captures with it that could be read as it is chosen. Name the table, or leave out how it is read.");
        }

        await staging.CheckPathsAsync(file, cancellationToken);
        if (_request.Mode is ImportMode.CheckOnly)
            await CheckTables.CopyAsync(
                _connection, PipelineCheck.TablesOf(_request.MakeTaxa), [_request.Project.Trim(), _request.CaptureSet.Trim()], cancellationToken);
        return outline;
    }

    private string? CapturesFile()
    {
        const string usual = "captures.csv";
        if (_request.Captures is not null)
            return _request.Captures;
        var companion = Path.Combine(ImportFile.FolderOf(_request.File)!, usual);
        return File.Exists(companion) ? companion : null;
    }

    /// <summary>Goes over the file again, a batch of detections at a time.</summary>
    private async Task TransferAsync(
        PipelineOutline outline,
        IReadOnlyDictionary<string, ImportedAlgorithm> algorithms,
        DetectionWriter detections,
        ResultWriter results,
        CancellationToken cancellationToken)
    {
        var checks = new LogitsChecks(_findings);
        var references = new AlgorithmReferences(algorithms);
        var parser = new DetectionParser(references, _pictures, new(references, new(checks, _findings)), _findings);
        var read = 0L;
        await using var file = await JsonFileReader.OpenAsync(_request.File, isSound: true, cancellationToken);
        await using var writing = new BatchWriting((batch, token) => WriteAsync(batch, detections, results, token));
        while (await file.EnterMemberAsync("detections", cancellationToken))
        {
            while (await file.NextElementAsync(cancellationToken))
            {
                Parse(file, parser, writing.Batch);
                read++;
                if (!writing.Batch.IsFull)
                    continue;
                await writing.NextAsync(cancellationToken);
                _progress?.Report(new(ImportPhase.ImportDetections, (double)read / outline.Detections, read));
            }
        }

        await writing.EndAsync(cancellationToken);
        checks.Report();
    }

    private static void Parse(JsonFileReader file, DetectionParser parser, ResultBatch batch)
    {
        try
        {
            parser.Parse(file.Value, file.ValuePlace, batch);
        }
        catch (JsonShapeException problem)
        {
            throw file.Refusal(problem);
        }
        catch (JsonException problem)
        {
            throw new ImportRefusedException(file.ValuePlace, "is no JSON any more: the file was changed while it was imported. Import it again.", problem);
        }
    }

    private async Task WriteAsync(
        ResultBatch batch, DetectionWriter detections, ResultWriter results, CancellationToken cancellationToken)
    {
        await detections.WriteAsync(batch.Detections, cancellationToken);
        if (detections.TakeJoined() is { Length: > 0 } joined)
            await _consequences.ResultsAddedAsync(joined, cancellationToken);
        await results.WriteAsync(batch, cancellationToken);
    }

    private void ReportReading(double done, long rows)
    {
        // Reading alone is fast, and who listens draws each report.
        if (rows % 1_000 == 0)
            _progress?.Report(new(ImportPhase.CheckFile, done, rows));
    }

    /// <summary>Before the algorithms are stored, whose classes then know the taxa.</summary>
    private async Task<IReadOnlyList<ImportCount>> MakeTaxaAsync(PipelineOutline outline, CancellationToken cancellationToken)
    {
        _progress?.Report(new(ImportPhase.ResolveClasses));
        var labels = outline.Algorithms.SelectMany(algorithm => algorithm.CandidateLabels(_notATaxon)).Concat(_request.OtherLabels);
        var source = ImportFile.PlaceOf(_request.File).File;
        var (ids, counts) = await _shared.WriteTaxonomyAsync(
            _connection, own => LabelTaxa.MakeAsync(own, labels, source, _findings, cancellationToken), cancellationToken);
        foreach (var id in ids)
            _shared.Added("taxa", id);
        return counts;
    }
}
