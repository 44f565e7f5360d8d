using System.Globalization;
using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.Camtrap;

/// <summary>A deployment of a package.</summary>
/// <param name="Place">What its location is called; null where the package does not say.</param>
/// <param name="Latitude">Degrees north; null where it is not known, as <paramref name="Longitude"/> then is.</param>
internal sealed record PackageDeployment(string Id, string? Place, double? Latitude, double? Longitude);

/// <summary>Reads the rows of a package's <c>deployments</c>.</summary>
internal sealed class DeploymentRows(ImportTable table, ImportFindings findings)
{
    private readonly TableColumn _id = table.Require("deploymentID", "deploymentID");
    private readonly TableColumn? _locationName = table.Find("locationName", "locationName");
    private readonly TableColumn? _locationId = table.Find("locationID", "locationID");
    private readonly TableColumn? _latitude = table.Find("latitude", "latitude");
    private readonly TableColumn? _longitude = table.Find("longitude", "longitude");

    /// <summary>The current row; null where it has no id.</summary>
    public PackageDeployment? Read()
    {
        if (table.Text(_id) is not { } id)
        {
            findings.Warn("Deployments without an id are left out.", table.Place(_id));
            return null;
        }

        var (latitude, longitude) = (Degrees(_latitude, 90), Degrees(_longitude, 180));
        return new(
            id, table.Text(_locationName) ?? table.Text(_locationId),
            longitude is null ? null : latitude, latitude is null ? null : longitude);
    }

    private double? Degrees(TableColumn? column, double most)
    {
        if (table.Text(column) is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most)
            return degrees;
        findings.Warn(
            "The coordinates of these deployments are unknown: what the package has are no degrees, latitudes to 90 and longitudes to 180.",
            table.Place(column), ShortText.Quote(text));
        return null;
    }
}
