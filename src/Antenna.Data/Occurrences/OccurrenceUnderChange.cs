using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.News;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>
/// An occurrence whose identifications change: locked from the first moment on, and its determination decided anew before
/// the commit. Rolls back unless committed.
/// </summary>
internal sealed class OccurrenceUnderChange : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;

    private OccurrenceUnderChange(
        NpgsqlConnection connection, NpgsqlTransaction transaction, AntennaDbContext context, OccurrenceState state, List<Identification> identifications)
    {
        Connection = connection;
        _transaction = transaction;
        Context = context;
        State = state;
        Identifications = identifications;
    }

    public NpgsqlConnection Connection { get; }

    /// <summary>Tracks <see cref="Identifications"/>.</summary>
    public AntennaDbContext Context { get; }

    public OccurrenceState State { get; }

    public IReadOnlyList<Identification> Identifications { get; }

    /// <summary>Locks an occurrence; null where there is none of that id.</summary>
    public static async Task<OccurrenceUnderChange?> LockAsync(
        NpgsqlDataSource dataSource, long occurrenceId, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        NpgsqlTransaction? transaction = null;
        AntennaDbContext? context = null;
        try
        {
            transaction = await connection.BeginTransactionAsync(cancellationToken);
            var states = await OccurrenceStates.LockAsync(connection, [occurrenceId], cancellationToken);
            if (states.TryGetValue(occurrenceId, out var state))
            {
                context = new AntennaDbContext(AntennaDatabase.Options(connection));
                await context.Database.UseTransactionAsync(transaction, cancellationToken);
                var identifications = await context.Identifications
                    .Where(row => row.OccurrenceId == occurrenceId).OrderBy(row => row.Id).ToListAsync(cancellationToken);
                return new(connection, transaction, context, state, identifications);
            }
        }
        catch
        {
            await DisposeAsync(context, transaction, connection);
            throw;
        }

        await DisposeAsync(context, transaction, connection);
        return null;
    }

    /// <summary>Locks the occurrence that an identification is of; null where there is none of that id.</summary>
    public static async Task<OccurrenceUnderChange?> LockOfAsync(
        NpgsqlDataSource dataSource, long identificationId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select occurrence_id from identifications where id = $1");
        command.Parameters.Add(new() { Value = identificationId });
        return await command.ExecuteScalarAsync(cancellationToken) is long occurrenceId
            ? await LockAsync(dataSource, occurrenceId, cancellationToken)
            : null;
    }

    /// <summary>The person's identifications that name a taxon, withdrawn ones too.</summary>
    public IEnumerable<Identification> NamedBy(long personId) =>
        Identifications.Where(row => row.PersonId == personId && row.TaxonId is not null);

    /// <summary>Writes what became of the tracked identifications, and what they determine.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        await Context.SaveChangesAsync(cancellationToken);
        await Determinations.RecomputeAsync(Connection, [State.Id], cancellationToken);
    }

    /// <summary>Commits, and announces the occurrence.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await Announcements.OccurrencesAsync(Connection, [State.Id], cancellationToken);
        await _transaction.CommitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => DisposeAsync(Context, _transaction, Connection);

    private static async ValueTask DisposeAsync(AntennaDbContext? context, NpgsqlTransaction? transaction, NpgsqlConnection connection)
    {
        if (context is not null)
            await context.DisposeAsync();
        if (transaction is not null)
            await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
