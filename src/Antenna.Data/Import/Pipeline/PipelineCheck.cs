using Antenna.Data.Import.Taxa;

namespace Antenna.Data.Import.Pipeline;

/// <summary>What an import of pipeline results may look at or change.</summary>
internal static class PipelineCheck
{
    /// <summary>With the taxonomy where taxa are made, too.</summary>
    public static IReadOnlyList<CheckTable> TablesOf(bool makesTaxa) => makesTaxa
        ? [.. TaxonomyCheck.Tables.Where(table => Tables.All(own => own.Name != table.Name)), .. Tables]
        : Tables;

    /// <summary>The first parameter is the project's name, the second that of the capture set.</summary>
    public static IReadOnlyList<CheckTable> Tables { get; } =
    [
        new("projects", "name = $1"),
        new("deployments", "project_id in (select id from projects)"),
        new("picture_folders", "true"),
        new("captures", $"project_id in (select id from projects) and path in (select path from {CaptureStaging.SourceImages})"),
        new("capture_sets", "project_id in (select id from projects)"),
        new("capture_set_items", "capture_set_id in (select id from capture_sets where name = $2)"),
        new("category_maps", "true"),
        new("category_map_classes", "true"),
        new("algorithms", "true"),
        new(
            "detections",
            """
            capture_id in (select id from captures) or occurrence_id in (
                select seen.occurrence_id from stored.detections seen where seen.capture_id in (select id from captures))
            """),
        new("occurrences", "id in (select occurrence_id from detections)"),
        new("classifications", "detection_id in (select id from detections)"),
        new("identifications", "occurrence_id in (select id from occurrences)"),

        // Those that are stored are only compared with, where they are.
        new("classification_logits", "false"),
        new("capture_set_classifiers", "false"),
    ];
}
