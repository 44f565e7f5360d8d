using Npgsql;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Writes the staged captures with their project, stations, picture folder and capture set.</summary>
internal sealed class CaptureWriter(NpgsqlConnection connection, ImportConsequences consequences, ImportFindings findings, DateTime now)
{
    private const string Staged = CaptureStaging.SourceImages;

    private const string AddDeployments =
        $"""
        insert into deployments (project_id, name)
        select distinct $1, deployment from {Staged} where deployment is not null
        on conflict do nothing
        """;

    // What a file leaves open stays as it was. Two source images of one path are one capture: the first counts.
    private const string UpdateCaptures =
        $"""
        with delivered as (
            select distinct on (image.path) image.path, deployment.id as deployment_id, image.captured_at, image.width, image.height
            from {Staged} image
            left join deployments deployment on deployment.project_id = $1 and deployment.name = image.deployment
            order by image.path, image.position)
        update captures capture
        set deployment_id = coalesce(delivered.deployment_id, capture.deployment_id),
            captured_at = coalesce(delivered.captured_at, capture.captured_at),
            width = coalesce(delivered.width, capture.width), height = coalesce(delivered.height, capture.height)
        from delivered
        where capture.project_id = $1 and capture.path = delivered.path
          and (delivered.deployment_id <> capture.deployment_id or delivered.captured_at <> capture.captured_at
               or delivered.width <> capture.width or delivered.height <> capture.height
               or delivered.deployment_id is not null and capture.deployment_id is null
               or delivered.captured_at is not null and capture.captured_at is null
               or delivered.width is not null and capture.width is null
               or delivered.height is not null and capture.height is null)
        returning capture.id
        """;

    private const string AddCaptures =
        $"""
        insert into captures (project_id, deployment_id, path, picture_folder_id, captured_at, width, height)
        select distinct on (image.path) $1, deployment.id, image.path, $2, image.captured_at, image.width, image.height
        from {Staged} image
        left join deployments deployment on deployment.project_id = $1 and deployment.name = image.deployment
        order by image.path, image.position
        on conflict do nothing
        """;

    private const string Identify =
        $"update {Staged} image set capture_id = capture.id from captures capture where capture.project_id = $1 and capture.path = image.path";

    /// <summary>The project of this name, made where there is none.</summary>
    public async Task<long> EnsureProjectAsync(string name, CancellationToken cancellationToken) =>
        await connection.ScalarAsync<long?>("select id from projects where name = $1", [name], cancellationToken)
        ?? await connection.ScalarAsync<long>(
            "insert into projects (name, created_at, is_demo) values ($1, $2, false) returning id", [name, now], cancellationToken);

    /// <summary>Writes the captures and gives each staged one its id; new, changed and unchanged ones.</summary>
    public async Task<ImportCount> WriteAsync(long projectId, string folder, ImportPlace file, CancellationToken cancellationToken)
    {
        var folderId = await EnsureFolderAsync(folder, cancellationToken);
        await connection.ExecuteAsync(AddDeployments, [projectId], cancellationToken);
        var changed = await connection.QueryAsync(UpdateCaptures, [projectId], reader => reader.GetInt64(0), cancellationToken);
        await consequences.CapturesChangedAsync([.. changed], cancellationToken);
        var added = await connection.ExecuteAsync(AddCaptures, [projectId, folderId], cancellationToken);
        await connection.ExecuteAsync(Identify, [projectId], cancellationToken);
        await connection.ExecuteAsync($"analyze {Staged}", [], cancellationToken);

        var captures = await connection.ScalarAsync<long>($"select count(distinct capture_id) from {Staged}", [], cancellationToken);
        await ReportSharedPathsAsync(captures, file, cancellationToken);
        await MoveAsync(folderId, folder, file, cancellationToken);
        return new("captures", added, changed.Count, captures - added - changed.Count);
    }

    private async Task<long> EnsureFolderAsync(string folder, CancellationToken cancellationToken) =>
        await connection.ScalarAsync<long?>("select id from picture_folders where path = $1", [folder], cancellationToken)
        ?? await connection.ScalarAsync<long>("insert into picture_folders (path) values ($1) returning id", [folder], cancellationToken);

    private async Task ReportSharedPathsAsync(long captures, ImportPlace file, CancellationToken cancellationToken)
    {
        var images = await connection.ScalarAsync<long>($"select count(*) from {Staged}", [], cancellationToken);
        if (images > captures)
            findings.Warn("Source images of the same path are taken as one capture.", file, $"{images} source images, {captures} paths");
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
                "Captures of these paths are known from another folder already, and are taken as the same ones. If they are not, import into another project.",
                file, $"{other.Count} from '{other.Path}'");
        }

        foreach (var other in others.Where(other => !Directory.Exists(other.Path)))
        {
            findings.Note("The pictures of known captures moved here.", file, $"{other.Count} from '{other.Path}' to '{folder}'");
            await connection.ExecuteAsync(
                $"update captures set picture_folder_id = $1 where picture_folder_id = $2 and id in (select capture_id from {Staged})",
                [folderId, other.Id], cancellationToken);
        }
    }
}
