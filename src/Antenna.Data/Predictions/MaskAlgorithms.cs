using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Predictions;

/// <summary>A mask to be found or made: one a source classifier, kept set and mode.</summary>
/// <param name="Name">What to call it if it is new: what it masks, to which list, in which mode.</param>
public sealed record MaskIdentity(Algorithm Classifier, KeptSet Kept, ScoreMode Mode, string Name);

/// <summary>Finds masking algorithms by what they keep, and creates each once.</summary>
public static class MaskAlgorithms
{
    private const string EnsureKeptSet =
        """
        insert into kept_sets (category_map_id, hash, listed, not_a_taxon, listed_count, not_a_taxon_count)
        values ($1, $2, $3, $4, $5, $6) on conflict (category_map_id, hash) do nothing
        """;

    private const string EnsureAlgorithm =
        """
        insert into algorithms (kind, key, name, version, version_name, category_map_id, source_algorithm_id, kept_set_id, mode, created_at)
        select 'Masking', $1, $2, $3, $4, $5, $6, kept.id, $7, $8
        from kept_sets kept where kept.category_map_id = $5 and kept.hash = $9
        on conflict do nothing
        """;

    private const string Find =
        """
        select algorithm.id from algorithms algorithm join kept_sets kept on kept.id = algorithm.kept_set_id
        where algorithm.kind = 'Masking' and algorithm.source_algorithm_id = $1 and kept.hash = $2 and algorithm.mode = $3
        """;

    private const string KeptSets =
        """
        select algorithm.id, kept.listed, kept.not_a_taxon
        from algorithms algorithm join kept_sets kept on kept.id = algorithm.kept_set_id
        where algorithm.kind = 'Masking' and algorithm.source_algorithm_id = $1
        """;

    /// <summary>The id of the algorithm, made inside the caller's transaction if there is none yet.</summary>
    public static async Task<long> EnsureAsync(
        NpgsqlConnection connection, MaskIdentity mask, DateTime now, CancellationToken cancellationToken)
    {
        var classifier = mask.Classifier;
        var mode = mask.Mode.ToString();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command(
                    EnsureKeptSet, classifier.CategoryMapId, mask.Kept.Hash, mask.Kept.ListedBits.ToArray(),
                    mask.Kept.NotATaxonBits.ToArray(), mask.Kept.ListedCount, mask.Kept.NotATaxonCount),
                Command(
                    EnsureAlgorithm, $"{classifier.Key}/mask/{mask.Kept.Hash}/{mode}", mask.Name, classifier.Version,
                    classifier.VersionName, classifier.CategoryMapId, classifier.Id, mode, now, mask.Kept.Hash),
                Command(Find, classifier.Id, mask.Kept.Hash, mode),
            },
        };
        return (long)(await batch.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The id of the algorithm, if there is one.</summary>
    public static async Task<long?> FindAsync(NpgsqlConnection connection, MaskIdentity mask, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { Command(Find, mask.Classifier.Id, mask.Kept.Hash, mask.Mode.ToString()) },
        };
        return (long?)await batch.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>What each mask of a classifier keeps, by the id of its algorithm.</summary>
    /// <param name="classCount">The number of the classifier's classes.</param>
    public static async Task<IReadOnlyDictionary<long, KeptSet>> LoadKeptSetsAsync(
        NpgsqlConnection connection, long classifierId, int classCount, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command(KeptSets, classifierId) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var kept = new Dictionary<long, KeptSet>();
        while (await reader.ReadAsync(cancellationToken))
            kept.Add(reader.GetInt64(0), KeptSet.FromBits(classCount, reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2)));
        return kept;
    }

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return command;
    }
}
