using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>Counts what an import would bring, by the lists alone: nothing is fetched, and nothing written.</summary>
internal sealed class AntennaCheck(AntennaApi api, NpgsqlDataSource dataSource)
{
    public async Task<ImportReport> RunAsync(AntennaImportRequest request, CancellationToken cancellationToken)
    {
        var (project, set) = (request.RemoteProjectId, request.RemoteCaptureSetId);
        var findings = new ImportFindings();
        var host = new ImportPlace(api.Address.Host);
        var counts = new List<ImportCount>
        {
            await CountAsync("captures", $"captures/?project_id={project}{(set is null ? "" : $"&collections={set}")}", RemoteObjectKind.Capture),
            await CountAsync("occurrences", $"occurrences/?project_id={project}&apply_defaults=false", RemoteObjectKind.Occurrence),
            await CountAsync(
                "classifications",
                $"classifications/?detection__source_image__project={project}{(set is null ? "" : $"&detection__source_image__collections={set}")}",
                RemoteObjectKind.Classification),
        };
        findings.Note("Only lists were read: what each classification is, and whether it has logits, is known once it was fetched.", host);
        findings.Note(
            "Masked and other derived classifications are counted, and are left out by the import: they follow from the logits of their sources.", host);
        findings.Note("Identifications come too; their list is that of all projects that the token sees, so they are not counted here.", host);
        if (set is not null)
            findings.Note("The list of occurrences is that of the whole project, and has no filter for sets: only those of events that captures of the set are of are asked for, so fewer come.", host);
        findings.Note(
            "Each occurrence and each classification that is new is a request of its own.", host,
            $"{(set is null ? "some" : "at most")} {CountText.Of(counts[1].New + counts[2].New, "request", "requests")}, {api.Options.Concurrency} at once");
        return new() { CheckOnly = true, Counts = counts, Findings = findings.ToList(), Elapsed = TimeSpan.Zero };

        async Task<ImportCount> CountAsync(string what, string path, RemoteObjectKind kind)
        {
            var there = await new AntennaLists(api).CountAsync(path, cancellationToken);
            var here = Math.Min(there, await RemoteStaging.CountFetchedAsync(dataSource, request, kind, cancellationToken));
            return new(what, there - here, Unchanged: here);
        }
    }
}
