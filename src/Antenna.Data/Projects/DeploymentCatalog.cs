using Antenna.Data.Paging;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Projects;

/// <summary>A deployment, and how much is of it.</summary>
/// <param name="Latitude">Degrees north, WGS 84; null where it is not known.</param>
/// <param name="Longitude">Degrees east, WGS 84; null where it is not known.</param>
public sealed record DeploymentRow(
    long Id, string Name, NamedChoice Project, double? Latitude, double? Longitude, long Captures, long Occurrences);

/// <summary>Lists deployments.</summary>
public sealed class DeploymentCatalog(NpgsqlDataSource dataSource)
{
    /// <summary>How cursors of the list name its order.</summary>
    public const string Order = "deployments";

    private const int LargestPage = 100;

    /// <summary>One page of the deployments of a project, or of all, by project and name.</summary>
    /// <param name="size">Rows a page, 1 to 100.</param>
    public Task<Page<DeploymentRow>> ListAsync(long? projectId, int size, string? cursor, CancellationToken cancellationToken) =>
        PageReading.ReadAsync(
            PageCursor.Parse(cursor, Order) is { } at && at.IsKeyOf(_ => true, _ => true, CursorValue.IsId) ? at : null,
            Order,
            Math.Clamp(size, 1, LargestPage),
            (at, rows) => ReadAsync(projectId, at, rows, cancellationToken),
            deployment => [deployment.Project.Name, deployment.Name, CursorValue.Of(deployment.Id)]);

    /// <summary>One deployment; null where there is none of that id.</summary>
    public async Task<DeploymentRow?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Counted("deployment.id = $1", "asc", most: "1"));
        command.Parameters.Add(new() { Value = id });
        return (await RowsAsync(command, cancellationToken)).SingleOrDefault();
    }

    private async Task<List<DeploymentRow>> ReadAsync(long? projectId, PageCursor? at, int rows, CancellationToken cancellationToken)
    {
        var (beyond, direction) = at is { Backward: true } ? ("<", "desc") : (">", "asc");
        await using var command = dataSource.CreateCommand(Counted(
            $"($1 is null or project.id = $1) {(at is null ? "" : $"and (project.name, deployment.name, deployment.id) {beyond} ($3, $4, $5)")}",
            direction,
            most: "$2"));
        command.Parameters.Add(new() { Value = (object?)projectId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = rows });
        if (at is not null)
        {
            command.Parameters.Add(new() { Value = at.Key[0] });
            command.Parameters.Add(new() { Value = at.Key[1] });
            command.Parameters.Add(new() { Value = CursorValue.ReadId(at.Key[2])!.Value });
        }

        return await RowsAsync(command, cancellationToken);
    }

    /// <summary>Counts what is of those deployments that are listed, and of no others.</summary>
    private static string Counted(string condition, string direction, string most) =>
        $"""
        select listed.id, listed.name, listed.project_id, listed.project, listed.latitude, listed.longitude,
               (select count(*) from captures where deployment_id = listed.id),
               (select count(*) from occurrences where deployment_id = listed.id)
        from (
            select deployment.id, deployment.name, project.id as project_id, project.name as project, deployment.latitude, deployment.longitude
            from deployments deployment
            join projects project on project.id = deployment.project_id
            where {condition}
            order by project.name {direction}, deployment.name {direction}, deployment.id {direction} limit {most}) listed
        order by listed.project {direction}, listed.name {direction}, listed.id {direction}
        """;

    private static async Task<List<DeploymentRow>> RowsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<DeploymentRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new(
                reader.GetInt64(0), reader.GetString(1), new(reader.GetInt64(2), reader.GetString(3)), reader.GetFieldValue<double?>(4),
                reader.GetFieldValue<double?>(5), reader.GetInt64(6), reader.GetInt64(7)));
        }

        return rows;
    }
}
