using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>
/// Imports a project of a running Antenna over its API. First all of it is fetched into a staging that survives the process, so
/// that whoever goes on requests only what is missing; then what is new is imported in one transaction, by the very code that
/// imports a file of pipeline results. Importing again fetches what is new since, and changes nothing else.
/// </summary>
public sealed class AntennaImport(
    NpgsqlDataSource dataSource, IHttpClientFactory clients, AntennaApiOptions options, NotATaxonLabels notATaxon, TimeProvider time)
{
    /// <exception cref="ImportRefusedException">It cannot be had, or something is wrong with the request; nothing of it was written to the project.</exception>
    public async Task<ImportReport> RunAsync(AntennaImportRequest request, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        ProjectImport.CheckNames(request.Project, request.CaptureSet);
        var started = time.GetTimestamp();
        var api = new AntennaApi(clients, request.Address, request.Token, options, time);
        progress?.Report(new(ImportPhase.ReadRemoteLists));
        var catalog = new AntennaCatalog(api);
        var (project, set) = await catalog.RequireAsync(request.RemoteProjectId, request.RemoteCaptureSetId, cancellationToken);
        if (request.Mode is ImportMode.CheckOnly)
            return await new AntennaCheck(api, dataSource).RunAsync(request, cancellationToken) with { Elapsed = time.GetElapsedTime(started) };

        var findings = new ImportFindings();
        if (request.Address.IsOpen)
            findings.Warn("The address is not https: the token could be read on its way. Use https where that Antenna has it, and replace the token.", new(request.Address.Host));
        var staging = await RemoteStaging.OpenAsync(dataSource, request, time.GetUtcNow().UtcDateTime, cancellationToken);
        var fetch = new AntennaFetch(api, request, staging, findings, progress);
        await fetch.RunAsync(cancellationToken);

        var folder = Directory.CreateTempSubdirectory("antenna-import-");
        try
        {
            var import = Guid.NewGuid();
            await staging.TakeAsync(import, cancellationToken);
            var file = Path.Combine(folder.FullName, $"{request.Address.Api.Host} project {request.RemoteProjectId}");
            var captures = await new AntennaResultsFile(api, staging, import, fetch.Algorithms, findings).WriteAsync(file, cancellationToken);
            if (captures == 0)
                throw new ImportRefusedException($"{ShortText.Quote(set?.Name ?? project.Name)} of {request.Address.Host} has no captures: there is nothing to import.");
            return await ImportAsync(request, file, set?.Name ?? project.Name, staging, import, fetch.Deployments, findings, started, progress, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<ImportReport> ImportAsync(
        AntennaImportRequest request,
        string file,
        string setName,
        RemoteStaging staging,
        Guid import,
        IReadOnlyCollection<RemoteDeployment> deployments,
        ImportFindings findings,
        long started,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        ImportCount? identifications = null;
        PipelineResultsReport Complete(PipelineResultsReport report) => report with
        {
            Counts = [.. report.Counts, .. identifications is { } count ? [count] : (ReadOnlySpan<ImportCount>)[]],
            Findings = [.. report.Findings.Concat(findings.ToList()).OrderByDescending(finding => finding.Level)],
            Elapsed = time.GetElapsedTime(started),
        };

        var results = new PipelineResultsRequest(file, request.Project, request.CaptureSet ?? setName)
        {
            PictureFolder = null,
            NumberCaptureSet = request.CaptureSet is null,
            MakeTaxa = request.MakeTaxa,
            OtherLabels = request.MakeTaxa ? await NamedTaxa.ReadAsync(staging, request.Address.Host, cancellationToken) : [],
            OnAnimals = (connection, animals, token) => BindAsync(staging, connection, animals, token),
            OnCommit = async (connection, report, token) =>
            {
                var written = (PipelineResultsReport)report;
                identifications = await IdentifyAsync(connection, staging, request.Address.Host, findings, token);
                await staging.DropTakenAsync(connection, import, written.ProjectId!.Value, token);
                await DeploymentPlaces.WriteAsync(connection, written.ProjectId.Value, deployments, token);
                if (request.OnCommit is { } complete)
                    await complete(connection, Complete(written), token);
            },
        };
        return Complete(await new PipelineResultsImport(dataSource, notATaxon, time).RunAsync(results, progress, cancellationToken));
    }

    private async Task<ImportCount> IdentifyAsync(
        NpgsqlConnection connection, RemoteStaging staging, string host, ImportFindings findings, CancellationToken cancellationToken)
    {
        var transfer = new IdentificationsTransfer(connection, staging, host, findings, time.GetUtcNow().UtcDateTime);
        await transfer.RunAsync(cancellationToken);
        return transfer.Count;
    }

    /// <summary>Keeps which occurrence here is which there.</summary>
    /// <returns>The occurrences whose identifications are to be imported.</returns>
    private static async Task<long[]> BindAsync(
        RemoteStaging staging, NpgsqlConnection connection, IReadOnlyDictionary<string, long> animals, CancellationToken cancellationToken)
    {
        var occurrences = animals.ToDictionary(animal => long.Parse(animal.Key, CultureInfo.InvariantCulture), animal => animal.Value);
        await staging.BindAsync(connection, RemoteObjectKind.Occurrence, occurrences, cancellationToken);
        return [.. await staging.PendingOccurrencesAsync(connection, cancellationToken)];
    }
}
