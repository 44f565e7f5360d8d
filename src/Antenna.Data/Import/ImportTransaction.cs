using Antenna.Data.Database;
using Antenna.Data.Derived;
using Npgsql;

namespace Antenna.Data.Import;

/// <summary>Whether an import is kept.</summary>
public enum ImportMode
{
    Write,

    /// <summary>
    /// Goes through the very same steps, so that its report is the one that the import would give, on copies of what they
    /// change: see <see cref="CheckTables"/>.
    /// </summary>
    CheckOnly,
}

/// <summary>The one transaction of an import: all of it is written, or nothing.</summary>
/// <param name="progress">Receives what the import waits for.</param>
internal sealed class ImportTransaction(NpgsqlDataSource dataSource, TimeProvider time, IProgress<ImportProgress>? progress)
{
    /// <summary>
    /// Connections of the product end what is idle inside a transaction, so that a frozen node holds nobody up for long. An import
    /// may think longer between two statements than a run, as over a file of which it reads next to nothing, and would have to be
    /// begun again.
    /// </summary>
    private const string EndIfFrozen = "set local idle_in_transaction_session_timeout = '10min'";

    /// <summary>
    /// Runs an import inside a transaction, which is committed when <paramref name="import"/> returns and
    /// <paramref name="mode"/> says so, and else rolled back. Imports that would write the same rows wait for one another
    /// here: each would find them missing, and the slower one would fail. A check waits for no other.
    /// </summary>
    /// <param name="complete">What else is to be written in the transaction, once all of the import is.</param>
    public async Task<T> RunAsync<T>(
        ImportLock target,
        ImportMode mode,
        Func<NpgsqlConnection, NpgsqlTransaction, Task<T>> import,
        CancellationToken cancellationToken,
        Func<NpgsqlConnection, T, Task>? complete = null)
    {
        await using var waits = new ImportLockWatch(dataSource, target.Name, progress, time);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(EndIfFrozen, [], cancellationToken);
        await connection.ExecuteAsync("select set_config('application_name', $1, true)", [target.Name], cancellationToken);
        if (mode is ImportMode.Write)
            await target.TakeAsync(connection, cancellationToken);

        var result = await import(connection, transaction);
        if (mode is ImportMode.Write)
        {
            await DerivedTables.CompactAsync(connection, cancellationToken);
            if (complete is not null)
                await complete(connection, result);
            await PlannerStatistics.RefreshAsync(connection, cancellationToken);
            await transaction.CommitLongAsync(cancellationToken);
        }
        else
        {
            await CheckTables.VerifyAsync(connection, cancellationToken);
        }

        return result;
    }
}
