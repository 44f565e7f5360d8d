using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Projects;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>
/// Imports a file of names, or several, as the next version of a taxa list. The taxonomy stays as it is: names that it does not know are
/// kept as names, and the list's own synonymy with them. Memory grows with the number of different names, not with the file.
/// </summary>
public sealed class TaxaListImport(NpgsqlDataSource dataSource, NotATaxonLabels notATaxon, TimeProvider time)
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
            throw new ImportRefusedException("No person is named who imports the list; name one.");
        IndexedText.Check(request.List, "The list's name");
        IndexedText.Check(request.Author, "The name of the person who imports");
        var started = time.GetTimestamp();
        var named = request with { List = request.List.Trim() };
        return await new ImportTransaction(dataSource, time, progress).RunAsync(
            ImportLock.TaxaList(named.List), request.Mode,
            async (connection, _) => await ImportAsync(connection, named, progress, cancellationToken) with { Elapsed = time.GetElapsedTime(started) },
            cancellationToken,
            (connection, report) => request.OnCommit?.Invoke(connection, report, cancellationToken) ?? Task.CompletedTask);
    }

    /// <summary>Imports inside the caller's transaction.</summary>
    internal async Task<TaxaListReport> ImportAsync(
        NpgsqlConnection connection, TaxaListRequest request, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        await KeepOthersOutAsync(connection, request, cancellationToken);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        var (listId, isNew) = await GetOrAddListAsync(context, connection, request, cancellationToken);
        var author = await People.EnsureAsync(context, request.Author.Trim(), cancellationToken);
        var matcher = await NameMatchers.LoadAsync(context, cancellationToken);
        var accepted = await AcceptAsync(connection, listId, author.Id, request, matcher, cancellationToken);
        var findings = new ImportFindings();
        var names = new ListedNameMatcher(matcher, await TaxaListResolution.AcceptedForAsync(connection, listId, cancellationToken));
        var rows = new TaxaListRows(matcher.Tree, names, findings);
        var files = ListFiles.Of(request);
        var read = await ReadAsync(request, files, rows, findings, progress, cancellationToken);
        var listed = rows.Finish();

        var newest = await context.TaxaListVersions.NewestOffered(listId).Select(version => (long?)version.Id).SingleOrDefaultAsync(cancellationToken);
        var note = request.Note ?? $"Imported from {NameOf(request, files)}";
        var saved = await SaveAsync(
            connection, matcher, new(listId, listed, author.Id, time.GetUtcNow().UtcDateTime, note), hasAccepted: accepted > 0, cancellationToken);
        var versionId = saved?.Id ?? newest!.Value;
        var taxa = await TaxaListContents.LoadAsync(context, versionId, cancellationToken);
        return new TaxaListReport
        {
            CheckOnly = request.Mode is ImportMode.CheckOnly,
            List = request.List,
            TaxaListId = isNew && request.Mode is ImportMode.CheckOnly ? null : listId,
            Version = saved?.Number,
            NameCount = listed.Count,
            TaxonCount = taxa.Select(entry => matcher.Tree.AcceptedOf(entry.TaxonId)).Distinct().Count(),
            Places = read.Places,
            Files = read.Files,
            Lines = rows.Lines,
            WithoutName = rows.WithoutName,
            NotListed = rows.NotListed,
            Counts = [.. await CountAsync(connection, context, rows, versionId, newest, cancellationToken), new("accepted suggestions", accepted)],
            Findings = findings.ToList(),
            Elapsed = TimeSpan.Zero,
        };
    }

    private static Task KeepOthersOutAsync(NpgsqlConnection connection, TaxaListRequest request, CancellationToken cancellationToken) =>
        request.Mode is ImportMode.CheckOnly
            ? CheckTables.CopyAsync(connection, TaxaListCheck.Tables, [request.List], cancellationToken)
            : ImportLock.Taxonomy.ShareAsync(connection, cancellationToken);

    /// <summary>Saves the version, and resolves its names with what was accepted.</summary>
    /// <returns>Null where the newest lists just this already.</returns>
    private static async Task<SavedTaxaListVersion?> SaveAsync(
        NpgsqlConnection connection, NameMatcher matcher, NewTaxaListVersion version, bool hasAccepted, CancellationToken cancellationToken)
    {
        var saved = await TaxaListVersions.SaveAsync(connection, version, cancellationToken);
        await TaxaListResolution.ResolveAsync(connection, matcher, version.TaxaListId, cancellationToken);
        if (hasAccepted)
            await Announcements.TaxaListAsync(connection, version.TaxaListId, cancellationToken);
        return saved;
    }

    private static async Task<IReadOnlyList<ImportCount>> CountAsync(
        NpgsqlConnection connection, AntennaDbContext context, TaxaListRows rows, long versionId, long? newest, CancellationToken cancellationToken)
    {
        var unknown = await context.TaxaListEntries
            .CountAsync(entry => entry.TaxaListVersionId == versionId && entry.TaxonId == null, cancellationToken);
        var difference = await TaxaListDifferences.CountAsync(connection, versionId, newest, cancellationToken);
        return
        [
            new("lines", rows.WithTaxon + rows.WithoutTaxon, 0, 0, rows.Skipped),
            new("names listed", difference.Added, difference.Changed, difference.Unchanged, Removed: difference.Removed),
            new("names not in the taxonomy", unknown),
        ];
    }

    private static string NameOf(TaxaListRequest request, IReadOnlyList<string> files) => request.MoreFiles.Count == 0
        ? ImportFile.PlaceOf(request.File).File
        : ShortText.List([.. files.Select(file => ImportFile.PlaceOf(file).File)]);

    private async Task<int> AcceptAsync(
        NpgsqlConnection connection, long listId, long personId, TaxaListRequest request, NameMatcher matcher, CancellationToken cancellationToken)
    {
        var accepted = request.AcceptedFile is { } path
            ? [.. request.Accepted, .. await AcceptedSuggestions.ReadAsync(path, matcher, cancellationToken)]
            : request.Accepted;
        return await AcceptedSuggestions.WriteAsync(
            connection, listId, accepted, matcher, personId, time.GetUtcNow().UtcDateTime, cancellationToken);
    }

    /// <summary>Reads all files; what became of the lines of each is given where there are several.</summary>
    private async Task<(IReadOnlyList<ListedPlace> Places, IReadOnlyList<ListedFile> Files)> ReadAsync(
        TaxaListRequest request, IReadOnlyList<string> files, TaxaListRows rows, ImportFindings findings, IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        var listed = new List<ListedFile>();
        IReadOnlyList<ListedPlace> places = [];
        long read = 0;
        var columns = "";
        foreach (var (index, file) in files.Index())
        {
            var (lines, passed) = (rows.Lines.ToDictionary(), rows.WithoutName.Values.Sum());
            var table = await ReadAsync(
                request, file, files.Count > 1 ? Path.GetFileName(file) : null, rows, findings,
                (done, count) => progress?.Report(new(ImportPhase.MatchNames, (index + done) / files.Count, read + count)), cancellationToken);
            (read, columns, places) = (read + table.Rows, table.Columns, places.Count > 0 ? places : table.Shape.Places);
            listed.Add(new(
                Path.GetFileName(file),
                rows.Lines.Where(line => line.Value > lines.GetValueOrDefault(line.Key)).ToDictionary(line => line.Key, line => line.Value - lines.GetValueOrDefault(line.Key)),
                rows.WithoutName.Values.Sum() - passed));
        }

        return rows.WithTaxon > 0
            ? (places, files.Count > 1 ? listed : [])
            : throw new NothingMatchedException(
                files is [var only] ? ImportFile.PlaceOf(only) : new(ShortText.List([.. listed.Select(file => file.Name)])),
                $"{CountText.NoneOf(read, "name")} is that of a known taxon. {columns} Choose the column that holds scientific names, "
                + "or import the taxa first.");
    }

    /// <param name="name">Of the file, where others make the list with it.</param>
    /// <param name="tell">Hears how much of the file is read, 0 to 1, and how many rows are.</param>
    private async Task<(TableShape Shape, long Rows, string Columns)> ReadAsync(
        TaxaListRequest request, string file, string? name, TaxaListRows rows, ImportFindings findings, Action<double, long> tell, CancellationToken cancellationToken)
    {
        var reading = request.Readings.GetValueOrDefault(Path.GetFileName(file)) ?? request.Reading;
        await using var table = await ImportTable.OpenTaxaAsync(file, reading, cancellationToken);
        findings.Note(table.Reading, table.FilePlace);
        if (table.CommonNames > 0)
            findings.Note($"The list keeps none of the {CountText.Of(table.CommonNames, "common name", "common names")}: a list has scientific names. Import the archive as taxa to keep them", table.FilePlace);
        request.OnTable?.Invoke(table.ShapeWith(null));
        var columns = new TaxonColumns(table, reading.NameColumn, notATaxon, findings);
        var shape = table.ShapeWith(columns.Names);
        request.OnTable?.Invoke(shape);
        var descendants = new YesOrNoColumn(table, table.Find("include descendants", "include_descendants"));
        findings.Note(table.DescribeColumns(), table.FilePlace);

        var problems = new ImportProblems();
        long read = 0;
        while (await table.ReadLineAsync(cancellationToken))
        {
            if (table.Passed is { } passed)
            {
                await rows.PassAsync(new(table.Place().Line ?? 0, table.LineText, passed) { File = name }, request, cancellationToken);
                continue;
            }

            var line = rows.Add(columns.Read(), descendants.Read(problems));
            if (request.OnLine is { } onLine)
                await onLine(line with { File = name }, cancellationToken);
            if (++read % RowsBetweenReports == 0)
                tell(table.Done, read);
        }

        foreach (var finding in table.Findings)
            findings.Add(finding);
        problems.ThrowIfAny();
        return read > 0
            ? (shape, read, table.DescribeColumns())
            : throw new ImportRefusedException(table.Place(), "has a header and no rows; expected one name a row.");
    }

    private async Task<(long Id, bool IsNew)> GetOrAddListAsync(
        AntennaDbContext context, NpgsqlConnection connection, TaxaListRequest request, CancellationToken cancellationToken)
    {
        if (request.ProjectId is { } project && !await context.Projects.AnyAsync(other => other.Id == project, cancellationToken))
            throw new ImportRefusedException($"There is no project {project}.");

        var known = await context.TaxaLists
            .Where(list => list.Name == request.List && list.ProjectId == request.ProjectId)
            .Select(list => (long?)list.Id)
            .SingleOrDefaultAsync(cancellationToken);
        if (known is { } id)
            return (id, IsNew: false);

        var added = await connection.ScalarAsync<long>(
            "insert into taxa_lists (project_id, name, created_at) values ($1, $2, $3) returning id",
            [request.ProjectId, request.List, time.GetUtcNow().UtcDateTime], cancellationToken);
        return (added, IsNew: true);
    }
}
