using Antenna.Data.Import.Tables;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// Lays down the captures of an import in temporary tables of its transaction, so that neither their number nor that of
/// the detections which name them has to fit into memory.
/// </summary>
internal sealed class CaptureStaging(NpgsqlConnection connection, ImportFindings findings)
{
    /// <summary>The captures of the file: what they are named by there, and once written, here.</summary>
    public const string SourceImages = "import_source_images";

    /// <summary>The captures that those are: one a path, and several where what is known of its images contradicts itself.</summary>
    public const string Captures = "import_captures";

    private const string Details = "import_capture_details";

    // Positions are those in the file: the element of the JSON, the line of the table.
    private const string Columns =
        "position bigint, source_id text, path text, captured_at timestamp, width integer, height integer, deployment text";

    private const string Merge =
        $"""
        update {SourceImages} image
        set path = coalesce(detail.path, image.path), captured_at = coalesce(detail.captured_at, image.captured_at),
            width = coalesce(detail.width, image.width), height = coalesce(detail.height, image.height),
            deployment = detail.deployment
        from {Details} detail
        where detail.source_id = image.source_id
        """;

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"create temporary table {SourceImages} ({Columns}, namesake bigint not null default 1, capture_id bigint) on commit drop", [], cancellationToken);
        await connection.ExecuteAsync(
            $"create temporary table {Captures} (path text, namesake bigint, deployment_id bigint, captured_at timestamp, width integer, height integer, "
            + "capture_id bigint, is_changed boolean, primary key (path, namesake)) on commit drop",
            [], cancellationToken);
        await connection.ExecuteAsync($"create temporary table {Details} ({Columns}) on commit drop", [], cancellationToken);
    }

    /// <summary>Lays down the elements of <c>source_images</c> that the reader has entered; the answer is their number.</summary>
    public async Task<long> StageAsync(JsonFileReader file, SourceImages images, CancellationToken cancellationToken)
    {
        var count = 0L;
        await using var writer = await BeginAsync(SourceImages, cancellationToken);
        while (await file.NextElementAsync(cancellationToken))
            await WriteAsync(writer, Parse(file, images), count++, cancellationToken);
        await writer.CompleteAsync(cancellationToken);
        return count;
    }

    /// <summary>Adds what a companion table says of the captures.</summary>
    public async Task AddDetailsAsync(ImportTable table, SourceImages images, CancellationToken cancellationToken)
    {
        await using (var writer = await BeginAsync(Details, cancellationToken))
        {
            await foreach (var image in images.ReadAsync(table, cancellationToken))
                await WriteAsync(writer, image, image.Place.Line!.Value, cancellationToken);
            await writer.CompleteAsync(cancellationToken);
        }

        findings.Note(table.Reading, table.FilePlace);
        findings.Note(table.DescribeColumns(), table.FilePlace);
        await IndexAsync(Details, cancellationToken);
        await RefuseDuplicatesAsync(Details, line => table.FilePlace with { Line = line }, cancellationToken);
        await connection.ExecuteAsync(Merge, [], cancellationToken);
        await ReportStrangersAsync(table, cancellationToken);
    }

    /// <summary>Refuses a file that names two captures alike; to be called once all are laid down.</summary>
    public async Task CheckAsync(string file, CancellationToken cancellationToken)
    {
        await IndexAsync(SourceImages, cancellationToken);
        await RefuseDuplicatesAsync(SourceImages, position => PlaceOf(file, position), cancellationToken);
    }

    /// <summary>Refuses captures without a path; to be called once nothing adds to them any more.</summary>
    public async Task CheckPathsAsync(string file, CancellationToken cancellationToken)
    {
        var missing = await connection.QueryAsync(
            $"select position from {SourceImages} where path is null order by position limit 1", [], reader => reader.GetInt64(0), cancellationToken);
        if (missing is [var position])
            throw new ImportRefusedException(PlaceOf(file, position), "has no url, and no path in a captures.csv; expected either.");
    }

    private static SourceImage Parse(JsonFileReader file, SourceImages images)
    {
        try
        {
            return images.Parse(file.Value, file.ValuePlace);
        }
        catch (JsonShapeException problem)
        {
            throw file.Refusal(problem);
        }
    }

    private static ImportPlace PlaceOf(string file, long position) => new(file, JsonPath: $"$.source_images[{position}]");

    private async Task<NpgsqlBinaryImporter> BeginAsync(string table, CancellationToken cancellationToken)
    {
        var writer = await connection.BeginBinaryImportAsync(
            $"copy {table} (position, source_id, path, captured_at, width, height, deployment) from stdin (format binary)", cancellationToken);
        writer.Timeout = Timeout.InfiniteTimeSpan;
        return writer;
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter writer, SourceImage image, long position, CancellationToken cancellationToken)
    {
        await writer.StartRowAsync(cancellationToken);
        await writer.WriteAsync(position, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteAsync(image.Id, NpgsqlDbType.Text, cancellationToken);
        await writer.WriteOrNullAsync(image.Path, cancellationToken);
        await writer.WriteOrNullAsync(image.CapturedAt, NpgsqlDbType.Timestamp, cancellationToken);
        await writer.WriteOrNullAsync(image.Width, NpgsqlDbType.Integer, cancellationToken);
        await writer.WriteOrNullAsync(image.Height, NpgsqlDbType.Integer, cancellationToken);
        await writer.WriteOrNullAsync(image.Deployment, cancellationToken);
    }

    private async Task IndexAsync(string table, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"create index on {table} (source_id)", [], cancellationToken);
        await connection.ExecuteAsync($"analyze {table}", [], cancellationToken);
    }

    private async Task RefuseDuplicatesAsync(string table, Func<long, ImportPlace> placeOf, CancellationToken cancellationToken)
    {
        var twice = await connection.QueryAsync(
            $"select source_id, min(position), max(position) from {table} group by source_id having count(*) > 1 order by 2 limit 1",
            [], reader => (Id: reader.GetString(0), First: reader.GetInt64(1), Last: reader.GetInt64(2)), cancellationToken);
        if (twice is [var (id, first, last)])
            throw new ImportRefusedException(placeOf(last), $"the id {ShortText.Quote(id)} was given before ({placeOf(first)}); expected an id of its own for each.");
    }

    private async Task ReportStrangersAsync(ImportTable table, CancellationToken cancellationToken)
    {
        var strangers = await connection.QueryAsync(
            $"""
            select detail.position, detail.source_id, count(*) over () from {Details} detail
            where not exists (select 1 from {SourceImages} image where image.source_id = detail.source_id)
            order by detail.position limit {ImportFindings.ExamplesKept}
            """,
            [], reader => (Line: reader.GetInt64(0), Id: reader.GetString(1), Count: reader.GetInt64(2)), cancellationToken);
        if (strangers.Count > 0)
            findings.Add(new(
                ImportFindingLevel.Warning, "Rows that name no source image of the results are left out.", strangers[0].Count,
                [.. strangers.Select(row => new ImportExample(table.FilePlace with { Line = row.Line }, $"id {ShortText.Quote(row.Id)}"))]));
    }
}
