using System.Globalization;
using Npgsql;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>Writes where stations are, where that was not known.</summary>
internal static class DeploymentPlaces
{
    private const string Update =
        """
        update deployments deployment set latitude = given.latitude, longitude = given.longitude
        from unnest($2, $3, $4) as given(name, latitude, longitude)
        where deployment.project_id = $1 and deployment.name = given.name and deployment.latitude is null and deployment.longitude is null
        """;

    public static async Task WriteAsync(NpgsqlConnection connection, long projectId, IReadOnlyCollection<RemoteDeployment> deployments, CancellationToken cancellationToken)
    {
        var placed = deployments
            .Select(deployment => (deployment.Name, Latitude: Degrees(deployment.Latitude, 90), Longitude: Degrees(deployment.Longitude, 180)))
            .Where(deployment => deployment is { Latitude: not null, Longitude: not null })
            .DistinctBy(deployment => deployment.Name)
            .ToList();
        if (placed.Count > 0)
        {
            await connection.ExecuteAsync(
                Update,
                [projectId, placed.Select(each => each.Name).ToArray(), placed.Select(each => each.Latitude!.Value).ToArray(), placed.Select(each => each.Longitude!.Value).ToArray()],
                cancellationToken);
        }
    }

    private static double? Degrees(string? text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most ? degrees : null;
}
