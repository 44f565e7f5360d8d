using System.Globalization;
using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Projects;

/// <summary>How much of a project a classifier's predictions count on.</summary>
public sealed record ClassifiedCount(long Predictions, long Captures);

/// <summary>Counts the captures of a project on which a classifier's predictions count, and freezes them as a capture set.</summary>
public sealed class ClassifiedCaptures(NpgsqlDataSource dataSource)
{
    private const string Classified =
        """
        from derived.lineages lineage
        join captures capture on capture.id = lineage.capture_id
        where capture.project_id = $1 and lineage.algorithm_id = $2 and lineage.in_scope
        """;

    private const string Items =
        $"insert into capture_set_items (capture_set_id, capture_id) select distinct $3, lineage.capture_id {Classified}";

    private const string Counts = $"select count(*), count(distinct lineage.capture_id) {Classified}";

    // Counting a large project takes what it takes; leaving the page is what ends it early.
    private const int NoTimeout = 0;

    /// <summary>Counts what there is now.</summary>
    public async Task<ClassifiedCount> CountAsync(long projectId, long classifierId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.Command(Counts, projectId, classifierId);
        command.CommandTimeout = NoTimeout;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Makes the set on the caller's connection, inside its transaction.</summary>
    /// <returns>Its id; null where there is no such capture, and no set was made.</returns>
    public static async Task<long?> FreezeAsync(
        NpgsqlConnection connection, long projectId, long classifierId, string classifier, DateTime now, CancellationToken cancellationToken)
    {
        const int longestName = 200;
        var named = classifier.Length > longestName ? classifier[..longestName] : classifier;
        var name = string.Create(CultureInfo.InvariantCulture, $"All of {named}, {now:yyyy-MM-dd HH:mm:ss.fff} UTC");
        await using var set = connection.Command(
            "insert into capture_sets (project_id, name, created_at) values ($1, $2, $3) returning id", projectId, name, now);
        var id = (long)(await set.ExecuteScalarAsync(cancellationToken))!;
        await using var items = connection.Command(Items, projectId, classifierId, id);
        items.CommandTimeout = NoTimeout;
        if (await items.ExecuteNonQueryAsync(cancellationToken) > 0)
        {
            await connection.RunDeferredAsync(cancellationToken);
            return id;
        }

        await using var remove = connection.Command("delete from capture_sets where id = $1", id);
        await remove.ExecuteNonQueryAsync(cancellationToken);
        return null;
    }
}
