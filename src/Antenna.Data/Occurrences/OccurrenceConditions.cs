using System.Text;

namespace Antenna.Data.Occurrences;

/// <summary>
/// What a filter demands of occurrences, as the middle of a statement: <c>from … where …</c>. The occurrence is called
/// <c>occurrence</c>; what must be there of other tables is joined, by keys that are unique, so that the database may begin
/// at whichever end is shorter.
/// </summary>
internal sealed class OccurrenceConditions
{
    private readonly StringBuilder _from = new("occurrences occurrence");
    private readonly StringBuilder _where = new();
    private readonly OccurrenceSql _sql;

    private OccurrenceConditions(OccurrenceSql sql) => _sql = sql;

    /// <summary>
    /// The table whose index has the rows in the order of time, and only those that are looked for: of each capture set, algorithm
    /// and run there is one. A single taxon and a deployment have theirs on the occurrences.
    /// </summary>
    public string DrivingTable { get; private set; } = "occurrence";

    /// <summary>The column that has the occurrence's id in that table's index.</summary>
    public string DrivingId => DrivingTable == "occurrence" ? "occurrence.id" : $"{DrivingTable}.occurrence_id";

    /// <param name="project">The project, or an expression for it.</param>
    /// <param name="taxon">The only determined taxon, or an expression for it; null for those of the filter.</param>
    public static OccurrenceConditions Of(ResolvedOccurrenceFilter resolved, OccurrenceSql sql, string project, string? taxon)
    {
        var conditions = new OccurrenceConditions(sql);
        conditions._where.Append($"occurrence.project_id = {project}");
        conditions.AddDetermination(resolved, taxon);
        conditions.AddOwn(resolved);
        conditions.AddOthers(resolved.Filter, project, drives: taxon is null && resolved.Filter.DeploymentId is null);
        return conditions;
    }

    public OccurrenceConditions And(string condition)
    {
        _where.Append(" and ").Append(condition);
        return this;
    }

    public override string ToString() => $"from {_from} where {_where}";

    private void AddDetermination(ResolvedOccurrenceFilter resolved, string? taxon)
    {
        if (taxon is not null)
            And($"occurrence.determination_taxon_id = {taxon}");
        else if (resolved.TaxonIds is { } taxa)
            And($"occurrence.determination_taxon_id = any({_sql.Value(taxa.ToArray())})");
    }

    private void AddOwn(ResolvedOccurrenceFilter resolved)
    {
        var filter = resolved.Filter;
        if (resolved.OccurrenceId is { } id)
            And($"occurrence.id = {_sql.Value(id)}");
        if (filter.SelectionId is { } selection)
        {
            // An array, whose few ids are looked up: by a join the database might walk through the project instead, in the
            // order of the query, to meet them one by one.
            And($"occurrence.id = any(array(select picked.occurrence_id from selection_occurrences picked where picked.selection_id = {_sql.Value(selection)}))");
        }

        if (filter.DeploymentId is { } deployment)
            And($"occurrence.deployment_id = {_sql.Value(deployment)}");
        if (filter.MinScore is { } min)
            And($"occurrence.machine_score >= {_sql.Value(min)}");
        if (filter.MaxScore is { } max)
            And($"occurrence.machine_score <= {_sql.Value(max)}");
        if (filter.Verified is { } verified)
            And(verified ? "occurrence.verified" : "not occurrence.verified");
        AddRange("occurrence.first_seen_at", resolved.Dates);
    }

    /// <summary>Seen in this range, by this column; what has no time is not.</summary>
    public void AddRange(string column, SeenRange range)
    {
        if (range.From is { } from)
            And($"{column} >= {_sql.Value(from)}");
        if (range.To is { } to)
            And($"{column} <= {_sql.Value(to)}");
    }

    private void AddOthers(OccurrenceFilter filter, string project, bool drives)
    {
        if (filter.CaptureSetId is { } set)
            Join("capture_set_occurrences", "member", $"member.capture_set_id = {_sql.Value(set)}", drives);
        if (filter.RanAlgorithmId is { } ran)
            Join("occurrence_algorithms", "ran", $"ran.project_id = {project} and ran.algorithm_id = {_sql.Value(ran)}", drives);
        if (filter.ChangedBy is { } run)
        {
            Join("run_occurrence_effects", "change", $"change.run_id = {_sql.Value(run.RunId)} and change.taxon_before_id is distinct from change.taxon_after_id", drives);
            if (run.Transition is { } transition)
                And(Is("change.taxon_before_id", transition.FromTaxonId)).And(Is("change.taxon_after_id", transition.ToTaxonId));
        }

        if (filter.NotRanAlgorithmId is { } notRan)
            And($"not exists (select from occurrence_algorithms ran where ran.occurrence_id = occurrence.id and ran.algorithm_id = {_sql.Value(notRan)})");
    }

    private void Join(string table, string name, string condition, bool drives)
    {
        _from.Append($" join {table} {name} on {name}.occurrence_id = occurrence.id and {condition}");
        if (drives && DrivingTable == "occurrence")
            DrivingTable = name;
    }

    private string Is(string column, long? taxonId) => taxonId is { } id ? $"{column} = {_sql.Value(id)}" : $"{column} is null";
}
