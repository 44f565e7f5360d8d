using Antenna.Data.Database;
using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Predictions;

/// <summary>A roll-up to be found or made: one a source classifier, and all that its answers follow from.</summary>
/// <param name="Hash">Of the settings, and of the taxa that the classes count for.</param>
/// <param name="Name">What to call it if it is new.</param>
public sealed record RollUpIdentity(Algorithm Classifier, string Hash, string Name)
{
    internal string Key => KeyOf(Classifier.Key, Hash);

    internal static string KeyOf(string classifier, string hash) => $"{classifier}/roll-up/{hash}";
}

/// <summary>Finds roll-up algorithms by their identity, and creates each once.</summary>
public static class RollUpAlgorithms
{
    private const string EnsureAlgorithm =
        """
        insert into algorithms (kind, key, name, version, version_name, category_map_id, source_algorithm_id, created_at)
        values ('RollUp', $1, $2, $3, $4, $5, $6, $7) on conflict do nothing
        """;

    private const string Find = "select id from algorithms where kind = 'RollUp' and source_algorithm_id = $1 and key = $2";

    /// <summary>The id of the algorithm, made inside the caller's transaction if there is none yet.</summary>
    public static async Task<long> EnsureAsync(
        NpgsqlConnection connection, RollUpIdentity rollUp, DateTime now, CancellationToken cancellationToken)
    {
        var classifier = rollUp.Classifier;
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                SqlCommands.InBatch(
                    EnsureAlgorithm, rollUp.Key, rollUp.Name, classifier.Version, classifier.VersionName, classifier.CategoryMapId, classifier.Id, now),
                SqlCommands.InBatch(Find, classifier.Id, rollUp.Key),
            },
        };
        return (long)(await batch.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Whether an algorithm is still what its name and its rows say: the one of these settings and taxa.</summary>
    public static async Task<bool> IsAsync(
        NpgsqlConnection connection, long algorithmId, string hash, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            "select rolled_up.key, source.key from algorithms rolled_up join algorithms source on source.id = rolled_up.source_algorithm_id where rolled_up.id = $1",
            algorithmId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) && reader.GetString(0) == RollUpIdentity.KeyOf(reader.GetString(1), hash);
    }

    /// <summary>All that roll a classifier's predictions up.</summary>
    public static async Task<IReadOnlySet<long>> IdsAsync(NpgsqlDataSource dataSource, long classifierId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.Command("select id from algorithms where kind = 'RollUp' and source_algorithm_id = $1", classifierId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new HashSet<long>();
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    /// <summary>The id of the algorithm, if there is one.</summary>
    public static async Task<long?> FindAsync(NpgsqlConnection connection, RollUpIdentity rollUp, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Find, rollUp.Classifier.Id, rollUp.Key);
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }
}
