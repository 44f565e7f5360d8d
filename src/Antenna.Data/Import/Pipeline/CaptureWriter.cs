using Npgsql;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Writes the staged captures with their project, stations, picture folder and capture set.</summary>
internal sealed class CaptureWriter(NpgsqlConnection connection, ImportConsequences consequences, ImportFindings findings, DateTime now)
{
    private const string Staged = CaptureStaging.SourceImages;
    private const string Delivered = CaptureStaging.Captures;

    private const string AddDeployments =
        $"""
        insert into deployments (project_id, name)
        select distinct $1, deployment from {Staged} where deployment is not null
        on conflict do nothing
        """;

    // Cameras number their files anew on every card: images of one path are namesakes where what is known of them contradicts
    // itself. What is unknown of one is as of the first that it is known of. An address of the web is one file.
    private const string NumberNamesakes =
        $"""
        with filled as (
            select image.position, image.path,
                   coalesce(image.captured_at, first_value(image.captured_at) over (partition by image.path order by image.captured_at is null, image.position)) as captured_at,
                   coalesce(image.deployment, first_value(image.deployment) over (partition by image.path order by image.deployment is null, image.position)) as deployment,
                   coalesce(image.width, first_value(image.width) over (partition by image.path order by image.width is null, image.position)) as width,
                   coalesce(image.height, first_value(image.height) over (partition by image.path order by image.height is null, image.position)) as height
            from {Staged} image
            where image.path !~* '^https?://' and image.path in (select path from {Staged} group by path having count(*) > 1))
        update {Staged} image
        set captured_at = numbered.captured_at, deployment = numbered.deployment, width = numbered.width, height = numbered.height,
            namesake = numbered.namesake
        from (
            select filled.*, dense_rank() over (partition by path order by captured_at, deployment, width, height) as namesake from filled) numbered
        where numbered.position = image.position
        """;

    // Of the source images that are one capture the first counts.
    private const string Gather =
        $"""
        insert into {Delivered} (path, namesake, deployment_id, captured_at, width, height, is_changed)
        select distinct on (image.path, image.namesake)
               image.path, image.namesake, deployment.id, image.captured_at, image.width, image.height, false
        from {Staged} image
        left join deployments deployment on deployment.project_id = $1 and deployment.name = image.deployment
        order by image.path, image.namesake, image.position
        """;

    // A path may have thousands of namesakes, as one that is the same for every photograph: those that are known as they are
    // are found by equality, and only what is left is compared one by one.
    private const string RecognizeNamesakes =
        $"""
        update {Delivered} delivered set capture_id = known.id
        from (
            select path, deployment_id, captured_at, width, height, min(id) as id from captures
            where project_id = $1 and path in (select path from {Delivered} where namesake > 1)
            group by path, deployment_id, captured_at, width, height) known
        where known.path = delivered.path
          and coalesce(known.captured_at, 'infinity') = coalesce(delivered.captured_at, 'infinity')
          and coalesce(known.deployment_id, 0) = coalesce(delivered.deployment_id, 0)
          and coalesce(known.width, 0) = coalesce(delivered.width, 0) and coalesce(known.height, 0) = coalesce(delivered.height, 0)
        """;

    // The rule is domain.md's of captures: what is unknown on either side contradicts nothing. A file of this folder, and an
    // address of the web, is one file whatever else is said of it now; a correction, then.
    private const string Recognize =
        $"""
        update {Delivered} delivered set capture_id = known.id
        from (
            select distinct on (delivered.path, delivered.namesake) delivered.path, delivered.namesake, capture.id
            from {Delivered} delivered
            join captures capture on capture.project_id = $1 and capture.path = delivered.path
            where delivered.capture_id is null and capture.id not in (select capture_id from {Delivered} where capture_id is not null)
              and (capture.picture_folder_id = $2::bigint or delivered.path ~* '^https?://'
                   or (capture.captured_at = delivered.captured_at) is not false
                      and (capture.deployment_id = delivered.deployment_id) is not false
                      and (capture.width = delivered.width) is not false and (capture.height = delivered.height) is not false)
            order by delivered.path, delivered.namesake, (capture.picture_folder_id = $2::bigint) is true desc,
                     (capture.captured_at = delivered.captured_at) is true desc,
                     (capture.deployment_id = delivered.deployment_id) is true desc, capture.id) known
        where known.path = delivered.path and known.namesake = delivered.namesake
        """;

    // A capture of which little is known contradicts none of several namesakes: it is the first of them, and no other.
    private const string TellNamesakesApart =
        $"""
        update {Delivered} delivered set capture_id = null
        from {Delivered} first
        where first.capture_id = delivered.capture_id and first.path = delivered.path and first.namesake < delivered.namesake
        """;

    // What a file leaves open stays as it was.
    private const string UpdateCaptures =
        $"""
        with changed as (
            update captures capture
            set deployment_id = coalesce(delivered.deployment_id, capture.deployment_id),
                captured_at = coalesce(delivered.captured_at, capture.captured_at),
                width = coalesce(delivered.width, capture.width), height = coalesce(delivered.height, capture.height)
            from {Delivered} delivered
            where capture.id = delivered.capture_id
              and (coalesce(delivered.deployment_id, capture.deployment_id), coalesce(delivered.captured_at, capture.captured_at),
                   coalesce(delivered.width, capture.width), coalesce(delivered.height, capture.height))
                  is distinct from (capture.deployment_id, capture.captured_at, capture.width, capture.height)
            returning capture.id)
        update {Delivered} delivered set is_changed = true from changed where changed.id = delivered.capture_id
        """;

    private const string CountNamesakes =
        $"""
        select count(*) from {Delivered} delivered
        where capture_id is null and exists (select from captures where project_id = $1 and path = delivered.path)
        """;

    // A folder has one picture of a path: that of the first of namesakes, unless one has it already.
    private const string AddCaptures =
        $"""
        with added as (
            insert into captures (project_id, deployment_id, path, picture_folder_id, captured_at, width, height)
            select $1, deployment_id, path,
                   case when row_number() over (partition by path order by namesake) = 1
                         and not exists (select from captures other where other.project_id = $1 and other.path = delivered.path and other.picture_folder_id = $2)
                        then $2::bigint end,
                   captured_at, width, height
            from {Delivered} delivered where capture_id is null
            returning id, path, deployment_id, captured_at, width, height)
        update {Delivered} delivered set capture_id = added.id
        from added
        where delivered.capture_id is null and added.path = delivered.path
          and coalesce(added.captured_at, 'infinity') = coalesce(delivered.captured_at, 'infinity')
          and coalesce(added.deployment_id, 0) = coalesce(delivered.deployment_id, 0)
          and coalesce(added.width, 0) = coalesce(delivered.width, 0) and coalesce(added.height, 0) = coalesce(delivered.height, 0)
        """;

    private const string GivePictures =
        $"""
        update captures capture set picture_folder_id = $1
        where picture_folder_id is null and id in (select min(capture_id) from {Delivered} group by path)
          and not exists (
            select from captures other
            where other.project_id = capture.project_id and other.path = capture.path and other.picture_folder_id = $1)
        """;

    private const string Identify =
        $"""
        update {Staged} image set capture_id = delivered.capture_id
        from {Delivered} delivered where delivered.path = image.path and delivered.namesake = image.namesake
        """;

    /// <summary>The project of this name, made where there is none.</summary>
    public async Task<long> EnsureProjectAsync(string name, CancellationToken cancellationToken) =>
        await connection.ScalarAsync<long?>("select id from projects where name = $1", [name], cancellationToken)
        ?? await connection.ScalarAsync<long>(
            "insert into projects (name, created_at, is_demo) values ($1, $2, false) returning id", [name, now], cancellationToken);

    /// <summary>Writes the captures and gives each staged one its id; new, changed and unchanged ones.</summary>
    /// <param name="folderId">Of the pictures; null where they are not on this server.</param>
    public async Task<ImportCount> WriteAsync(long projectId, long? folderId, string? folder, ImportPlace file, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(AddDeployments, [projectId], cancellationToken);
        await connection.ExecuteAsync(NumberNamesakes, [], cancellationToken);
        await connection.ExecuteAsync(Gather, [projectId], cancellationToken);
        await connection.ExecuteAsync($"analyze {Delivered}", [], cancellationToken);
        await RecognizeAsync(projectId, folderId, cancellationToken);
        var changed = await connection.ExecuteAsync(UpdateCaptures, [], cancellationToken);
        await consequences.CapturesChangedAsync(cancellationToken);
        await ReportNamesakesAsync(projectId, file, cancellationToken);
        var added = await connection.ExecuteAsync(AddCaptures, [projectId, folderId], cancellationToken);
        await connection.ExecuteAsync(Identify, [], cancellationToken);
        await connection.ExecuteAsync($"analyze {Staged}", [], cancellationToken);

        var captures = await connection.ScalarAsync<long>($"select count(*) from {Delivered}", [], cancellationToken);
        await ReportSharedPathsAsync(captures, file, cancellationToken);
        if (folderId is { } known)
            await MoveAsync(known, folder!, file, cancellationToken);
        return new("captures", added, changed, captures - added - changed);
    }

    /// <summary>Finds those of the captures that the project has already.</summary>
    private async Task RecognizeAsync(long projectId, long? folderId, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(RecognizeNamesakes, [projectId], cancellationToken);
        await connection.ExecuteAsync(Recognize, [projectId, folderId], cancellationToken);
        await connection.ExecuteAsync(TellNamesakesApart, [], cancellationToken);
    }

    /// <summary>Cameras start numbering their files again on every card.</summary>
    private async Task ReportNamesakesAsync(long projectId, ImportPlace file, CancellationToken cancellationToken)
    {
        var namesakes = await connection.ScalarAsync<long>(CountNamesakes, [projectId], cancellationToken);
        if (namesakes > 0)
            findings.Add(new(
                ImportFindingLevel.Note,
                "Captures whose paths are known from another folder, with another time, station or size: they are taken as other captures.",
                namesakes, [new(file)]));
    }

    private async Task ReportSharedPathsAsync(long captures, ImportPlace file, CancellationToken cancellationToken)
    {
        var images = await connection.ScalarAsync<long>($"select count(*) from {Staged}", [], cancellationToken);
        var namesakes = await connection.ScalarAsync<long>($"select count(*) from {Delivered} where namesake > 1", [], cancellationToken);
        if (namesakes > 0)
            findings.Add(new(
                ImportFindingLevel.Warning,
                "Source images of one path with different times, stations or sizes are taken as different captures; a folder has one picture of them only.",
                namesakes, [new(file)]));
        if (images > captures)
            findings.Warn("Source images of the same path are taken as one capture.", file, $"{images} source images, {CountText.Of(captures, "path", "paths")}");
    }

    /// <summary>
    /// Captures that are known from another folder stay there as long as it exists: their pictures are served from it, and
    /// a copy of the results may have come without pictures. If it is gone, the pictures moved here.
    /// </summary>
    private async Task MoveAsync(long folderId, string folder, ImportPlace file, CancellationToken cancellationToken)
    {
        var others = await connection.QueryAsync(
            $"""
            select other.id, other.path, count(distinct capture.id) from {Staged} image
            join captures capture on capture.id = image.capture_id
            join picture_folders other on other.id = capture.picture_folder_id
            where other.id <> $1 group by other.id, other.path order by other.id
            """,
            [folderId], reader => (Id: reader.GetInt64(0), Path: reader.GetString(1), Count: reader.GetInt64(2)), cancellationToken);
        foreach (var other in others.Where(other => Directory.Exists(other.Path)))
        {
            findings.Warn(
                "Captures of these paths are known from another folder already, and are taken as the same ones: no time, station or size says otherwise. "
                + "If they are others, give their times in a captures.csv, or import into another project.",
                file, $"{other.Count} from {ShortText.Quote(other.Path)}");
        }

        foreach (var other in others.Where(other => !Directory.Exists(other.Path)))
        {
            findings.Note("The pictures of known captures moved here.", file, $"{other.Count} from {ShortText.Quote(other.Path)} to {ShortText.Quote(folder)}");
            await connection.ExecuteAsync(
                $"update captures set picture_folder_id = $1 where picture_folder_id = $2 and id in (select capture_id from {Staged})",
                [folderId, other.Id], cancellationToken);
        }

        // Those that came without pictures have them now.
        await connection.ExecuteAsync(GivePictures, [folderId], cancellationToken);
    }
}
