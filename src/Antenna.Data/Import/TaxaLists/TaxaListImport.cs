using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Model;
using Antenna.Data.Projects;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>
/// Imports a file of names as the next version of a taxa list. Names that no taxon bears become taxa of the list's
/// source; synonymy that the file teaches is recorded where nothing else is known. Classes of classifiers that named no
/// taxon so far are resolved again. Memory grows with the number of different taxa, not with the file.
/// </summary>
public sealed class TaxaListImport(NpgsqlDataSource dataSource, TimeProvider time)
{
    private const int RowsBetweenReports = 1_000;

    /// <exception cref="ImportRefusedException">
    /// Something is wrong with the request or the file, or none of its names can be listed; nothing was written.
    /// </exception>
    public async Task<TaxaListReport> RunAsync(
        TaxaListRequest request, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.File))
            throw new ImportRefusedException("No file is named; name the table of names.");
        if (string.IsNullOrWhiteSpace(request.List))
            throw new ImportRefusedException("No list is named; name the taxa list to import into.");
        if (string.IsNullOrWhiteSpace(request.Author))
            throw new ImportRefusedException("Nobody is named who imports the list; name a person.");
        IndexedText.Check(request.List, "The list's name");
        IndexedText.Check(request.Author, "The name of the person who imports");
        var started = time.GetTimestamp();
        var named = request with { List = request.List.Trim() };
        var report = await new ImportTransaction(dataSource, time, progress).RunAsync(
            ImportLock.Taxonomy, request.Mode, (connection, _) => ImportAsync(connection, named, progress, cancellationToken), cancellationToken);
        return report with { Elapsed = time.GetElapsedTime(started) };
    }

    /// <summary>Imports inside the caller's transaction.</summary>
    internal async Task<TaxaListReport> ImportAsync(
        NpgsqlConnection connection, TaxaListRequest request, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        if (request.Mode is ImportMode.CheckOnly)
            await CheckTables.CopyAsync(connection, TaxaListCheck.Tables, [request.List], cancellationToken);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        var listId = await GetOrAddListAsync(context, connection, request, cancellationToken);
        var findings = new ImportFindings();
        var rows = await ReadAsync(context, request, findings, progress, cancellationToken);
        var taxa = rows.CountTaxa();
        await TaxonomyDraftWriter.WriteAsync(connection, rows.Draft, cancellationToken);

        var entries = await EntriesAsync(context, rows, cancellationToken);
        var listed = await CompareAsync(context, listId, entries, cancellationToken);
        var note = request.Note ?? $"Imported from {Path.GetFileName(request.File)}";
        var author = await People.EnsureAsync(context, request.Author.Trim(), cancellationToken);
        var version = await TaxaListVersions.SaveAsync(
            connection, new(listId, entries, author.Id, time.GetUtcNow().UtcDateTime, note), cancellationToken);

        progress?.Report(new("resolving the classes of classifiers", null, 0));
        var resolution = await CategoryMapResolver.ResolveAsync(connection, cancellationToken);
        return new TaxaListReport
        {
            CheckOnly = request.Mode is ImportMode.CheckOnly,
            List = request.List,
            Version = version?.Number,
            TaxonCount = entries.Count,
            Lines = rows.Lines,
            Counts = [new("lines", rows.Usable, 0, 0, rows.Skipped), listed, .. taxa, .. TaxonomyCounts.Of(resolution)],
            Findings = findings.ToList(),
            Elapsed = TimeSpan.Zero,
        };
    }

    private static async Task<IReadOnlyList<ListEntry>> EntriesAsync(
        AntennaDbContext context, TaxaListRowImport rows, CancellationToken cancellationToken) =>
        TaxaListVersions.Canonical(
            await TaxonTrees.LoadAsync(context, cancellationToken),
            rows.Listed.Select(listed => new ListEntry(listed.Key.Id, listed.Value)));

    private static async Task<TaxaListRowImport> ReadAsync(
        AntennaDbContext context,
        TaxaListRequest request,
        ImportFindings findings,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        await using var table = await CsvTable.OpenAsync(request.File, cancellationToken);
        var columns = new TaxonColumns(table, request.NameColumn);
        var descendants = new YesOrNoColumn(table, table.Find("include descendants", "include_descendants"));
        findings.Note(table.DescribeColumns(), ImportFile.PlaceOf(request.File));

        var draft = await TaxonomyDraft.LoadAsync(context, cancellationToken);
        var matcher = await NameMatchers.LoadAsync(context, cancellationToken);
        var rows = new TaxaListRowImport(draft, matcher, findings, request.List);
        var problems = new ImportProblems();
        long read = 0;
        while (await table.ReadAsync(cancellationToken))
        {
            var line = rows.Add(columns.Read(problems), descendants.Read(problems));
            if (request.OnLine is { } onLine)
                await onLine(line, cancellationToken);
            if (++read % RowsBetweenReports == 0)
                progress?.Report(new("matching names", table.Done, read));
        }
        problems.ThrowIfAny();
        if (read == 0)
            throw new ImportRefusedException(table.Place(), "has a header and no rows; expected one name a row.");
        rows.Finish();
        if (rows.Listed.Count == 0)
        {
            throw new ImportRefusedException(
                ImportFile.PlaceOf(request.File),
                $"none of its {read} names can be listed. {table.DescribeColumns()} Choose the column that holds scientific names.");
        }
        return rows;
    }

    private async Task<long> GetOrAddListAsync(
        AntennaDbContext context, NpgsqlConnection connection, TaxaListRequest request, CancellationToken cancellationToken)
    {
        if (request.ProjectId is { } project && !await context.Projects.AnyAsync(other => other.Id == project, cancellationToken))
            throw new ImportRefusedException($"There is no project {project}.");

        var known = await context.TaxaLists
            .Where(list => list.Name == request.List && list.ProjectId == request.ProjectId)
            .Select(list => (long?)list.Id)
            .SingleOrDefaultAsync(cancellationToken);
        if (known is { } id)
            return id;

        return await connection.ScalarAsync<long>(
            "insert into taxa_lists (project_id, name, created_at) values ($1, $2, $3) returning id",
            [request.ProjectId, request.List, time.GetUtcNow().UtcDateTime], cancellationToken);
    }

    /// <summary>What the entries add to the newest version, change in it, and leave as it is; what they take from it is skipped.</summary>
    private static async Task<ImportCount> CompareAsync(
        AntennaDbContext context, long listId, IReadOnlyList<ListEntry> entries, CancellationToken cancellationToken)
    {
        var newest = await context.TaxaListVersions
            .Where(version => version.TaxaListId == listId && version.TrialOfId == null)
            .OrderByDescending(version => version.Number)
            .Select(version => (long?)version.Id)
            .FirstOrDefaultAsync(cancellationToken);
        var before = newest is { } id ? await TaxaListContents.LoadAsync(context, id, cancellationToken) : [];
        var known = before.ToDictionary(entry => entry.TaxonId, entry => entry.IncludeDescendants);
        var kept = entries.Where(entry => known.ContainsKey(entry.TaxonId)).ToList();
        var unchanged = kept.Count(entry => known[entry.TaxonId] == entry.IncludeDescendants);
        return new("taxa listed", entries.Count - kept.Count, kept.Count - unchanged, unchanged, before.Count - kept.Count);
    }
}
