namespace Antenna.Data.Import.Taxa;

/// <summary>What an import of taxa may look at or change.</summary>
internal static class TaxonomyCheck
{
    // Classes and names on lists that are no taxon may be one now, and what classifications and occurrences rest on them follows.
    public static IReadOnlyList<CheckTable> Tables { get; } =
    [
        new("taxa", "true"),
        new("taxon_keys", "true"),
        new("taxon_common_names", "true"),
        new("category_map_classes", "true"),
        new("taxa_list_entries", "true"),
        new(
            "occurrences",
            """
            id in (
                select detection.occurrence_id from detections detection
                join stored.classifications row on row.detection_id = detection.id
                join algorithms algorithm on algorithm.id = row.algorithm_id
                join category_map_classes class on class.category_map_id = algorithm.category_map_id and class.index = row.class_index
                where row.taxon_id is null and class.meaning = 'Unresolved')
            """),
        new("classifications", "detection_id in (select id from detections where occurrence_id in (select id from occurrences))"),
    ];
}
