using System.Text.Json;
using System.Text.Json.Nodes;

namespace Antenna.Data.Tests.Import;

/// <summary>
/// A folder with pipeline results: two captures, a detector, a classifier of three classes, and as many detections as a
/// test adds. What is odd about it, the test makes so.
/// </summary>
internal sealed class ResultsFile : IDisposable
{
    public const string Classifier = "moths";
    public const string Detector = "boxes";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("antenna-import-");

    public ResultsFile() => Json = JsonNode.Parse(
        """
        {
          "pipeline": "test",
          "algorithms": {
            "moths": {
              "name": "Moth classifier", "key": "moths", "task_type": "classification", "version": 1,
              "category_map": { "data": [
                { "index": 0, "label": "Actias luna", "taxon_rank": "SPECIES" },
                { "index": 1, "label": "Automeris io", "taxon_rank": "SPECIES", "gbif_key": 1868664 },
                { "index": 2, "label": "background" } ] }
            },
            "boxes": { "name": "Box finder", "key": "boxes", "task_type": "localization", "version": 1 }
          },
          "source_images": [ { "id": "1", "url": "captures/one.jpg" }, { "id": 2, "url": "captures/two.jpg" } ],
          "detections": [],
          "errors": null
        }
        """)!.AsObject();

    public JsonObject Json { get; }

    public JsonObject MothClassifier => Json["algorithms"]![Classifier]!.AsObject();

    public JsonArray Detections => Json["detections"]!.AsArray();

    public string Folder => _folder.FullName;

    public string Path => System.IO.Path.Combine(Folder, "results.json");

    /// <summary>Adds a detection with one classification.</summary>
    public JsonObject Add(JsonNode? logits, string timestamp = "2026-06-01T22:00:00", string image = "1", int x = 0, string label = "Actias luna")
    {
        var detection = new JsonObject
        {
            ["source_image_id"] = image,
            ["bbox"] = new JsonObject { ["x1"] = x, ["y1"] = 10, ["x2"] = x + 50, ["y2"] = 60.5 },
            ["algorithm"] = Reference(Detector),
            ["timestamp"] = timestamp,
            ["crop_image_url"] = $"crops/{image}-{x}.jpg",
            ["classifications"] = new JsonArray(new JsonObject
            {
                ["classification"] = label,
                ["labels"] = null,
                ["scores"] = new JsonArray(),
                ["logits"] = logits,
                ["algorithm"] = Reference(Classifier),
                ["terminal"] = true,
                ["timestamp"] = timestamp,
            }),
        };
        Detections.Add(detection);
        return detection;
    }

    public static JsonArray Logits(params ReadOnlySpan<double> values) => [.. values.ToArray().Select(value => (JsonNode)value)];

    public static JsonObject Classification(JsonObject detection) => detection["classifications"]![0]!.AsObject();

    public static JsonObject Reference(string key) => new() { ["name"] = key, ["key"] = key };

    /// <summary>Writes the JSON as it stands now; its path.</summary>
    public string Save(bool indented = true)
    {
        File.WriteAllText(Path, Json.ToJsonString(new JsonSerializerOptions { WriteIndented = indented }));
        return Path;
    }

    public void SaveCaptures(string csv) => File.WriteAllText(System.IO.Path.Combine(Folder, "captures.csv"), csv);

    public void Dispose() => _folder.Delete(recursive: true);
}
