using System.Globalization;

namespace Antenna.Benchmarks;

/// <summary>
/// A generated Camtrap DP package as programs for camera traps write them: events of five media; a machine that looked at each, and
/// boxed what it found; people who named an individual on some, and the whole event on others.
/// </summary>
/// <param name="Media">How many media it has.</param>
internal sealed record PackageFixture(int Media)
{
    /// <summary>Names that observations have.</summary>
    public const int Taxa = 400;

    private const int MediaPerEvent = 5;
    private const int MediaPerDeployment = 2_000;
    private static readonly DateTime Begin = new(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>How many observations were written.</summary>
    public long Observations { get; private set; }

    public static string Name(int taxon) => $"Genus{Letters(taxon / 8)} species{Letters(taxon)}";

    /// <summary>Writes the package into a folder.</summary>
    public void Write(string folder)
    {
        File.WriteAllText(
            Path.Combine(folder, "datapackage.json"),
            """{"resources": [{"name": "deployments", "path": "deployments.csv"}, {"name": "media", "path": "media.csv"}, {"name": "observations", "path": "observations.csv"}]}""");
        using (var deployments = File.CreateText(Path.Combine(folder, "deployments.csv")))
        {
            deployments.WriteLine("deploymentID,locationName,latitude,longitude");
            for (var station = 0; station <= Media / MediaPerDeployment; station++)
                deployments.WriteLine(Text($"d{station},Station {station},{44 + (station * 0.02)},{-72.5}"));
        }

        using (var media = File.CreateText(Path.Combine(folder, "media.csv")))
        {
            media.WriteLine("mediaID,deploymentID,timestamp,filePath,fileMediatype,exifData");
            for (var medium = 0; medium < Media; medium++)
                media.WriteLine(Text($"m{medium},d{medium / MediaPerDeployment},{Time(medium)},d{medium / MediaPerDeployment}/{medium}.jpg,image/jpeg,\"{{\"\"ImageWidth\"\": 4096, \"\"ImageHeight\"\": 2160}}\""));
        }

        using var observations = File.CreateText(Path.Combine(folder, "observations.csv"));
        observations.WriteLine(
            "observationID,deploymentID,mediaID,eventID,eventStart,eventEnd,observationType,scientificName,count,lifeStage,sex,behavior,individualID,bboxX,bboxY,bboxWidth,bboxHeight,"
            + "classificationMethod,classifiedBy,classificationTimestamp,classificationProbability,observationComments");
        for (var medium = 0; medium < Media; medium++)
            WriteObservations(observations, medium);
    }

    private void WriteObservations(StreamWriter observations, int medium)
    {
        var (number, nth) = (medium / MediaPerEvent, medium % MediaPerEvent);
        var name = Name(number * 7 % Taxa);
        var place = Text($"d{medium / MediaPerDeployment},m{medium},e{number},{Time(medium)},{Time(medium)}");
        Observations++;
        observations.WriteLine(number % 5 < 2
            ? Text($"o{medium},{place},blank,,,,,,,,,,,machine,Detector 5,2024-12-01T00:00:00Z,0.9,")
            : Text($"o{medium},{place},animal,{name},1,,,,,0.{1000 + (medium % 8000)},0.2,0.05,0.1,machine,Detector 5,2024-12-01T00:00:00Z,0.{100 + (medium % 899)},"));
        if (nth == 0)
        {
            // Whoever looked at the event says what the machine says, or something else.
            Observations++;
            var whole = Text($"d{medium / MediaPerDeployment},,e{number},{Time(medium)},{Time(medium + MediaPerEvent - 1)}");
            observations.WriteLine(Text($"v{number},{whole},animal,{(number % 2 == 0 ? name : Name(number % Taxa))},2,adult,female,foraging,,,,,,human,Observer {number % 20},2025-01-01T00:00:00Z,,"));
        }

        if (nth < 2 && number % 5 >= 2)
        {
            Observations++;
            observations.WriteLine(Text($"p{medium},{place},animal,{name},1,adult,,,animal {number},,,,,human,Observer {number % 20},2025-01-02T00:00:00Z,,seen"));
        }
    }

    private static string Letters(int number) => new([(char)('a' + (number / 26)), (char)('a' + (number % 26))]);

    private static string Time(int medium) => Begin.AddSeconds(medium * 20L).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
