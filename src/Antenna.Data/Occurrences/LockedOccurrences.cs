using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.News;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>An occurrence whose identifications are about to change.</summary>
/// <param name="Identifications">All of them, in the order of ids.</param>
internal sealed record LockedOccurrence(OccurrenceState State, IReadOnlyList<Identification> Identifications)
{
    /// <summary>The newest by date that stands: of those that name a taxon, it is the one that determines.</summary>
    /// <param name="naming">Of those that name a taxon only; otherwise comments count too.</param>
    public Identification? NewestStanding(bool naming) => Identifications
        .Where(row => row.Status is Core.Occurrences.IdentificationStatus.Standing && (row.TaxonId is not null || !naming))
        .MaxBy(row => (row.CreatedAt, row.Id));
}

/// <summary>
/// The occurrences of one act of a person, locked from the first moment on, in one transaction. It rolls back unless it is
/// committed.
/// </summary>
internal sealed class LockedOccurrences : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;

    private LockedOccurrences(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (Connection, _transaction) = (connection, transaction);

    public NpgsqlConnection Connection { get; }

    /// <summary>By id; ids that there are not are missing.</summary>
    public IReadOnlyDictionary<long, LockedOccurrence> ById { get; private set; } = new Dictionary<long, LockedOccurrence>();

    /// <summary>Locks occurrences.</summary>
    public static Task<LockedOccurrences> LockAsync(
        NpgsqlDataSource dataSource, IReadOnlyCollection<long> occurrenceIds, CancellationToken cancellationToken) =>
        BeginAsync(dataSource, locked => locked.ReadAsync(occurrenceIds, cancellationToken), cancellationToken);

    /// <summary>Locks the occurrences that identifications are of.</summary>
    public static Task<LockedOccurrences> LockOfAsync(
        NpgsqlDataSource dataSource, IReadOnlyCollection<long> identificationIds, CancellationToken cancellationToken) =>
        BeginAsync(
            dataSource,
            async locked => await locked.ReadAsync(await locked.OccurrencesOfAsync(identificationIds, cancellationToken), cancellationToken),
            cancellationToken);

    /// <summary>Announces the occurrences that changed, and commits.</summary>
    public async Task CommitAsync(IReadOnlyCollection<long> changed, CancellationToken cancellationToken)
    {
        await Announcements.OccurrencesAsync(Connection, changed, cancellationToken);
        await _transaction.CommitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    private static async Task<LockedOccurrences> BeginAsync(
        NpgsqlDataSource dataSource, Func<LockedOccurrences, Task> read, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        LockedOccurrences? locked = null;
        try
        {
            locked = new(connection, await connection.BeginTransactionAsync(cancellationToken));
            await read(locked);
            return locked;
        }
        catch
        {
            await (locked?.DisposeAsync() ?? connection.DisposeAsync());
            throw;
        }
    }

    private async Task ReadAsync(IReadOnlyCollection<long> occurrenceIds, CancellationToken cancellationToken)
    {
        var states = await OccurrenceStates.LockAsync(Connection, occurrenceIds, cancellationToken);
        await using var context = await ContextAsync(cancellationToken);
        var rows = await context.Identifications.AsNoTracking()
            .Where(row => occurrenceIds.Contains(row.OccurrenceId)).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var byOccurrence = rows.ToLookup(row => row.OccurrenceId);
        ById = states.ToDictionary(state => state.Key, state => new LockedOccurrence(state.Value, [.. byOccurrence[state.Key]]));
    }

    private async Task<List<long>> OccurrencesOfAsync(IReadOnlyCollection<long> identificationIds, CancellationToken cancellationToken)
    {
        await using var context = await ContextAsync(cancellationToken);
        return await context.Identifications
            .Where(row => identificationIds.Contains(row.Id)).Select(row => row.OccurrenceId).Distinct().ToListAsync(cancellationToken);
    }

    private async Task<AntennaDbContext> ContextAsync(CancellationToken cancellationToken)
    {
        var context = new AntennaDbContext(AntennaDatabase.Options(Connection));
        await context.Database.UseTransactionAsync(_transaction, cancellationToken);
        return context;
    }
}
