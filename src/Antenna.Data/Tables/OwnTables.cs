namespace Antenna.Data.Tables;

/// <summary>
/// The headers of tables that are handed on for people to read: by them a table that comes back is told from one to be imported,
/// which it may look like.
/// </summary>
public static class OwnTables
{
    /// <summary>What became of each line of an imported list.</summary>
    public static IReadOnlyList<string> MatchingReport { get; } = ["line", "name", "match", "taxon", "suggestion", "suggestion_id", "other_suggestions", "note", "kingdom"];

    /// <summary>An occurrence with its determination before and after a run, and one of its lineages that the run changed, with the row that counted before and that counts after.</summary>
    public static IReadOnlyList<string> RunEffects { get; } =
    [
        "run_id", "occurrence_id", "determined_before", "rank_before", "score_before", "determined_after", "rank_after", "score_after", "another_taxon",
        "lineage_id", "written", "removed_id",
        "terminal_before_id", "terminal_before_name", "terminal_before_score", "terminal_before_algorithm",
        "terminal_after_id", "terminal_after_name", "terminal_after_score", "terminal_after_algorithm",
        "listed_mass", "nothing_mass", "off_list_mass",
    ];

    public static IReadOnlyList<string> RunLog { get; } = ["time", "level", "message", "data"];

    /// <summary>Independent identifications against predictions, all of them first, then taxon by taxon.</summary>
    public static IReadOnlyList<string> Evaluation { get; } =
    [
        "people_said", "rank", "n", "fixed", "broken", "stays_right", "stays_wrong",
        "right_before", "right_before_low", "right_before_high", "right_after", "right_after_low", "right_after_high", "mcnemar_p",
        "taxa_list", "taxa_list_version", "classifier",
    ];

    /// <summary>Whether a table is one of these, with whatever columns were added: a person may have worked in it.</summary>
    public static bool Is(IReadOnlyList<string> table, IReadOnlyList<string> headers)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.All(header => headers.Contains(header, StringComparer.OrdinalIgnoreCase));
    }
}
