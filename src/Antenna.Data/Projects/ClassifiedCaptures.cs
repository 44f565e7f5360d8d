using System.Globalization;
using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Projects;

/// <summary>Freezes, as a capture set, the captures of a project on which a classifier's predictions count.</summary>
public static class ClassifiedCaptures
{
    private const string Items =
        """
        insert into capture_set_items (capture_set_id, capture_id)
        select distinct $1, lineage.capture_id
        from derived.lineages lineage
        join captures capture on capture.id = lineage.capture_id
        where capture.project_id = $2 and lineage.algorithm_id = $3 and lineage.in_scope
        """;

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
        await using var items = connection.Command(Items, id, projectId, classifierId);
        items.CommandTimeout = 0;
        if (await items.ExecuteNonQueryAsync(cancellationToken) > 0)
            return id;
        await using var remove = connection.Command("delete from capture_sets where id = $1", id);
        await remove.ExecuteNonQueryAsync(cancellationToken);
        return null;
    }
}
