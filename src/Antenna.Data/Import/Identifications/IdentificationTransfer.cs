using System.Runtime.CompilerServices;
using Antenna.Data.Database;
using Antenna.Data.Import.Tables;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Taxonomy;
using Npgsql;

namespace Antenna.Data.Import.Identifications;

/// <summary>One import of identifications, inside its transaction.</summary>
internal sealed class IdentificationTransfer(
    NpgsqlConnection connection, IdentificationsRequest request, SharedRows shared, DateTime now, IProgress<ImportProgress>? progress)
{
    private const int RowsAtOnce = 1_000;

    private readonly ImportFindings _findings = new();
    private long _read;

    public async Task<ImportReport> RunAsync(CancellationToken cancellationToken)
    {
        var projectId = await connection.ScalarAsync<long?>("select id from projects where name = $1", [request.Project.Trim()], cancellationToken)
            ?? throw new ImportRefusedException($"There is no project {ShortText.Quote(request.Project)}; import its pipeline results first.");

        await using var table = await ImportTable.OpenAsync(request.File, request.Reading, cancellationToken);
        request.OnTable?.Invoke(table.ShapeWith(null));
        var columns = IdentificationColumns.Find(table, request.Reading.NameColumn);
        request.OnTable?.Invoke(table.ShapeWith(columns.Names?.Name));
        columns.Report(table, _findings);
        var staging = new IdentificationStaging(connection, table.FilePlace, _findings);
        await staging.CreateAsync(cancellationToken);
        var names = await LoadNamesAsync(cancellationToken);
        var staged = await staging.StageAsync(ReadAsync(table, columns, names, cancellationToken), cancellationToken);
        if (names.NoneMatched)
            throw new ImportRefusedException(
                table.FilePlace, $"{CountText.NoneOf(names.Count, "name")} is that of a known taxon. Import the taxa first, or name the right column.");

        var unmatched = await staging.FindOccurrencesAsync(projectId, request.PictureFolder, cancellationToken);
        if (request.Mode is ImportMode.CheckOnly)
            await CheckTables.CopyAsync(connection, IdentificationCheck.Tables, [], cancellationToken);
        var people = await staging.FindPeopleAsync(shared, cancellationToken);
        var known = await staging.DropKnownAsync(cancellationToken);
        progress?.Report(new(ImportPhase.FindOccurrences));
        var added = await staging.AddAsync(now, cancellationToken);
        await Announcements.ProjectAsync(connection, projectId, cancellationToken);
        return new()
        {
            CheckOnly = request.Mode is ImportMode.CheckOnly,
            Counts =
            [
                new("identifications", added.Count, added.Superseded, known, _read - staged + unmatched),
                new("people", people),
                new("determinations", 0, added.Determinations),
            ],
            Findings = _findings.ToList(),
            Elapsed = TimeSpan.Zero,
        };
    }

    private async Task<IdentifiedNames> LoadNamesAsync(CancellationToken cancellationToken)
    {
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        return new(await NameMatchers.LoadAsync(context, cancellationToken), _findings);
    }

    private async IAsyncEnumerable<IdentificationRow> ReadAsync(
        ImportTable table, IdentificationColumns columns, IdentifiedNames names, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = new IdentificationTable(table, columns, now);
        var pictures = new PicturePaths(request.PictureFolder);
        while (await table.ReadAsync(cancellationToken))
        {
            if (++_read % RowsAtOnce == 0)
                progress?.Report(new(ImportPhase.ReadIdentifications, table.Done, _read));
            if (rows.Read(names, pictures, request.Person.Trim(), _findings) is { } row)
                yield return row;
        }
    }
}
