using System.Globalization;
using Antenna.Data.Database;
using Antenna.Data.Errors;
using Antenna.Data.Import;
using Antenna.Data.News;
using Antenna.Data.Occurrences;
using Antenna.Data.Taxonomy;
using Npgsql;

namespace Antenna.Data.CaptureSets;

/// <summary>Why a capture set is not made, renamed or deleted; nothing was written.</summary>
public sealed class CaptureSetRefusedException(string message) : RefusedException(message);

/// <summary>What refers to a capture set.</summary>
/// <param name="Captures">They stay, whatever becomes of the set.</param>
/// <param name="Runs">They have the set as their scope, and keep it from being deleted.</param>
/// <param name="Launches">What standing masks launched or owe on it, a record that goes with it.</param>
public sealed record CaptureSetDependents(long Captures, long Runs, long Launches);

/// <summary>Makes capture sets of occurrences, renames and deletes them. What is in a set never changes.</summary>
public sealed class CaptureSetEditing(NpgsqlDataSource dataSource, CurrentTaxonomy taxonomy, TimeProvider time)
{
    private const int LongestName = 200;

    // Freezing a large filter takes what it takes; leaving the page is what ends it early.
    private const int NoTimeout = 0;

    /// <summary>Counts the captures of occurrences.</summary>
    public async Task<long> CountAsync(OccurrenceChoice choice, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (await choice.FindAsync(connection, taxonomy, cancellationToken) is not var (sql, conditions, _))
            return 0;
        await using var command = sql.Command(connection, $"select count(distinct capture_id) from detections where occurrence_id in (select occurrence.id {conditions})");
        command.CommandTimeout = NoTimeout;
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Freezes the captures of occurrences as they are now, or a sample of them, as a set.</summary>
    /// <returns>The id of the set.</returns>
    /// <exception cref="CaptureSetRefusedException">The name is taken or empty, nothing is found, it is of several projects, or there is no such sample.</exception>
    public async Task<long> CreateAsync(OccurrenceChoice choice, CaptureSample sample, string name, CancellationToken cancellationToken)
    {
        if (!sample.IsValid)
            throw new CaptureSetRefusedException("A sample takes 1 capture or more; give how many.");
        var named = Checked(name);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (sql, conditions, projectIds) = await choice.FindAsync(connection, taxonomy, cancellationToken)
            ?? throw new CaptureSetRefusedException("Nothing is found, so there is nothing to make a set of.");
        if (projectIds is not [var projectId])
            throw new CaptureSetRefusedException("A capture set belongs to one project, and these are of several; choose those of one project first.");
        var id = await InsertAsync(connection, projectId, named, cancellationToken);
        await using (var items = sql.Command(
            connection,
            $"""
            insert into capture_set_items (capture_set_id, capture_id)
            select {sql.Value(id)}, capture_id
            from ({sample.Of($"select distinct capture_id from detections where occurrence_id in (select occurrence.id {conditions})", sql.Value)}) sampled
            """))
        {
            items.CommandTimeout = NoTimeout;
            if (await items.ExecuteNonQueryAsync(cancellationToken) == 0)
                throw new CaptureSetRefusedException("Nothing is found, so there is nothing to make a set of.");
        }

        await Announcements.ProjectAsync(connection, projectId, cancellationToken);
        await transaction.CommitLongAsync(cancellationToken);
        return id;
    }

    /// <summary>Gives a set another name.</summary>
    /// <exception cref="CaptureSetRefusedException">The name is taken or empty, or the set is gone.</exception>
    public async Task RenameAsync(long id, string name, CancellationToken cancellationToken)
    {
        var named = Checked(name);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await using var command = connection.Command("update capture_sets set name = $2 where id = $1 returning project_id", id, named);
            var projectId = await command.ExecuteScalarAsync(cancellationToken) as long? ?? throw Gone(id);
            await Announcements.ProjectAsync(connection, projectId, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw Taken(named);
        }
    }

    /// <summary>What refers to a set; null where it is gone.</summary>
    public async Task<CaptureSetDependents?> DependentsAsync(long id, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(
            """
            select (select count(*) from capture_set_items where capture_set_id = set.id), (select count(*) from runs where capture_set_id = set.id),
                   (select count(*) from standing_mask_launches where capture_set_id = set.id)
            from capture_sets set where set.id = $1
            """,
            id);
        command.CommandTimeout = NoTimeout;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) : null;
    }

    /// <summary>Deletes a set that no run has as its scope; its captures stay.</summary>
    /// <exception cref="CaptureSetRefusedException">Runs refer to it, or it is gone.</exception>
    public async Task DeleteAsync(long id, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await using var command = connection.Command("delete from capture_sets where id = $1 returning project_id", id);
            command.CommandTimeout = NoTimeout;
            var projectId = await command.ExecuteScalarAsync(cancellationToken) as long? ?? throw Gone(id);
            await Announcements.ProjectAsync(connection, projectId, cancellationToken);
            await transaction.CommitLongAsync(cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new CaptureSetRefusedException("Runs have this set as their scope, and it is needed to tell what they did; so it stays.");
        }
    }

    private async Task<long> InsertAsync(NpgsqlConnection connection, long projectId, string name, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            "insert into capture_sets (project_id, name, created_at) values ($1, $2, $3) on conflict do nothing returning id",
            projectId, name, time.GetUtcNow().UtcDateTime);
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? throw Taken(name);
    }

    private static string Checked(string name) => name.Trim() switch
    {
        "" => throw new CaptureSetRefusedException("The set has no name; give it one."),
        { Length: > LongestName } => throw new CaptureSetRefusedException(
            string.Create(CultureInfo.InvariantCulture, $"The name has more than {LongestName} characters; give a shorter one.")),
        var trimmed => trimmed,
    };

    private static CaptureSetRefusedException Taken(string name) =>
        new($"The project has a capture set {ShortText.Quote(name)} already; give another name.");

    private static CaptureSetRefusedException Gone(long id) => new(string.Create(CultureInfo.InvariantCulture, $"There is no capture set {id} any more."));
}
