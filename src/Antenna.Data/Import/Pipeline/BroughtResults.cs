using Npgsql;

namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// Records, in the import's transaction, the runs that standing masks owe to it: one a standing mask of whose classifier the
/// import brought results that count, over just the captures that these are of.
/// </summary>
internal sealed class BroughtResults(NpgsqlConnection connection, long projectId, PipelineResultsRequest request, DateTime now)
{
    /// <summary>Characters of names that the name of a set is made of; all of it is unique in the project by a number.</summary>
    private const int LongestName = 200;

    private const string Brought = ImportConsequences.Brought;

    private const string Concerned =
        $"""
        select mask.id, list.name, algorithm.name, mask.algorithm_id, mask.paused_at is not null, count(*)
        from standing_masks mask
        join {Brought} brought on brought.algorithm_id = mask.algorithm_id
        join taxa_lists list on list.id = mask.taxa_list_id
        join algorithms algorithm on algorithm.id = mask.algorithm_id
        where mask.project_id = $1 and mask.ended_at is null
        group by mask.id, list.name, algorithm.name, mask.algorithm_id
        order by mask.id
        """;

    private const string Owe =
        "insert into standing_mask_launches (standing_mask_id, capture_set_id, file, imported_at) values ($1, $2, $3, $4) returning id";

    /// <param name="set">The capture set of the file.</param>
    /// <returns>What becomes of each standing mask of whose classifier there are new results.</returns>
    public async Task<IReadOnlyList<StandingMaskOutcome>> FollowAsync((long Id, bool IsNew) set, CancellationToken cancellationToken)
    {
        var concerned = await connection.QueryAsync(
            Concerned, [projectId],
            reader => (
                Outcome: new StandingMaskOutcome(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(5), reader.GetBoolean(4), LaunchId: null),
                AlgorithmId: reader.GetInt64(3)),
            cancellationToken);
        if (request.Mode is not ImportMode.Write)
            return [.. concerned.Select(each => each.Outcome)];

        var outcomes = new List<StandingMaskOutcome>();
        foreach (var (outcome, algorithmId) in concerned)
        {
            outcomes.Add(outcome.IsPaused
                ? outcome
                : outcome with { LaunchId = await OweAsync(outcome, await ScopeAsync(set, outcome, algorithmId, cancellationToken), cancellationToken) });
        }

        return outcomes;
    }

    private Task<long> OweAsync(StandingMaskOutcome outcome, long captureSetId, CancellationToken cancellationToken) => connection.ScalarAsync<long>(
        Owe, [outcome.StandingMaskId, captureSetId, ImportFile.PlaceOf(request.File).File, now], cancellationToken);

    /// <summary>
    /// The set of the file where all of its captures have new results and no run has seen it before; else a set of its own: a
    /// run that is under way on the same set with the same settings might be past the captures already, and a launch would find
    /// that one.
    /// </summary>
    private async Task<long> ScopeAsync((long Id, bool IsNew) set, StandingMaskOutcome outcome, long algorithmId, CancellationToken cancellationToken)
    {
        if (set.IsNew && outcome.Captures == await connection.ScalarAsync<long>(
            "select count(*) from capture_set_items where capture_set_id = $1", [set.Id], cancellationToken))
            return set.Id;

        var name = $"{ShortText.Of(request.CaptureSet.Trim(), LongestName)}, new of {ShortText.Of(outcome.Classifier, LongestName)}";
        var frozen = await connection.ScalarAsync<long>(
            """
            insert into capture_sets (project_id, name, created_at)
            select $1, free.name, $3
            from (
                select case number when 1 then $2 else $2 || ' ' || number end as name
                from generate_series(1, (select count(*) + 1 from capture_sets where project_id = $1)) number) free
            where not exists (select from capture_sets taken where taken.project_id = $1 and taken.name = free.name)
            order by length(free.name), free.name
            limit 1
            returning id
            """,
            [projectId, name, now], cancellationToken);
        await connection.ExecuteAsync(
            $"insert into capture_set_items (capture_set_id, capture_id) select $1, capture_id from {Brought} where algorithm_id = $2",
            [frozen, algorithmId], cancellationToken);
        return frozen;
    }
}
