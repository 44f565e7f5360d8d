using Antenna.Data.Import.Pipeline;
using Npgsql;

namespace Antenna.Data.Import.Camtrap;

/// <summary>
/// Writes the staged deployments as stations and the media as captures, by the one rule of captures. A station is a location: several
/// deployments at one are one station, and locations of one name that lie far apart are told apart by their deployments.
/// </summary>
internal sealed class PackageCaptures(NpgsqlConnection connection, long projectId, ImportFindings findings)
{
    private const string Deployments = PackageStaging.Deployments;
    private const string Media = PackageStaging.Media;
    private const string Staged = CaptureStaging.SourceImages;

    // About a kilometre: what is nearer is the same place, measured again.
    private const string IsFar = "greatest(abs(other.latitude - deployment.latitude), abs(other.longitude - deployment.longitude)) > 0.01";

    private const string NameStations = $"update {Deployments} set station = coalesce(place, deployment_id)";

    private const string TellApart =
        $"""
        update {Deployments} deployment set station = deployment.station || ' (' || deployment.deployment_id || ')'
        where exists (
                select from {Deployments} other
                where other.station = deployment.station and (other.package, other.line) < (deployment.package, deployment.line) and {IsFar})
           or exists (select from deployments other where other.project_id = $1 and other.name = deployment.station and {IsFar})
        """;

    private const string AddStations =
        $"""
        insert into deployments (project_id, name, latitude, longitude)
        select distinct on (station) $1, station, latitude, longitude from {Deployments} order by station, latitude is null, package, line
        on conflict do nothing
        """;

    private const string AddCoordinates =
        $"""
        update deployments known set latitude = deployment.latitude, longitude = deployment.longitude
        from {Deployments} deployment
        where known.project_id = $1 and known.name = deployment.station and known.latitude is null and deployment.latitude is not null
        """;

    private const string Fill =
        $"""
        insert into {Staged} (position, source_id, path, captured_at, width, height, deployment, capture_id)
        select media.line, media.package || ':' || media.media_id, media.path, media.captured_at, media.width, media.height, deployment.station, media.capture_id
        from {Media} media
        left join {Deployments} deployment on deployment.package = media.package and deployment.deployment_id = media.deployment_id
        """;

    private const string Keep =
        $"update {Media} media set capture_id = image.capture_id from {Staged} image where media.package = $1 and media.line = image.position";

    /// <summary>Puts all media where the captures of an import are looked up, as a check has to do before it copies what it may change.</summary>
    public static Task GatherAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => connection.ExecuteAsync(Fill, [], cancellationToken);

    /// <summary>Writes the stations; how many are new and changed.</summary>
    public async Task<ImportCount> WriteStationsAsync(IReadOnlyList<ObservationPackage> packages, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(NameStations, [], cancellationToken);
        await connection.ExecuteAsync(TellApart, [projectId], cancellationToken);
        var added = await connection.ExecuteAsync(AddStations, [projectId], cancellationToken);
        var changed = await connection.ExecuteAsync(AddCoordinates, [projectId], cancellationToken);
        await ReportAsync(packages, cancellationToken);
        var all = await connection.ScalarAsync<long>($"select count(distinct station) from {Deployments}", [], cancellationToken);
        return new("deployments", added, changed, all - added - changed);
    }

    /// <summary>Writes the captures of all packages, and gives each medium its own.</summary>
    /// <param name="folders">By the number of a package: the id and path of the folder of its pictures, where they are on this server.</param>
    public async Task<ImportCount> WriteAsync(
        CaptureWriter writer, IReadOnlyList<ObservationPackage> packages, IReadOnlyDictionary<int, (long Id, string Path)> folders, CancellationToken cancellationToken)
    {
        var count = new ImportCount("captures", 0);
        for (var package = 0; package < packages.Count; package++)
        {
            await ClearAsync(cancellationToken);
            await connection.ExecuteAsync($"{Fill} where media.package = $1", [package], cancellationToken);
            var folder = folders.TryGetValue(package, out var known) ? known : ((long Id, string Path)?)null;
            var written = await writer.WriteAsync(projectId, folder?.Id, folder?.Path, packages[package].Media.Place, cancellationToken);
            await connection.ExecuteAsync(Keep, [package], cancellationToken);
            count = count with { New = count.New + written.New, Changed = count.Changed + written.Changed, Unchanged = count.Unchanged + written.Unchanged };
        }

        // The capture set is made of all.
        await ClearAsync(cancellationToken);
        await connection.ExecuteAsync(Fill, [], cancellationToken);
        await connection.ExecuteAsync($"analyze {Media}", [], cancellationToken);
        return count;
    }

    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"delete from {Staged}", [], cancellationToken);
        await connection.ExecuteAsync($"delete from {CaptureStaging.Captures}", [], cancellationToken);
    }

    private async Task ReportAsync(IReadOnlyList<ObservationPackage> packages, CancellationToken cancellationToken)
    {
        var strangers = await connection.QueryAsync(
            $"""
            select media.package, media.line, coalesce(media.deployment_id, ''), count(*) over () from {Media} media
            where not exists (select from {Deployments} known where known.package = media.package and known.deployment_id = media.deployment_id)
            order by media.package, media.line limit {ImportFindings.ExamplesKept}
            """,
            [], reader => (Package: reader.GetInt32(0), Line: reader.GetInt64(1), Id: reader.GetString(2), Count: reader.GetInt64(3)), cancellationToken);
        if (strangers.Count > 0)
            findings.Add(new(
                ImportFindingLevel.Warning, "Media of a deployment that the package does not list: their station is unknown.", strangers[0].Count,
                [.. strangers.Select(row => new ImportExample(packages[row.Package].Media.Place with { Line = row.Line }, ShortText.Quote(row.Id)))]));

        var moved = await connection.QueryAsync(
            $"""
            select deployment.package, deployment.line, deployment.station, count(*) over () from {Deployments} deployment
            join deployments known on known.project_id = $1 and known.name = deployment.station
            where greatest(abs(known.latitude - deployment.latitude), abs(known.longitude - deployment.longitude)) > 0.00001
            order by deployment.package, deployment.line limit {ImportFindings.ExamplesKept}
            """,
            [projectId], reader => (Package: reader.GetInt32(0), Line: reader.GetInt64(1), Station: reader.GetString(2), Count: reader.GetInt64(3)), cancellationToken);
        if (moved.Count > 0)
            findings.Add(new(
                ImportFindingLevel.Warning, "Stations are known with coordinates a little elsewhere, and keep those.", moved[0].Count,
                [.. moved.Select(row => new ImportExample(packages[row.Package].Deployments.Place with { Line = row.Line }, ShortText.Quote(row.Station)))]));
    }
}
