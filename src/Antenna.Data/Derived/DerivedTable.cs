namespace Antenna.Data.Derived;

/// <summary>How what is stored follows from its definition.</summary>
internal enum Derivation
{
    /// <summary>Row for row.</summary>
    Exact,

    /// <summary>The amounts of a key, which may be in several rows, sum to that of the definition; what sums to nothing is not there.</summary>
    Summed,

    /// <summary>Every row of the definition is there, perhaps several times, and others may be.</summary>
    AtLeast,

    /// <summary>Columns of a table that has others, and rows that the definition does not speak of.</summary>
    Columns,
}

/// <summary>A table, or columns of one, that follow from other tables by a view.</summary>
/// <param name="Name">The view's name in the schema <c>derived</c>.</param>
/// <param name="Table">Where it is stored.</param>
/// <param name="Key">Columns that identify its rows.</param>
/// <param name="Values">The other columns; of a sum, its amount.</param>
internal sealed record DerivedTable(string Name, string Table, Derivation Derivation, string[] Key, string[] Values)
{
    /// <summary>All of them; what follows from others comes after those.</summary>
    public static IReadOnlyList<DerivedTable> All { get; } =
    [
        new("occurrence_sightings", "occurrences", Derivation.Columns, ["id"], ["deployment_id", "first_seen_at"]),
        new("effect_times", "run_occurrence_effects", Derivation.Columns, ["run_id", "occurrence_id"], ["first_seen_at"]),
        Of("occurrence_algorithms", Derivation.Exact, ["occurrence_id", "algorithm_id"], "project_id", "first_seen_at"),
        Of("capture_set_occurrences", Derivation.Exact, ["capture_set_id", "occurrence_id"], "first_seen_at"),
        Of("occurrence_days", Derivation.Summed, ["project_id", "algorithm_id", "day"], "occurrences"),
        Of("project_taxa", Derivation.AtLeast, ["project_id", "taxon_id"]),
        Of("detection_blocks", Derivation.AtLeast, ["project_id", "algorithm_id", "block"]),
        Of("classification_blocks", Derivation.AtLeast, ["algorithm_id", "block"]),
        Of("project_counts", Derivation.Summed, ["project_id", "counted"], "amount"),
        Of("capture_set_figures", Derivation.Exact, ["capture_set_id"],
            "captures", "detections", "occurrences", "nights", "deployments", "first_captured_at", "last_captured_at"),
        Of("capture_set_classifiers", Derivation.Exact, ["capture_set_id", "algorithm_id"], "results", "in_scope", "maskable"),
    ];

    public string Columns => string.Join(", ", [.. Key, .. Values]);

    /// <summary>What the definition makes of the tables that it is derived from.</summary>
    private string Due => $"select {Columns} from derived.{Name}";

    /// <summary>What is stored, in the shape of the definition.</summary>
    private string Stored => Derivation switch
    {
        Derivation.Summed =>
            $"select {Keys}, sum({Values[0]})::bigint as {Values[0]} from {Table} group by {Keys} having sum({Values[0]}) <> 0",
        Derivation.AtLeast => $"select distinct {Columns} from {Table}",
        Derivation.Columns => $"select {Columns} from {Table} where ({Keys}) in (select {Keys} from derived.{Name})",
        _ => $"select {Columns} from {Table}",
    };

    private string Keys => string.Join(", ", Key);

    /// <summary>A query of one row: how many rows there should be, how many of these are missing, and how many are too many.</summary>
    public string Compare =>
        $"""
        with due as materialized ({Due}), stored as materialized ({Stored})
        select (select count(*) from due),
               (select count(*) from (select * from due except all select * from stored) missing),
               {(Derivation is Derivation.AtLeast ? "0::bigint" : "(select count(*) from (select * from stored except all select * from due) surplus)")}
        """;

    /// <summary>Statements that make what is stored what the definition says, while no other transaction writes.</summary>
    public IReadOnlyList<string> Rebuild => Derivation switch
    {
        Derivation.Exact =>
        [
            $"delete from {Table} stored using (select {Columns} from {Table} except {Due}) wrong where {Match("stored", "wrong")}",
            $"insert into {Table} ({Columns}) {Due} except select {Columns} from {Table}",
        ],
        Derivation.Columns =>
        [
            $"""
            update {Table} stored set {string.Join(", ", Values.Select(value => $"{value} = due.{value}"))}
            from derived.{Name} due
            where {Match("stored", "due")} and ({Qualified("stored", Values)}) is distinct from ({Qualified("due", Values)})
            """,
        ],
        _ => [$"delete from {Table}", $"insert into {Table} ({Columns}) {Due}"],
    };

    private static DerivedTable Of(string name, Derivation derivation, string[] key, params string[] values) =>
        new(name, name, derivation, key, values);

    private string Match(string one, string other) => string.Join(" and ", Key.Select(column => $"{one}.{column} = {other}.{column}"));

    private static string Qualified(string table, string[] columns) => string.Join(", ", columns.Select(column => $"{table}.{column}"));
}
