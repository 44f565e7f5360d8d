using System.Globalization;

namespace Antenna.Dashboard.Demo;

/// <summary>Writes the demo's tables, as one would have them for data of one's own.</summary>
internal sealed class DemoTables(DemoAssets assets, DemoNights nights, DemoIdentifications identifications)
{
    private const string Above = "Animalia,Arthropoda,Insecta,Lepidoptera";

    public IEnumerable<string> Taxa()
    {
        yield return "name,rank,status,accepted_name,author,kingdom,phylum,class,order,family,genus,common_name";
        foreach (var species in assets.Species)
        {
            yield return $"{species.Name},species,accepted,,{Quoted(species.Author)},{Above},{species.Family},{species.Genus},{Quoted(species.CommonName)}";
            foreach (var synonym in species.Synonyms)
                yield return $"{synonym},species,synonym,{species.Name},,{Above},{species.Family},{synonym[..synonym.IndexOf(' ', StringComparison.Ordinal)]},";
        }
    }

    /// <summary>A version of the region's checklist.</summary>
    public IEnumerable<string> Checklist(int version) =>
        ["scientific_name,family", .. assets.Species.Where(species => species.ListVersions.Contains(version)).Select(species => $"{species.Name},{species.Family}")];

    public IEnumerable<string> Captures() =>
    [
        "id,path,timestamp,width,height,deployment",
        .. nights.AllCaptures.Select(capture => string.Create(
            CultureInfo.InvariantCulture,
            $"{capture.Id},{capture.Path},{capture.At:s},{DemoNights.CaptureSize.X},{DemoNights.CaptureSize.Y},{capture.Station.Name}")),
    ];

    public IEnumerable<string> Identifications() =>
    [
        "crop,scientific_name,identified_by,date,comment",
        .. identifications.Submitted.Select(row => $"{row.Animal.First.CropPath},{row.Name},{row.Person},{row.At:yyyy-MM-ddTHH:mm:ssZ},{Quoted(row.Comment ?? "")}"),
    ];

    private static string Quoted(string text) => text.AsSpan().ContainsAny(',', '"') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
