using Antenna.Data.Derived;
using Npgsql;

namespace Antenna.Data.Import;

/// <summary>Whether an import is kept.</summary>
public enum ImportMode
{
    Write,

    /// <summary>
    /// Goes through the very same steps, so that its report is the one that the import would give, and rolls them back.
    /// </summary>
    CheckOnly,
}

/// <summary>The one transaction of an import: all of it is written, or nothing.</summary>
public static class ImportTransaction
{
    /// <summary>Any fixed number: the advisory lock that imports follow one another by.</summary>
    private const long ImportLock = 0x414E_5445_4E4E_4102;

    /// <summary>
    /// Connections of the product end what is idle inside a transaction, so that a frozen node holds no run up. An import
    /// may think for long between two statements, and would only have to be started again.
    /// </summary>
    private const string TakeYourTime = "set local idle_in_transaction_session_timeout = 0";

    /// <summary>
    /// Runs an import inside a transaction, which is committed when <paramref name="import"/> returns and
    /// <paramref name="mode"/> says so, and else rolled back. Imports wait for one another here: two that bring the same
    /// taxa, algorithms or captures would each find them missing, and the slower one would fail.
    /// </summary>
    public static async Task<T> RunAsync<T>(
        NpgsqlDataSource dataSource,
        ImportMode mode,
        Func<NpgsqlConnection, NpgsqlTransaction, Task<T>> import,
        CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var takeYourTime = new NpgsqlCommand(TakeYourTime, connection))
            await takeYourTime.ExecuteNonQueryAsync(cancellationToken);
        await using (var acquire = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = ImportLock } } })
        {
            acquire.CommandTimeout = 0;
            await acquire.ExecuteNonQueryAsync(cancellationToken);
        }

        var result = await import(connection, transaction);
        if (mode is ImportMode.Write)
        {
            await DerivedTables.CompactAsync(connection, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return result;
    }
}
