using Npgsql;

namespace Antenna.Data.Database;

/// <summary>The kinds of a database's errors: each asks a person to do something else.</summary>
public enum DatabaseErrorKind
{
    Unexpected,
    DiskFull,
    DiskFailure,
    Unreachable,
    Timeout,
    LockWait,
    Deadlock,
    OutOfMemory,
    ReadOnly,
    TooManyConnections,
}

/// <summary>An error of the database, classified: the one place that tells a transient error from a fault of the caller.</summary>
/// <param name="Reason">What the database or the connection said, in its own words.</param>
public sealed record DatabaseError(DatabaseErrorKind Kind, string Reason)
{
    private const string IdleInTransactionSessionTimeout = "25P03";

    /// <summary>Whether the same statements may succeed later without being changed.</summary>
    public bool IsTransient => Kind is not DatabaseErrorKind.Unexpected;

    /// <summary>Classifies an exception, which Entity Framework may have wrapped; null where it is none of the database's.</summary>
    public static DatabaseError? Of(Exception? exception) => exception switch
    {
        null => null,
        PostgresException error => new(KindOf(error.SqlState), error.MessageText),
        NpgsqlException error => new(KindOf(error), error.GetBaseException().Message),
        _ => Of(exception.InnerException),
    };

    /// <summary>Whether an exception is a transient error of the database.</summary>
    public static bool IsTransientError(Exception? exception) => Of(exception) is { IsTransient: true };

    /// <summary>By PostgreSQL's table of error codes (appendix A of its manual).</summary>
    private static DatabaseErrorKind KindOf(string sqlState) => sqlState switch
    {
        PostgresErrorCodes.DiskFull => DatabaseErrorKind.DiskFull,
        PostgresErrorCodes.IoError => DatabaseErrorKind.DiskFailure,
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ObjectInUse => DatabaseErrorKind.LockWait,
        PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => DatabaseErrorKind.Deadlock,
        PostgresErrorCodes.OutOfMemory => DatabaseErrorKind.OutOfMemory,
        PostgresErrorCodes.ReadOnlySqlTransaction => DatabaseErrorKind.ReadOnly,
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ConfigurationLimitExceeded => DatabaseErrorKind.TooManyConnections,
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => DatabaseErrorKind.Unreachable,

        // PostgreSQL ended a transaction in which this process stood still, as when a laptop sleeps.
        IdleInTransactionSessionTimeout => DatabaseErrorKind.Unreachable,
        _ when sqlState.StartsWith("08", StringComparison.Ordinal) => DatabaseErrorKind.Unreachable,
        _ => DatabaseErrorKind.Unexpected,
    };

    private static DatabaseErrorKind KindOf(NpgsqlException error) => error switch
    {
        // Npgsql has no code for it.
        _ when error.Message.Contains("pool has been exhausted", StringComparison.Ordinal) => DatabaseErrorKind.TooManyConnections,
        { InnerException: PostgresException inner } => KindOf(inner.SqlState),
        { InnerException: TimeoutException } => DatabaseErrorKind.Timeout,
        { IsTransient: true } => DatabaseErrorKind.Unreachable,
        _ => DatabaseErrorKind.Unexpected,
    };
}
