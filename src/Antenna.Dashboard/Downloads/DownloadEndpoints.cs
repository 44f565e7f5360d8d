using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Export;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Mvc;

namespace Antenna.Dashboard.Downloads;

/// <summary>Serves as files what pages show, whole: each is streamed, however much it is.</summary>
internal static class DownloadEndpoints
{
    public static void AddDownloads(this IServiceCollection services) => services.AddSingleton<DownloadTracker>();

    public static void MapDownloads(this IEndpointRouteBuilder endpoints)
    {
        var downloads = endpoints.MapGroup(DashboardUrls.DownloadsPath);
        downloads.MapGet("occurrences/{file}", Occurrences);
        downloads.MapGet("selection/{file}", SelectionAsync);
        downloads.MapGet("runs/{id:long}/effects", RunEffectsAsync);
        downloads.MapGet("imports/{id:long}/matching", MatchingAsync);
        downloads.MapGet("taxa-lists/{id:long}/{version:int}/{file}", TaxaListAsync);
    }

    /// <summary>What a page of occurrences shows, by the same query.</summary>
    private static IResult Occurrences(
        string file,
        [FromQuery(Name = DashboardUrls.DownloadParameter)] Guid? download,
        HttpContext http, OccurrenceExport export, DownloadTracker tracker, TimeProvider time)
    {
        var address = PageAddress.Parse<OccurrencesAddress>(OccurrencesAddress.Route.TrimStart('/') + http.Request.QueryString)!;
        return Serve(file, OccurrenceChoice.Of(address.Filter), download, export, tracker, time);
    }

    /// <summary>What the person who asks has selected of a project.</summary>
    private static async Task<IResult> SelectionAsync(
        string file, long? project,
        [FromQuery(Name = DashboardUrls.DownloadParameter)] Guid? download,
        HttpContext http, OccurrenceExport export, OccurrenceTrays trays, ICurrentPerson person, DownloadTracker tracker, TimeProvider time)
    {
        var who = await person.FindAsync(http.RequestAborted);
        IReadOnlyCollection<long> ids = who is null ? [] : await trays.ReadAsync(who.Id, project, http.RequestAborted);
        return Serve(file, OccurrenceChoice.Of(ids), download, export, tracker, time);
    }

    private static async Task<IResult> RunEffectsAsync(
        long id,
        [FromQuery(Name = DashboardUrls.DownloadParameter)] Guid? download,
        HttpContext http, RunEffectsExport export, DownloadTracker tracker) => await export.OpenAsync(id, http.RequestAborted) is { } effects
        ? new DownloadResult<RunEffectsExtract>(
            RunEffectsExtract.FileName(id), "text/csv; charset=utf-8", tracker.Find(download), _ => Task.FromResult(effects),
            (run, stream, progress, cancellationToken) => run.WriteAsync(stream, progress, cancellationToken))
        : Results.NotFound();

    private static async Task<IResult> MatchingAsync(
        long id,
        [FromQuery(Name = DashboardUrls.DownloadParameter)] Guid? download,
        HttpContext http, ImportCatalog imports, MatchedLineReader lines, DownloadTracker tracker) => await imports.FindAsync(id, http.RequestAborted) is { Row.Kind: ImportKind.TaxaList } import
        ? new DownloadResult<MatchingReportFile>(
            MatchingReportFile.NameOf(import), "text/csv; charset=utf-8", tracker.Find(download), _ => Task.FromResult(new MatchingReportFile(id, lines)),
            (report, stream, _, cancellationToken) => report.WriteAsync(stream, cancellationToken))
        : Results.NotFound();

    private static async Task<IResult> TaxaListAsync(
        long id, int version, string file,
        [FromQuery(Name = DashboardUrls.DownloadParameter)] Guid? download,
        HttpContext http, TaxaListExport export, DownloadTracker tracker)
    {
        if (TaxaListFile.Find(file) is not { } kind || await export.OpenAsync(id, version, http.RequestAborted) is not { } list)
            return Results.NotFound();
        return new DownloadResult<TaxaListExtract>(kind.NameOf(list), kind.ContentType, tracker.Find(download), _ => Task.FromResult(list), kind.WriteAsync);
    }

    private static IResult Serve(
        string word, OccurrenceChoice scope, Guid? download, OccurrenceExport export, DownloadTracker tracker, TimeProvider time) =>
        OccurrenceFile.Find(word) is { } file
            ? new DownloadResult<OccurrenceExtract>(
                file.NameAt(time.GetUtcNow()), file.ContentType, tracker.Find(download),
                cancellationToken => export.OpenAsync(scope, cancellationToken), file.WriteAsync)
            : Results.NotFound();
}
