using Antenna.Data.Database;
using Antenna.Data.News;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>Keeps what people have put into their trays.</summary>
public sealed class OccurrenceTrays(NpgsqlDataSource dataSource)
{
    private const string Read =
        """
        select put.occurrence_id from tray_occurrences put
        join occurrences occurrence on occurrence.id = put.occurrence_id and ($2::bigint is null or occurrence.project_id = $2)
        where put.person_id = $1
        order by put.occurrence_id
        """;

    // What is gone meanwhile is left out: an occurrence may have gone with its project.
    private const string Add =
        """
        insert into tray_occurrences (person_id, occurrence_id)
        select $1, occurrence.id from occurrences occurrence where occurrence.id = any($2)
        on conflict do nothing
        """;

    private const string Remove = "delete from tray_occurrences where person_id = $1 and occurrence_id = any($2)";

    /// <summary>What is in a person's tray, in the order of ids.</summary>
    /// <param name="projectId">Null for what is of any project.</param>
    public async Task<IReadOnlyList<long>> ReadAsync(long personId, long? projectId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Read);
        command.Parameters.Add(new() { Value = personId });
        command.Parameters.Add(new() { Value = (object?)projectId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<long>();
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    /// <summary>
    /// Puts occurrences in and takes others out, and announces that. What else is in the tray stays, so that two tabs that are
    /// at it at once do not undo each other's.
    /// </summary>
    public async Task ChangeAsync(
        long personId, IReadOnlyCollection<long> added, IReadOnlyCollection<long> removed, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (added.Count > 0)
        {
            await using var add = connection.Command(Add, personId, added.ToArray());
            await add.ExecuteNonQueryAsync(cancellationToken);
        }

        if (removed.Count > 0)
        {
            await using var remove = connection.Command(Remove, personId, removed.ToArray());
            await remove.ExecuteNonQueryAsync(cancellationToken);
        }

        await Announcements.TrayAsync(connection, personId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
