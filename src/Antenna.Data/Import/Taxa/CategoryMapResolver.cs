using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.Import.Taxa;

/// <summary>What resolving classes did.</summary>
/// <param name="Resolved">Classes that now have a taxon.</param>
/// <param name="Unresolved">Classes that still have none.</param>
/// <param name="Classifications">Classifications that now name that taxon.</param>
/// <param name="Determinations">Occurrences whose determination changed with them.</param>
public sealed record CategoryMapResolution(int Resolved, int Unresolved, int Classifications, int Determinations);

/// <summary>
/// Finds the taxa of classes whose labels named none so far. To be called whenever taxa, names or synonyms were learned,
/// or a category map was stored: its classes are stored as unresolved, and become what they are here.
/// </summary>
public static class CategoryMapResolver
{
    private const int OccurrencesAtOnce = 1_000;

    // It takes as long as there are classifications; the caller's token ends it.
    private const int NoTimeout = 0;

    private const string WriteTaxa =
        """
        update category_map_classes class
        set meaning = 'Taxon', taxon_id = resolved.taxon_id
        from unnest($1, $2, $3) as resolved(category_map_id, index, taxon_id)
        where class.category_map_id = resolved.category_map_id and class.index = resolved.index
        """;

    private const string Stale =
        """
        from classifications row
        join algorithms algorithm on algorithm.id = row.algorithm_id
        join category_map_classes class
            on class.category_map_id = algorithm.category_map_id and class.index = row.class_index
        where row.taxon_id is null and class.taxon_id is not null
        """;

    private const string StaleOccurrences =
        $"""
        select distinct occurrence_id from detections
        where occurrence_id is not null and id in (select row.detection_id {Stale}) order by occurrence_id
        """;

    private const string DeclareNotTaxa =
        "update category_map_classes set meaning = 'NotATaxon' where category_map_id = $1 and index = any($2) and meaning = 'Unresolved'";

    // Of the classes that were declared, in the transaction in which they were.
    private const string OccurrencesOfClasses =
        """
        select distinct detection.occurrence_id
        from classifications row
        join algorithms algorithm on algorithm.id = row.algorithm_id
        join detections detection on detection.id = row.detection_id
        where algorithm.category_map_id = $1 and row.class_index = any($2) and row.taxon_id is null and detection.occurrence_id is not null
        order by detection.occurrence_id
        """;

    private const string Lock = "select from occurrences where id = any($1) order by id for no key update";

    private const string WriteClassifications =
        $"""
        update classifications set taxon_id = stale.taxon_id
        from (select row.id, class.taxon_id {Stale}) stale where classifications.id = stale.id
        """;

    /// <summary>
    /// Resolves the unresolved classes of all category maps inside the caller's transaction, and brings the
    /// classifications and determinations that rest on them up to date.
    /// </summary>
    public static Task<CategoryMapResolution> ResolveAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ResolveAsync(connection, null, cancellationToken);

    /// <summary>As <see cref="ResolveAsync(NpgsqlConnection, CancellationToken)"/>, for some category maps only.</summary>
    public static async Task<CategoryMapResolution> ResolveAsync(
        NpgsqlConnection connection, IReadOnlyCollection<long>? categoryMaps, CancellationToken cancellationToken)
    {
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        var unresolved = await context.CategoryMapClasses.AsNoTracking()
            .Where(stored => stored.Meaning == ClassMeaning.Unresolved)
            .Where(stored => categoryMaps == null || categoryMaps.Contains(stored.CategoryMapId))
            .OrderBy(stored => stored.CategoryMapId).ThenBy(stored => stored.Index)
            .ToListAsync(cancellationToken);
        if (unresolved.Count == 0)
            return new(0, 0, 0, 0);

        var matcher = await NameMatchers.LoadAsync(context, cancellationToken);
        var resolved = unresolved.Select(stored => (Class: stored, TaxonId: TaxonOf(stored, matcher)))
            .Where(match => match.TaxonId is not null)
            .ToList();
        if (resolved.Count == 0)
            return new(0, unresolved.Count, 0, 0);

        await ExecuteAsync(
            connection, WriteTaxa, cancellationToken,
            resolved.Select(match => match.Class.CategoryMapId).ToArray(),
            resolved.Select(match => match.Class.Index).ToArray(),
            resolved.Select(match => match.TaxonId!.Value).ToArray());
        var (classifications, determinations) = await FollowAsync(connection, cancellationToken);
        return new(resolved.Count, unresolved.Count - resolved.Count, classifications, determinations);
    }

    /// <summary>
    /// Stores of unresolved classes that they are not a taxon, inside the caller's transaction, and brings the determinations
    /// that rest on them up to date: a label that is not a taxon has the last word, and one that is unresolved has not.
    /// </summary>
    public static async Task DeclareNotTaxaAsync(NpgsqlConnection connection, long categoryMap, int[] classes, CancellationToken cancellationToken)
    {
        if (await ExecuteAsync(connection, DeclareNotTaxa, cancellationToken, categoryMap, classes) > 0)
            await Determinations.RecomputeAsync(
                connection, await ReadIdsAsync(connection, OccurrencesOfClasses, cancellationToken, categoryMap, classes), cancellationToken);
    }

    /// <summary>
    /// The taxon that a class names: by its key, then by its label as any name is matched. Null where that is not
    /// certain, as of a label that leaves the species open.
    /// </summary>
    private static long? TaxonOf(StoredClass stored, NameMatcher matcher) => matcher.Match(new NameQuery(stored.Label)
    {
        Keys = stored.GbifKey is { } key ? [new ExternalKey(KeySources.Gbif, key)] : [],
    }).TaxonId;

    private static async Task<(int Classifications, int Determinations)> FollowAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var occurrences = await ReadIdsAsync(connection, StaleOccurrences, cancellationToken);
        foreach (var ids in occurrences.Chunk(OccurrencesAtOnce))
            await ExecuteAsync(connection, Lock, cancellationToken, ids);
        var classifications = await ExecuteAsync(connection, WriteClassifications, cancellationToken);
        return (classifications, await Determinations.RecomputeAsync(connection, occurrences, cancellationToken));
    }

    private static async Task<List<long>> ReadIdsAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        var ids = new List<long>();
        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    private static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = NoTimeout };
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter });
        return command;
    }
}
