using Antenna.Data.Occurrences;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Import.Identifications;

/// <summary>
/// Lays down identifications in a temporary table of the import's transaction, where they find their occurrences, and
/// whatever was imported before falls out.
/// </summary>
/// <param name="file">Where the rows stand.</param>
internal sealed class IdentificationStaging(NpgsqlConnection connection, ImportPlace file, ImportFindings findings)
{
    /// <summary>The rows.</summary>
    public const string Staged = "import_identifications";

    private const int PeopleAtOnce = 1_000;
    private const int RowsAtOnce = 1_000;

    private const string Create =
        $"""
        create temporary table {Staged} (
            line bigint, occurrence_id bigint, crop text, person text, taxon_id bigint, identified_at timestamptz, comment text,
            person_id bigint, candidates bigint)
        with (fillfactor = 50) on commit drop
        """;

    // Each page of them is found where the one before it ended.
    private const string Index = $"create index on {Staged} (occurrence_id, line)";

    private const string Copy =
        $"copy {Staged} (line, occurrence_id, crop, person, taxon_id, identified_at, comment) from stdin (format binary)";

    // Every memory card has crops of the same paths: where there are several, those of the table's own folder are named.
    private const string FindByCrop =
        $"""
        update {Staged} staged set occurrence_id = found.occurrence_id, candidates = found.candidates
        from (
            select crop_path, min(occurrence_id) as occurrence_id, count(distinct occurrence_id) as candidates
            from (
                select detection.crop_path, detection.occurrence_id,
                       rank() over (partition by detection.crop_path order by (folder.path = $2::text) desc nulls last) as nearness
                from detections detection
                join captures capture on capture.id = detection.capture_id
                left join picture_folders folder on folder.id = capture.picture_folder_id
                where capture.project_id = $1 and detection.occurrence_id is not null
                  and detection.crop_path in (select crop from {Staged})) near
            where nearness = 1 group by crop_path) found
        where staged.occurrence_id is null and found.crop_path = staged.crop
        """;

    private const string FindById =
        $"""
        update {Staged} staged set candidates = 1
        where staged.candidates is null
          and exists (select from occurrences where id = staged.occurrence_id and project_id = $1)
        """;

    private const string NewPeople =
        $"""
        select distinct person from {Staged} staged
        where candidates = 1 and not exists (select from people where name = staged.person) order by person limit $1
        """;

    private const string AddPeople = "insert into people (name) select unnest($1) on conflict do nothing returning id";

    private const string FindPeople = $"update {Staged} staged set person_id = person.id from people person where person.name = staged.person";

    // Where the table gives no time, the same by the same person at any time is the same; where it gives whole seconds, as many
    // formats do, within that second.
    private const string DropKnown =
        $"""
        delete from {Staged} staged
        where exists (
            select from identifications known
            where known.occurrence_id = staged.occurrence_id and known.person_id = staged.person_id
              and known.taxon_id is not distinct from staged.taxon_id and known.comment is not distinct from staged.comment
              and (staged.identified_at is null or known.created_at = staged.identified_at or date_trunc('second', known.created_at) = staged.identified_at))
        """;

    private const string DropRepeated =
        $"""
        delete from {Staged} where line in (
            select line from (
                select line, row_number() over (partition by occurrence_id, person_id, taxon_id, comment, identified_at order by line) as nth
                from {Staged}) numbered
            where nth > 1)
        """;

    private const string Page =
        $"""
        select occurrence_id, line, person_id, taxon_id, coalesce(identified_at, $3), comment from {Staged}
        where (occurrence_id, line) > ($1, $2) order by occurrence_id, line limit $4
        """;

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(Create, [], cancellationToken);
        await connection.ExecuteAsync(Index, [], cancellationToken);
    }

    /// <summary>Lays rows down; how many they are.</summary>
    public async Task<long> StageAsync(IAsyncEnumerable<IdentificationRow> rows, CancellationToken cancellationToken)
    {
        var count = 0L;
        await using var writer = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        writer.Timeout = Timeout.InfiniteTimeSpan;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            count++;
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(row.Line, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteOrNullAsync(row.OccurrenceId, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteOrNullAsync(row.Crop, cancellationToken);
            await writer.WriteAsync(row.Person, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteOrNullAsync(row.TaxonId, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteOrNullAsync(row.IdentifiedAt, NpgsqlDbType.TimestampTz, cancellationToken);
            await writer.WriteOrNullAsync(row.Comment, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
        return count;
    }

    /// <summary>Gives each row its occurrence; how many rows were left out because they have none, or several.</summary>
    /// <param name="folder">The folder of the crops; null where it is not known.</param>
    public async Task<int> FindOccurrencesAsync(long projectId, string? folder, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(FindByCrop, [projectId, folder], cancellationToken);
        await connection.ExecuteAsync(FindById, [projectId], cancellationToken);
        await ReportAsync("candidates is null", "The project has no such occurrence or crop; these rows are left out.", cancellationToken);
        await ReportAsync(
            "candidates > 1", "The crop is that of several occurrences, so these rows are left out; give the occurrence's id.", cancellationToken);
        return await connection.ExecuteAsync($"delete from {Staged} where candidates is distinct from 1", [], cancellationToken);
    }

    /// <summary>Adds the people who are new; how many.</summary>
    /// <param name="shared">Adds them.</param>
    public async Task<int> FindPeopleAsync(SharedRows shared, CancellationToken cancellationToken)
    {
        var added = 0;
        while (true)
        {
            var names = await connection.QueryAsync(NewPeople, [PeopleAtOnce], reader => reader.GetString(0), cancellationToken);
            if (names.Count == 0)
                break;
            var ids = await shared.WriteAsync(
                connection,
                other => other.QueryAsync(AddPeople, [names.ToArray()], reader => reader.GetInt64(0), cancellationToken),
                cancellationToken);
            ids.ForEach(id => shared.Added("people", id));
            added += ids.Count;
        }

        await connection.ExecuteAsync(FindPeople, [], cancellationToken);
        return added;
    }

    /// <summary>Drops what is known already, and what the table has twice; how many rows that are.</summary>
    public async Task<int> DropKnownAsync(CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(DropKnown, [], cancellationToken)
        + await connection.ExecuteAsync(DropRepeated, [], cancellationToken);

    /// <summary>Writes the rows, and has their occurrences determined again.</summary>
    /// <param name="now">The time of those that have none, UTC.</param>
    public Task<(int Count, int Superseded, int Determinations)> AddAsync(DateTime now, CancellationToken cancellationToken) =>
        BatchPlans.UseIndexesAsync(connection, () => AddInBatchesAsync(now, cancellationToken), cancellationToken);

    private async Task<(int Count, int Superseded, int Determinations)> AddInBatchesAsync(DateTime now, CancellationToken cancellationToken)
    {
        var (count, superseded, determinations) = (0, 0, 0);
        var (occurrence, line) = (0L, 0L);
        while (true)
        {
            var (identifications, lastLine) = await ReadAsync(occurrence, line, now, RowsAtOnce, cancellationToken);
            if (identifications.Count == 0)
                return (count, superseded, determinations);
            var added = await IdentificationWriter.AddAsync(connection, identifications, cancellationToken);
            (occurrence, line) = (identifications[^1].OccurrenceId, lastLine);
            (count, superseded, determinations) =
                (count + identifications.Count, superseded + added.Superseded, determinations + added.Determinations);
        }
    }

    /// <summary>The rows after one, in the order of their occurrences, which is the order to lock those in.</summary>
    private async Task<(List<NewIdentification> Identifications, long LastLine)> ReadAsync(
        long afterOccurrence, long afterLine, DateTime now, int atMost, CancellationToken cancellationToken)
    {
        var last = afterLine;
        var identifications = await connection.QueryAsync(
            Page, [afterOccurrence, afterLine, now, atMost],
            reader =>
            {
                last = reader.GetInt64(1);
                return new NewIdentification(
                    reader.GetInt64(0), reader.GetInt64(2), reader.GetFieldValue<long?>(3), reader.GetDateTime(4),
                    reader.IsDBNull(5) ? null : reader.GetString(5));
            },
            cancellationToken);
        return (identifications, last);
    }

    private async Task ReportAsync(string condition, string message, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync(
            $"""
            select line, coalesce(crop, occurrence_id::text), count(*) over () from {Staged}
            where {condition} order by line limit {ImportFindings.ExamplesKept}
            """,
            [], reader => (Line: reader.GetInt64(0), What: reader.GetString(1), Count: reader.GetInt64(2)), cancellationToken);
        if (rows.Count > 0)
            findings.Add(new(
                ImportFindingLevel.Warning, message, rows[0].Count,
                [.. rows.Select(row => new ImportExample(file with { Line = row.Line }, ShortText.Quote(row.What)))]));
    }
}
