using System.IO.Compression;

namespace Antenna.Data.Tests.Import.Camtrap;

/// <summary>A Camtrap DP package in a temporary folder, of the rows that a test gives it.</summary>
internal sealed class PackageFiles : IDisposable
{
    private const string Package =
        """
        {"profile": "camtrap-dp", "resources": [
            {"name": "deployments", "path": "deployments.csv"}, {"name": "media", "path": "media.csv"}, {"name": "observations", "path": "observations.csv"}],
         "taxonomic": [{"scientificName": "Vulpes vulpes", "taxonRank": "species"}]}
        """;

    private readonly List<string> _deployments = ["deploymentID,locationName,latitude,longitude", "d1,Bog,44.5,-72.5"];
    private readonly List<string> _media = ["mediaID,deploymentID,timestamp,filePath,fileMediatype,exifData"];
    private readonly List<string> _observations =
    [
        "observationID,deploymentID,mediaID,eventID,eventStart,eventEnd,observationType,scientificName,individualID,bboxX,bboxY,bboxWidth,bboxHeight,"
        + "classificationMethod,classifiedBy,classificationTimestamp,classificationProbability,observationComments,count,lifeStage,sex,behavior,observationTags,individualSpeed",
    ];

    public string Folder { get; } = Directory.CreateTempSubdirectory("antenna-package-").FullName;

    /// <summary>The description; null for none.</summary>
    public string? Description { get; set; } = Package;

    public PackageFiles Deployment(string row)
    {
        _deployments.Add(row);
        return this;
    }

    /// <param name="size">Width and height, px; null where they are not known.</param>
    public PackageFiles Media(string id, string path, string time = "2024-06-01T22:00:00+02:00", string deployment = "d1", (int Width, int Height)? size = null)
    {
        var exif = size is { } px ? $"\"{{\"\"ImageWidth\"\": {px.Width}, \"\"ImageHeight\"\": {px.Height}}}\"" : "";
        _media.Add($"{id},{deployment},{time},{path},image/jpeg,{exif}");
        return this;
    }

    /// <summary>A medium, a path for its id.</summary>
    public PackageFiles Pictures(params string[] ids)
    {
        foreach (var (number, id) in ids.Index())
            Media(id, $"{id}.jpg", $"2024-06-01T22:00:{number:00}+02:00");
        return this;
    }

    /// <param name="box">As the columns have it.</param>
    /// <param name="traits">Count, life stage, sex and behaviour, as the columns have them.</param>
    public PackageFiles Observation(
        string id, string media = "", string type = "animal", string name = "Vulpes vulpes", string box = ",,,", string by = "Ada", string at = "2024-07-01T08:00:00Z",
        string individual = "", string eventId = "", string start = "", string end = "", string comment = "", string? probability = null, string deployment = "d1",
        string traits = ",,,", string tags = "", string speed = "")
    {
        var method = probability is null ? "human" : "machine";
        _observations.Add($"{id},{deployment},{media},{eventId},{start},{end},{type},{name},{individual},{box},{method},{by},{at},{probability},{comment},{traits},{tags},{speed}");
        return this;
    }

    /// <summary>Writes the files into the folder, or one inside of it.</summary>
    public string Save(string? inside = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, inside ?? "")).FullName;
        if (Description is { } description)
            File.WriteAllText(Path.Combine(folder, "datapackage.json"), description);
        File.WriteAllLines(Path.Combine(folder, "deployments.csv"), _deployments);
        File.WriteAllLines(Path.Combine(folder, "media.csv"), _media);
        File.WriteAllLines(Path.Combine(folder, "observations.csv"), _observations);
        return folder;
    }

    /// <summary>Writes the files into a zip.</summary>
    public string Zip(string? inside = null)
    {
        Save(Path.Combine("files", inside ?? ""));
        var zip = Path.Combine(Folder, "package.zip");
        File.Delete(zip);
        ZipFile.CreateFromDirectory(Path.Combine(Folder, "files"), zip);
        return zip;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
