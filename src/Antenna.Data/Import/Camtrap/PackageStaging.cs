using Antenna.Data.Import.Tables;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Import.Camtrap;

/// <summary>
/// Lays down the tables of packages in temporary tables of the import's transaction, so that what is linked and compared is so by
/// the database, whatever their size.
/// </summary>
internal sealed class PackageStaging(NpgsqlConnection connection, ImportFindings findings, IProgress<ImportProgress>? progress)
{
    public const string Deployments = "import_package_deployments";
    public const string Media = "import_package_media";
    public const string Observations = "import_observations";

    private const int RowsBetweenReports = 1_000;

    // Each step changes most rows: with room beside each, and no index of what changes, that costs no index an entry.
    private static readonly string[] Create =
    [
        $"create temporary table {Deployments} (package int, line bigint, deployment_id text, place text, latitude double precision, longitude double precision, station text) on commit drop",
        $"""
        create temporary table {Media} (
            package int, line bigint, media_id text, deployment_id text, path text, captured_at timestamp, taken_at timestamptz, width int, height int,
            capture_id bigint)
        with (fillfactor = 50) on commit drop
        """,
        $"""
        create temporary table {Observations} (
            position bigint, package int, line bigint, observation_id text, deployment_id text, media_id text, event_id text,
            event_start timestamptz, event_end timestamptz, type text, name text, individual text, animals int, life_stage text, sex text, behaviour text,
            x double precision, y double precision, w double precision, h double precision,
            is_machine boolean, observer text, classified_at timestamptz, probability double precision, comment text,
            taxon_id bigint, outcome text, capture_id bigint, x1 double precision, y1 double precision, x2 double precision, y2 double precision,
            animal text, occurrence_id bigint, detection_id bigint)
        with (fillfactor = 50) on commit drop
        """,
    ];

    private long _observations;

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        foreach (var statement in Create)
            await connection.ExecuteAsync(statement, [], cancellationToken);
    }

    /// <summary>Lays down one package.</summary>
    /// <param name="pictures">Settles the paths of its media.</param>
    public async Task StageAsync(ObservationPackage package, PicturePaths pictures, DateTime now, CancellationToken cancellationToken)
    {
        await StageDeploymentsAsync(package, cancellationToken);
        await StageMediaAsync(package, pictures, cancellationToken);
        await StageObservationsAsync(package, now, cancellationToken);
    }

    /// <summary>Refuses ids that a package has twice; to be called once all packages are laid down.</summary>
    public async Task CheckAsync(IReadOnlyList<ObservationPackage> packages, CancellationToken cancellationToken)
    {
        await CheckAsync(Deployments, "deployment_id", package => packages[package].Deployments.Place, cancellationToken);
        await CheckAsync(Media, "media_id", package => packages[package].Media.Place, cancellationToken);
        await CheckAsync(Observations, "observation_id", package => packages[package].Observations.Place, cancellationToken);
        await connection.ExecuteAsync($"create index on {Media} (package, media_id)", [], cancellationToken);
        await connection.ExecuteAsync($"create index on {Observations} (position)", [], cancellationToken);
        await connection.ExecuteAsync($"create index on {Observations} (package, event_id)", [], cancellationToken);
        await connection.ExecuteAsync($"create index on {Observations} (package, media_id)", [], cancellationToken);
        await connection.ExecuteAsync($"create index on {Media} (package, deployment_id, taken_at)", [], cancellationToken);
        await connection.ExecuteAsync($"analyze {Observations}", [], cancellationToken);
    }

    private async Task StageDeploymentsAsync(ObservationPackage package, CancellationToken cancellationToken)
    {
        await using var table = await ImportTable.OpenAsync(package.Deployments, cancellationToken);
        var rows = new DeploymentRows(table, findings);
        var unkept = new UnkeptColumns(table);
        await using var writer = await BeginAsync($"{Deployments} (package, line, deployment_id, place, latitude, longitude)", cancellationToken);
        while (await table.ReadAsync(cancellationToken))
        {
            unkept.Count();
            if (rows.Read() is not { } row)
                continue;
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(package.Number, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(table.Place().Line!.Value, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(row.Id, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteOrNullAsync(row.Place, cancellationToken);
            await writer.WriteOrNullAsync(row.Latitude, NpgsqlDbType.Double, cancellationToken);
            await writer.WriteOrNullAsync(row.Longitude, NpgsqlDbType.Double, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
        unkept.Report(findings);
    }

    private async Task StageMediaAsync(ObservationPackage package, PicturePaths pictures, CancellationToken cancellationToken)
    {
        await using var table = await ImportTable.OpenAsync(package.Media, cancellationToken);
        var rows = new MediaRows(table, pictures, findings);
        var unkept = new UnkeptColumns(table);
        await using var writer = await BeginAsync(
            $"{Media} (package, line, media_id, deployment_id, path, captured_at, taken_at, width, height)", cancellationToken);
        for (var read = 1L; await table.ReadAsync(cancellationToken); read++)
        {
            Tell(table, read);
            unkept.Count();
            if (rows.Read() is not { } row)
                continue;
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(package.Number, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(table.Place().Line!.Value, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(row.Id, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteOrNullAsync(row.DeploymentId, cancellationToken);
            await writer.WriteAsync(row.Path, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteOrNullAsync(row.CapturedAt, NpgsqlDbType.Timestamp, cancellationToken);
            await writer.WriteOrNullAsync(row.TakenAt, NpgsqlDbType.TimestampTz, cancellationToken);
            await writer.WriteOrNullAsync(row.Width, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteOrNullAsync(row.Height, NpgsqlDbType.Integer, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
        unkept.Report(findings);
    }

    private async Task StageObservationsAsync(ObservationPackage package, DateTime now, CancellationToken cancellationToken)
    {
        await using var table = await ImportTable.OpenAsync(package.Observations, cancellationToken);
        findings.Note(table.Reading, table.FilePlace);
        var rows = new ObservationRows(table, now, findings);
        var unkept = new UnkeptColumns(table);
        await using var writer = await BeginAsync(
            $"{Observations} (position, package, line, observation_id, deployment_id, media_id, event_id, event_start, event_end, type, name, individual, "
            + "animals, life_stage, sex, behaviour, x, y, w, h, x1, y1, x2, y2, is_machine, observer, classified_at, probability, comment)",
            cancellationToken);
        for (var read = 1L; await table.ReadAsync(cancellationToken); read++)
        {
            Tell(table, read);
            unkept.Count();
            if (rows.Read() is { } row)
                await WriteAsync(writer, package.Number, ++_observations, table.Place().Line!.Value, row, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
        unkept.Report(findings);
    }

    private static async Task WriteAsync(
        NpgsqlBinaryImporter writer, int package, long position, long line, ObservationRow row, CancellationToken cancellationToken)
    {
        await writer.StartRowAsync(cancellationToken);
        await writer.WriteAsync(position, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteAsync(package, NpgsqlDbType.Integer, cancellationToken);
        await writer.WriteAsync(line, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteAsync(row.Id, NpgsqlDbType.Text, cancellationToken);
        await writer.WriteOrNullAsync(row.DeploymentId, cancellationToken);
        await writer.WriteOrNullAsync(row.MediaId, cancellationToken);
        await writer.WriteOrNullAsync(row.EventId, cancellationToken);
        await writer.WriteOrNullAsync(row.EventStart, NpgsqlDbType.TimestampTz, cancellationToken);
        await writer.WriteOrNullAsync(row.EventEnd, NpgsqlDbType.TimestampTz, cancellationToken);
        await writer.WriteAsync(row.Type, NpgsqlDbType.Text, cancellationToken);
        await writer.WriteOrNullAsync(row.Name, cancellationToken);
        await writer.WriteOrNullAsync(row.Individual, cancellationToken);
        await writer.WriteOrNullAsync(row.Count, NpgsqlDbType.Integer, cancellationToken);
        await writer.WriteOrNullAsync(row.LifeStage, cancellationToken);
        await writer.WriteOrNullAsync(row.Sex, cancellationToken);
        await writer.WriteOrNullAsync(row.Behaviour, cancellationToken);
        await writer.WriteOrNullAsync(row.Box?.X, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteOrNullAsync(row.Box?.Y, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteOrNullAsync(row.Box?.Width, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteOrNullAsync(row.Box?.Height, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteOrNullAsync(row.Drawn?.X1, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteOrNullAsync(row.Drawn?.Y1, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteOrNullAsync(row.Drawn?.X2, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteOrNullAsync(row.Drawn?.Y2, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteAsync(row.IsMachine, NpgsqlDbType.Boolean, cancellationToken);
        await writer.WriteOrNullAsync(row.Observer, cancellationToken);
        await writer.WriteOrNullAsync(row.ClassifiedAt, NpgsqlDbType.TimestampTz, cancellationToken);
        await writer.WriteOrNullAsync(row.Probability, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteOrNullAsync(row.Comment, cancellationToken);
    }

    private async Task<NpgsqlBinaryImporter> BeginAsync(string table, CancellationToken cancellationToken)
    {
        var writer = await connection.BeginBinaryImportAsync($"copy {table} from stdin (format binary)", cancellationToken);
        writer.Timeout = Timeout.InfiniteTimeSpan;
        return writer;
    }

    private void Tell(ImportTable table, long read)
    {
        if (read % RowsBetweenReports == 0)
            progress?.Report(new(ImportPhase.ReadPackage, table.Done, read));
    }

    private async Task CheckAsync(string table, string id, Func<int, ImportPlace> placeOf, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"analyze {table}", [], cancellationToken);
        var twice = await connection.QueryAsync(
            $"select package, {id}, min(line), max(line) from {table} group by package, {id} having count(*) > 1 order by package, 3 limit 1",
            [], reader => (Package: reader.GetInt32(0), Id: reader.GetString(1), First: reader.GetInt64(2), Last: reader.GetInt64(3)), cancellationToken);
        if (twice is [var (package, given, first, last)])
            throw new ImportRefusedException(
                placeOf(package) with { Line = last }, $"the id {ShortText.Quote(given)} was given before (line {first}); expected an id of its own for each.");
    }
}
