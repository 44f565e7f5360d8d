using System.Text.Json.Nodes;

namespace Antenna.Testing.RunningAntennas;

/// <summary>
/// What a stand-in has: a project of one station, with a classifier of three classes, and as many animals as a test adds. What
/// is odd about it, the test makes so. To be changed under its own lock while the stand-in answers.
/// </summary>
public sealed class AntennaContent
{
    public const long ProjectId = 7;
    public const long Classifier = 31;
    public const long SizeFilter = 33;
    public const long Map = 41;

    public List<JsonObject> Projects { get; } = [new() { ["id"] = ProjectId, ["name"] = "Moths of the hill", ["description"] = "", ["deployments_count"] = 1 }];

    public List<JsonObject> Deployments { get; } = [new() { ["id"] = 5, ["name"] = "Hill", ["latitude"] = 44.5, ["longitude"] = -72.5 }];

    public List<JsonObject> CaptureSets { get; } = [];

    public List<JsonObject> Captures { get; } = [];

    /// <summary>As their own pages show them.</summary>
    public List<JsonObject> Occurrences { get; } = [];

    /// <summary>The numbers of classifications, by their ids.</summary>
    public SortedDictionary<long, JsonObject> Classifications { get; } = [];

    public List<JsonObject> Identifications { get; } = [];

    public List<JsonObject> Taxa { get; } =
    [
        new() { ["id"] = 51L, ["name"] = "Actias luna", ["rank"] = "SPECIES", ["parents"] = new JsonArray(), ["gbif_taxon_key"] = null },
        new() { ["id"] = 52L, ["name"] = "An old name of io", ["rank"] = "SPECIES", ["parents"] = new JsonArray(), ["gbif_taxon_key"] = 1868664 },
        new() { ["id"] = 53L, ["name"] = "Samia cynthia", ["rank"] = "SPECIES", ["parents"] = new JsonArray(), ["gbif_taxon_key"] = null },
    ];

    public List<JsonObject> Algorithms { get; } =
    [
        new() { ["id"] = Classifier, ["name"] = "Moth classifier", ["key"] = "moths", ["version"] = 1, ["task_type"] = "classification", ["category_map"] = new JsonObject { ["id"] = Map } },
        new() { ["id"] = SizeFilter, ["name"] = "Small size filter", ["key"] = "small-size-filter", ["version"] = 1, ["task_type"] = "post_processing", ["category_map"] = null },
    ];

    public IEnumerable<JsonObject> OccurrenceRows => Occurrences.Select(RowOf);

    public IEnumerable<JsonObject> ClassificationRows => Classifications.Keys.Select(id => new JsonObject { ["id"] = id });

    /// <summary>The captures of a set, which are named by its <c>members</c>.</summary>
    public IEnumerable<JsonObject> CapturesOf(string set) =>
        Captures.Where(capture => CaptureSets.Single(each => $"{each["id"]}" == set)["members"]!.AsArray().Any(id => (long)id! == (long)capture["id"]!));

    /// <summary>The classifications of detections on captures of a set.</summary>
    public IEnumerable<JsonObject> ClassificationRowsOf(string set)
    {
        var captures = CapturesOf(set).Select(capture => (long)capture["id"]!).ToHashSet();
        return Occurrences.SelectMany(occurrence => occurrence["detections"]!.AsArray()).Where(detection => captures.Contains((long)detection!["capture"]!["id"]!))
            .SelectMany(detection => detection!["classifications"]!.AsArray()).Select(row => new JsonObject { ["id"] = (long)row!["id"]! });
    }

    public JsonObject AddCapture(long id)
    {
        var capture = new JsonObject
        {
            ["id"] = id, ["deployment"] = new JsonObject { ["id"] = 5, ["name"] = "Hill" }, ["event"] = new JsonObject { ["id"] = 1 },
            ["url"] = $"https://pictures.example/{id}.jpg?signature={Guid.NewGuid():N}", ["path"] = $"hill/{id}.jpg",
            ["timestamp"] = "2026-06-01T22:00:00", ["width"] = 4096, ["height"] = 2160, ["detections_count"] = 1,
        };
        Captures.Add(capture);
        return capture;
    }

    /// <summary>Adds an animal with one detection and one classification, whose ids are its own times ten.</summary>
    public JsonObject AddOccurrence(long id, long capture, params double[] logits)
    {
        var occurrence = new JsonObject
        {
            ["id"] = id, ["event"] = new JsonObject { ["id"] = 1 }, ["deployment"] = new JsonObject { ["id"] = 5, ["name"] = "Hill" },
            ["determination"] = new JsonObject { ["id"] = 51, ["name"] = "Actias luna" }, ["determination_score"] = 0.7,
            ["best_machine_prediction"] = new JsonObject { ["id"] = id * 10 }, ["identifications"] = new JsonArray(),
            ["detections"] = new JsonArray(), ["predictions"] = new JsonArray(),
        };
        Occurrences.Add(occurrence);
        AddDetection(occurrence, id * 10, capture, (int)id * 60, (id * 10, logits));
        return occurrence;
    }

    public JsonObject AddDetection(JsonObject occurrence, long id, long capture, int x, params (long Id, double[]? Logits)[] classifications)
    {
        var detection = new JsonObject
        {
            ["id"] = id, ["timestamp"] = "2026-06-01T22:00:00", ["url"] = $"https://pictures.example/crops/{id}.jpg",
            ["capture"] = new JsonObject { ["id"] = capture }, ["width"] = 50, ["height"] = 50,
            ["bbox"] = new JsonArray((double)x, 10.0, x + 50.0, 60.5), ["classifications"] = new JsonArray(),
        };
        occurrence["detections"]!.AsArray().Add(detection);
        foreach (var (classification, logits) in classifications)
            AddClassification(detection, classification, logits);
        return detection;
    }

    /// <param name="logits">Null for one without logits.</param>
    public JsonObject AddClassification(JsonObject detection, long id, double[]? logits, string createdAt = "2026-06-02T08:00:00.123456", long algorithm = Classifier)
    {
        var row = new JsonObject
        {
            ["id"] = id, ["taxon"] = new JsonObject { ["id"] = 51, ["name"] = "Actias luna" }, ["score"] = 0.7, ["terminal"] = true,
            ["algorithm"] = new JsonObject { ["id"] = algorithm, ["name"] = $"{Algorithms.Single(each => (long)each["id"]! == algorithm)["name"]}" },
            ["applied_to"] = null, ["created_at"] = createdAt,
        };
        detection["classifications"]!.AsArray().Add(row);
        Classifications[id] = new()
        {
            ["id"] = id,
            ["scores"] = logits is null ? new JsonArray(0.7, 0.2, 0.1) : null,
            ["logits"] = logits is null ? null : new JsonArray([.. logits.Select(logit => (JsonNode)logit)]),
        };
        return row;
    }

    public JsonObject Identify(long id, long occurrence, string person, long? taxon, string createdAt, string comment = "")
    {
        var said = new JsonObject
        {
            ["id"] = id, ["user"] = new JsonObject { ["id"] = 71, ["name"] = person }, ["occurrence_id"] = occurrence, ["taxon_id"] = taxon, ["withdrawn"] = false,
            ["agreed_with_identification_id"] = null, ["agreed_with_prediction_id"] = null, ["comment"] = comment, ["created_at"] = createdAt,
        };
        Identifications.Add(said);
        return said;
    }

    /// <summary>What stands under a path; null where there is nothing.</summary>
    public JsonNode? Find(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (!long.TryParse(parts[^1], out var id))
            return null;
        return string.Join('/', parts[..^1]) switch
        {
            "occurrences" => Occurrences.Find(row => (long)row["id"]! == id),
            "classifications" => Classifications.GetValueOrDefault(id),
            "taxa" => Taxa.Find(row => (long)row["id"]! == id),
            "ml/labels" => id == Map ? CategoryMap : null,
            _ => null,
        };
    }

    public JsonObject CategoryMap { get; } = JsonNode.Parse(
        """
        {
          "id": 41,
          "labels": ["Actias luna", "Automeris io", "background"],
          "data": [
            { "index": 0, "label": "Actias luna", "taxon_rank": "SPECIES" },
            { "index": 1, "label": "Automeris io", "taxon_rank": "SPECIES", "gbif_key": 1868664 },
            { "index": 2, "label": "background" } ]
        }
        """)!.AsObject();

    private static JsonObject RowOf(JsonObject occurrence)
    {
        var row = occurrence.DeepClone().AsObject();
        row["detections_count"] = row["detections"]!.AsArray().Count;
        row.Remove("detections");
        row.Remove("predictions");
        return row;
    }
}
