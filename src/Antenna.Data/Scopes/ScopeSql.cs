namespace Antenna.Data.Scopes;

/// <summary>
/// The one place where a scope becomes rows: fragments of SQL that count it, stream it and cut it into parts. In each
/// <c>$1</c> is <see cref="Key"/>, <c>$2</c> the occurrence after which a range begins and <c>$3</c> the last of the range.
/// </summary>
public static class ScopeSql
{
    /// <summary>Sorted in memory with the default settings of the database, even where each has several detections.</summary>
    private const int OccurrencesInRange = 5_000;

    private const string Listed = "select id as occurrence_id from unnest($1) id where id > $2 and id <= $3";

    private const string InCaptureSet =
        "select occurrence_id from capture_set_occurrences where capture_set_id = $1 and occurrence_id > $2 and occurrence_id <= $3";

    /// <summary>The value of <c>$1</c>: the id of the capture set, or the ids of the occurrences.</summary>
    /// <exception cref="InvalidOperationException">It is a stored selection that was not loaded.</exception>
    public static object Key(RunScope scope) => scope.Kind is RunScopeKind.CaptureSet
        ? scope.Id!.Value
        : scope.OccurrenceIds?.ToArray() ?? throw new InvalidOperationException($"The occurrences of selection {scope.Id} were not loaded.");

    /// <summary>A query of the occurrences of a range of the scope: <c>occurrence_id</c>, in no order.</summary>
    public static string Occurrences(RunScope scope) => scope.Kind is RunScopeKind.CaptureSet ? InCaptureSet : Listed;

    /// <summary>
    /// A query of what belongs to the occurrences of a range of the scope, occurrence by occurrence in the order of their
    /// ids: the columns <paramref name="columns"/>, of which the first are <c>occurrence_id</c> and <c>id</c>.
    /// </summary>
    /// <param name="rows">A table or view with <c>id</c>, <c>occurrence_id</c> and <c>capture_id</c>.</param>
    /// <param name="condition">Which of its rows.</param>
    public static string Rows(RunScope scope, string rows, string columns, string condition) => scope.Kind is RunScopeKind.CaptureSet
        // The index of the set's occurrences has their order, and is cut into ranges by it: what is sorted is the ids of one
        // range, in memory, however large the set is.
        ? $"""
          with occurrence_range as materialized (
              select min(occurrence_id) as first, max(occurrence_id) as last
              from (select occurrence_id, (row_number() over (order by occurrence_id) - 1) / {OccurrencesInRange} as number from ({InCaptureSet}) member) numbered
              group by number
              order by first)
          select member.*
          from occurrence_range
          cross join lateral (
              select {columns} from {rows} member
              where member.occurrence_id between occurrence_range.first and occurrence_range.last and {condition}
                and exists (select from capture_set_items item where item.capture_set_id = $1 and item.capture_id = member.capture_id)
              order by member.occurrence_id, member.id) member
          """
        : $"""
          select {columns} from {rows} member
          where member.occurrence_id = any($1) and member.occurrence_id > $2 and member.occurrence_id <= $3 and {condition}
          order by member.occurrence_id, member.id
          """;

    /// <summary>A query of how many rows belong to the scope.</summary>
    /// <param name="rows">A table or view with <c>occurrence_id</c> and <c>capture_id</c>.</param>
    /// <param name="condition">Which of its rows.</param>
    public static string Count(RunScope scope, string rows, string condition) => $"select count(*) {Members(scope, rows, condition)}";

    /// <summary>What belongs to the scope, in no order, for a query to aggregate: <c>from … where …</c>, each row a <c>member</c>.</summary>
    /// <inheritdoc cref="Count" path="/param"/>
    public static string Members(RunScope scope, string rows, string condition) => scope.Kind is RunScopeKind.CaptureSet
        ? $"""
          from capture_set_items item join {rows} member on member.capture_id = item.capture_id
          where item.capture_set_id = $1 and {condition}
          """
        : $"from {rows} member where member.occurrence_id = any($1) and {condition}";
}
