namespace Antenna.Data.Database;

/// <summary>The texts of a database's errors on pages, in commands and in the failures of runs.</summary>
public static class DatabaseErrorText
{
    /// <summary>A few words for a table: "disk full".</summary>
    public static string Label(DatabaseErrorKind kind) => kind switch
    {
        DatabaseErrorKind.DiskFull => "disk full",
        DatabaseErrorKind.DiskFailure => "disk failure",
        DatabaseErrorKind.Unreachable => "database away",
        DatabaseErrorKind.Timeout => "database does not answer",
        DatabaseErrorKind.LockWait => "a lock",
        DatabaseErrorKind.Deadlock => "deadlock",
        DatabaseErrorKind.OutOfMemory => "database out of memory",
        DatabaseErrorKind.ReadOnly => "database read-only",
        DatabaseErrorKind.TooManyConnections => "no connection left",
        _ => "database error",
    };

    /// <summary>What is wrong, as a sentence without its full stop.</summary>
    public static string What(DatabaseErrorKind kind) => kind switch
    {
        DatabaseErrorKind.DiskFull => "The disk of the database is full",
        DatabaseErrorKind.DiskFailure => "The disk of the database fails to read or write",
        DatabaseErrorKind.Unreachable => "The database cannot be reached",
        DatabaseErrorKind.Timeout => "The database does not answer in time",
        DatabaseErrorKind.LockWait => "Another session of the database holds a lock",
        DatabaseErrorKind.Deadlock => "Two sessions of the database wait for each other's locks",
        DatabaseErrorKind.OutOfMemory => "The database is out of memory",
        DatabaseErrorKind.ReadOnly => "The database can only be read from",
        DatabaseErrorKind.TooManyConnections => "The database has no connection left",
        _ => "The database refused a statement",
    };

    /// <summary>What a person can do, as a sentence without its full stop.</summary>
    public static string Advice(DatabaseErrorKind kind) => kind switch
    {
        DatabaseErrorKind.DiskFull => "Free space on the disk that holds the database",
        DatabaseErrorKind.DiskFailure => "Look at PostgreSQL's log and at the health of that disk",
        DatabaseErrorKind.Unreachable => "Start PostgreSQL if it has stopped; its log says why it did",
        DatabaseErrorKind.Timeout => "Look at how busy the database's machine and disk are",
        DatabaseErrorKind.LockWait => "Wait until that session has ended its transaction, or end it",
        DatabaseErrorKind.Deadlock => "Nothing is to be done: one of them is ended, and tried again",
        DatabaseErrorKind.OutOfMemory => "Give its machine more memory, or end what else runs there",
        DatabaseErrorKind.ReadOnly => "If the address is a standby's, set ConnectionStrings:Antenna to the primary server; else end its read-only mode",
        DatabaseErrorKind.TooManyConnections => "End other programs that use the database, or raise max_connections",
        _ => "Report it, with the log",
    };
}
