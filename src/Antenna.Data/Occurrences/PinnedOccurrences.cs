using Antenna.Data.Database;
using Antenna.Data.News;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>What became of an occurrence that was to be pinned.</summary>
public enum PinOutcome
{
    Pinned,

    /// <summary>It had been pinned before.</summary>
    StoodAlready,

    /// <summary>Its project has as many pins as it may.</summary>
    NoRoom,

    /// <summary>There is no occurrence of this id.</summary>
    Gone,
}

/// <summary>Keeps which occurrences of a project are pinned.</summary>
public sealed class PinnedOccurrences(NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>How many a project may have.</summary>
    public const int Most = 30;

    private const string Read = "select occurrence_id from pinned_occurrences where project_id = $1 order by pinned_at, occurrence_id";

    private const string Among = "select occurrence_id from pinned_occurrences where occurrence_id = any($1)";

    // One at a time in a project: otherwise two at once would both find room for the last pin.
    private const string LockProjects =
        """
        select id from projects where id in (select project_id from occurrences where id = any($1)) order by id for no key update
        """;

    private const string Pin =
        """
        with wanted as (
            select occurrence.id, occurrence.project_id, pin.occurrence_id is not null as stood,
                   row_number() over (partition by occurrence.project_id, pin.occurrence_id is not null order by each.place) as place,
                   (select count(*) from pinned_occurrences other where other.project_id = occurrence.project_id) as taken
            from unnest($1) with ordinality as each(id, place)
            join occurrences occurrence on occurrence.id = each.id
            left join pinned_occurrences pin on pin.occurrence_id = occurrence.id),
        added as (
            insert into pinned_occurrences (occurrence_id, project_id, pinned_at)
            select id, project_id, $2 from wanted where not stood and taken + place <= $3
            returning occurrence_id)
        select wanted.id, wanted.project_id, wanted.stood, added.occurrence_id is not null
        from wanted left join added on added.occurrence_id = wanted.id
        """;

    private const string Unpin = "delete from pinned_occurrences where occurrence_id = any($1) returning project_id";

    /// <summary>What is pinned in a project, in the order in which it was.</summary>
    public Task<IReadOnlyList<long>> ReadAsync(long projectId, CancellationToken cancellationToken) => IdsAsync(Read, projectId, cancellationToken);

    /// <summary>Those of these that are pinned, in no order.</summary>
    public Task<IReadOnlyList<long>> AmongAsync(IReadOnlyCollection<long> occurrenceIds, CancellationToken cancellationToken) =>
        IdsAsync(Among, occurrenceIds.ToArray(), cancellationToken);

    /// <summary>Pins occurrences, as many as there is room for in each one's project, in one statement.</summary>
    /// <returns>What became of each, in their order.</returns>
    public async Task<IReadOnlyList<(long OccurrenceId, PinOutcome Outcome)>> PinAsync(
        IReadOnlyCollection<long> occurrenceIds, CancellationToken cancellationToken)
    {
        long[] ids = [.. occurrenceIds.Distinct()];
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var locking = connection.Command(LockProjects, ids))
            await locking.ExecuteNonQueryAsync(cancellationToken);
        var (outcomes, changed) = (new Dictionary<long, PinOutcome>(), new HashSet<long>());
        await using (var pin = connection.Command(Pin, ids, time.GetUtcNow().UtcDateTime, Most))
        {
            await using var reader = await pin.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var isPinned = reader.GetBoolean(3);
                outcomes[reader.GetInt64(0)] = isPinned ? PinOutcome.Pinned : reader.GetBoolean(2) ? PinOutcome.StoodAlready : PinOutcome.NoRoom;
                if (isPinned)
                    changed.Add(reader.GetInt64(1));
            }
        }

        await Announcements.PinsAsync(connection, changed, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return [.. ids.Select(id => (id, outcomes.GetValueOrDefault(id, PinOutcome.Gone)))];
    }

    /// <summary>Takes the pins of occurrences away; where there is none, nothing.</summary>
    public async Task UnpinAsync(IReadOnlyCollection<long> occurrenceIds, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var changed = new HashSet<long>();
        await using (var unpin = connection.Command(Unpin, occurrenceIds.ToArray()))
        {
            await using var reader = await unpin.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                changed.Add(reader.GetInt64(0));
        }

        await Announcements.PinsAsync(connection, changed, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<long>> IdsAsync(string sql, object value, CancellationToken cancellationToken)
    {
        await using var command = dataSource.Command(sql, value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<long>();
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return ids;
    }
}
