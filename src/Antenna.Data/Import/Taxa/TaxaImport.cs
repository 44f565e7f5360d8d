using Antenna.Core.Predictions;
using Antenna.Data.Database;
using Antenna.Data.Import.Tables;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Npgsql;

namespace Antenna.Data.Import.Taxa;

/// <summary>
/// Imports a file of taxa. A taxon is its name and rank within a kingdom: importing again adds nothing twice and updates
/// what differs; a parent or an author that is known is never replaced by nothing. Classes of classifiers that named no
/// taxon so far, and the names on lists, are resolved again. Memory grows with the number of different taxa, not with the file.
/// </summary>
public sealed class TaxaImport(NpgsqlDataSource dataSource, NotATaxonLabels notATaxon, TimeProvider time)
{
    private const int RowsBetweenReports = 1_000;

    /// <exception cref="ImportRefusedException">Something is wrong with the request or the file; nothing was written.</exception>
    public async Task<ImportReport> RunAsync(
        TaxaRequest request, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.File))
            throw new ImportRefusedException("No file is named; name the table of taxa.");
        var started = time.GetTimestamp();
        var findings = new ImportFindings();
        return await new ImportTransaction(dataSource, time, progress).RunAsync(
            ImportLock.Taxonomy, request.Mode,
            async (connection, _) => new ImportReport
            {
                CheckOnly = request.Mode is ImportMode.CheckOnly,
                Counts = await ImportAsync(connection, request, notATaxon, findings, progress, cancellationToken),
                Findings = findings.ToList(),
                Elapsed = time.GetElapsedTime(started),
            },
            cancellationToken,
            (connection, report) => request.OnCommit?.Invoke(connection, report, cancellationToken) ?? Task.CompletedTask);
    }

    /// <summary>Imports inside the caller's transaction.</summary>
    internal static async Task<IReadOnlyList<ImportCount>> ImportAsync(
        NpgsqlConnection connection,
        TaxaRequest request,
        NotATaxonLabels notATaxon,
        ImportFindings findings,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        await using var table = await ImportTable.OpenTaxaAsync(request.File, request.Reading, cancellationToken);
        request.OnTable?.Invoke(table.ShapeWith(null));
        var columns = new TaxonColumns(table, request.Reading.NameColumn, notATaxon, findings);
        request.OnTable?.Invoke(table.ShapeWith(columns.Names));
        findings.Note(table.Reading, table.FilePlace);
        findings.Note(table.DescribeColumns(), ImportFile.PlaceOf(request.File));
        if (request.Mode is ImportMode.CheckOnly)
            await CheckTables.CopyAsync(connection, TaxonomyCheck.Tables, [], cancellationToken);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        var draft = await TaxonomyDraft.LoadAsync(context, cancellationToken);
        var keys = await DraftKeys.LoadAsync(context, draft, cancellationToken);
        var commonNames = await DraftCommonNames.LoadAsync(context, draft, cancellationToken);

        var rows = new TaxonRowImport(
            draft, keys, commonNames, findings, request.Source ?? Path.GetFileNameWithoutExtension(request.File));
        await ReadAsync(table, columns, rows, progress, cancellationToken);
        rows.Finish();
        var counts = Count(draft, keys, commonNames, rows.Skipped);
        await TaxonomyDraftWriter.WriteAsync(connection, draft, cancellationToken);
        await keys.WriteAsync(connection, cancellationToken);
        await commonNames.WriteAsync(connection, cancellationToken);

        progress?.Report(new(ImportPhase.ResolveClasses));
        var classes = await CategoryMapResolver.ResolveAsync(connection, cancellationToken);
        progress?.Report(new(ImportPhase.ResolveListedNames));
        var matcher = await NameMatchers.LoadAsync(context, cancellationToken);
        var entries = await TaxaListResolution.ResolveAsync(connection, matcher, taxaListId: null, cancellationToken);
        await Announcements.TaxonomyAsync(connection, cancellationToken);
        return [.. counts, .. TaxonomyCounts.Of(classes), TaxonomyCounts.Of(entries)];
    }

    private static async Task ReadAsync(
        ImportTable table, TaxonColumns columns, TaxonRowImport rows, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        long read = 0;
        while (await table.ReadAsync(cancellationToken))
        {
            rows.Add(columns.Read());
            if (++read % RowsBetweenReports == 0)
                progress?.Report(new(ImportPhase.ReadTaxa, table.Done, read));
        }
        if (read == 0)
            throw new ImportRefusedException(table.Place(), "has a header and no rows; expected one row a taxon.");
    }

    private static List<ImportCount> Count(TaxonomyDraft draft, DraftKeys keys, DraftCommonNames commonNames, long skipped)
    {
        var withRow = draft.Taxa.Where(taxon => taxon.HasRow).ToList();
        var higher = draft.Taxa.Where(taxon => !taxon.HasRow).ToList();
        return
        [
            new(
                "taxa", withRow.Count(taxon => taxon.IsNew), withRow.Count(taxon => taxon.IsChanged),
                withRow.Count(taxon => taxon is { IsNew: false, IsChanged: false }), skipped),
            new("taxa without a row", higher.Count(taxon => taxon.IsNew), higher.Count(taxon => taxon.IsChanged)),
            new("common names", commonNames.New, 0, commonNames.Unchanged),
            new("keys", keys.New, keys.Moved, keys.Unchanged),
        ];
    }
}
