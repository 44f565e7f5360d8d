using Antenna.Data.Import;
using Antenna.Data.News;
using Npgsql;

namespace Antenna.Data.Demo;

/// <summary>
/// Takes a demo project away inside the caller's transaction, with all that it alone brought: what another project uses of
/// its taxa, its algorithms or its people stays.
/// </summary>
internal sealed class DemoRemoval(NpgsqlConnection connection, long projectId, string project)
{
    // A mask's own algorithm is used by the run that made it, even where every row of it is gone.
    private const string FindAlgorithms =
        """
        select detection.algorithm_id from detections detection
        join captures capture on capture.id = detection.capture_id where capture.project_id = $1
        union
        select row.algorithm_id from classifications row
        join detections detection on detection.id = row.detection_id
        join captures capture on capture.id = detection.capture_id where capture.project_id = $1
        union
        select algorithm_id from runs where project_id = $1 and algorithm_id is not null
        """;

    private const string RemoveAlgorithms =
        """
        delete from algorithms algorithm
        where id = any($1)
          and not exists (select from detections where algorithm_id = algorithm.id)
          and not exists (select from classifications where algorithm_id = algorithm.id)
          and not exists (select from runs where algorithm_id = algorithm.id or source_algorithm_id = algorithm.id)
          and not exists (select from standing_masks where algorithm_id = algorithm.id)
          and not exists (select from identifications where agreed_algorithm_id = algorithm.id)
          and not exists (select from algorithms other where other.source_algorithm_id = algorithm.id)
        """;

    private const string RemoveKeptSets =
        """
        delete from kept_sets kept where id = any($1) and not exists (select from algorithms where kept_set_id = kept.id)
        """;

    private const string RemoveMaps =
        """
        delete from category_maps map
        where id = any($1)
          and not exists (select from algorithms where category_map_id = map.id)
          and not exists (select from kept_sets where category_map_id = map.id)
        """;

    // What an import finds already leaves no trace that it brought it too: so the demo's taxa go only where no others came.
    private const string OthersBroughtTaxa = "select exists (select from taxa where source <> $1)";

    private const string RemoveTaxa =
        """
        delete from taxa taxon
        where source = $1
          and not exists (select from taxa other where other.parent_id = taxon.id or other.accepted_taxon_id = taxon.id)
          and not exists (select from taxa_list_entries where taxon_id = taxon.id)
          and not exists (select from category_map_classes where taxon_id = taxon.id)
          and not exists (select from classifications where taxon_id = taxon.id)
          and not exists (select from identifications where taxon_id = taxon.id)
          and not exists (select from occurrences where determination_taxon_id = taxon.id or machine_taxon_id = taxon.id)
        """;

    private const string RemovePeople =
        """
        delete from people person
        where name = any($1)
          and not exists (select from identifications where person_id = person.id or withdrawn_by_id = person.id)
          and not exists (select from taxa_list_versions where author_id = person.id or trial_of_id = person.id)
          and not exists (select from taxa_list_drafts where person_id = person.id)
          and not exists (select from runs where requested_by_id = person.id)
          and not exists (select from standing_masks where person.id in (set_by_id, paused_by_id, ended_by_id))
        """;

    /// <summary>In this order nothing refers to what goes: runs name versions of lists, and occurrences name taxa.</summary>
    private static readonly string[] RemoveProject =
    [
        "delete from occurrences where project_id = $1",
        "delete from captures where project_id = $1",
        "delete from runs where project_id = $1",
        "delete from taxa_lists where project_id = $1",
        "delete from projects where id = $1",
    ];

    /// <param name="people">Names of those whom the demo brought.</param>
    public async Task RemoveAsync(IReadOnlyList<string> people, CancellationToken cancellationToken)
    {
        var algorithms = await IdsAsync(FindAlgorithms, [projectId], cancellationToken);
        var maps = await IdsAsync("select distinct category_map_id from algorithms where id = any($1) and category_map_id is not null", [algorithms], cancellationToken);
        var keptSets = await IdsAsync("select distinct kept_set_id from algorithms where id = any($1) and kept_set_id is not null", [algorithms], cancellationToken);
        var folders = await IdsAsync("select distinct picture_folder_id from captures where project_id = $1 and picture_folder_id is not null", [projectId], cancellationToken);

        foreach (var statement in RemoveProject)
            await connection.ExecuteAsync(statement, [projectId], cancellationToken);
        await RepeatAsync(RemoveAlgorithms, algorithms, cancellationToken);
        await connection.ExecuteAsync(RemoveKeptSets, [keptSets], cancellationToken);
        await connection.ExecuteAsync(RemoveMaps, [maps], cancellationToken);
        if (!await connection.ScalarAsync<bool>(OthersBroughtTaxa, [project], cancellationToken))
            await RepeatAsync(RemoveTaxa, project, cancellationToken);
        await connection.ExecuteAsync(RemovePeople, [people.ToArray()], cancellationToken);
        await connection.ExecuteAsync(
            "delete from picture_folders folder where id = any($1) and not exists (select from captures where picture_folder_id = folder.id)",
            [folders], cancellationToken);
        await Announcements.ProjectAsync(connection, projectId, cancellationToken);
    }

    /// <summary>What stands above goes when nothing is left below it.</summary>
    private async Task RepeatAsync(string statement, object value, CancellationToken cancellationToken)
    {
        while (await connection.ExecuteAsync(statement, [value], cancellationToken) > 0)
            continue;
    }

    private async Task<long[]> IdsAsync(string sql, object?[] values, CancellationToken cancellationToken) =>
        [.. await connection.QueryAsync(sql, values, reader => reader.GetInt64(0), cancellationToken)];
}
