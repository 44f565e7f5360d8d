using Npgsql;

namespace Antenna.Data.Database;

/// <summary>Tells trouble with the database that passes by itself from an error of whoever asked it.</summary>
public static class DatabaseTrouble
{
    /// <summary>
    /// SQLSTATE idle_in_transaction_session_timeout, which Npgsql does not count as transient: PostgreSQL ended a
    /// transaction in which this process stood still, as when a laptop sleeps.
    /// </summary>
    private const string IdleInTransaction = "25P03";

    /// <summary>
    /// Whether it passes: a server that restarts, a connection that broke, a deadlock. Entity Framework wraps it in
    /// exceptions of its own.
    /// </summary>
    public static bool Passes(Exception? exception) => exception switch
    {
        PostgresException { SqlState: IdleInTransaction } => true,
        NpgsqlException { IsTransient: true } => true,
        null => false,
        _ => Passes(exception.InnerException),
    };
}
