namespace Antenna.Data.Postgres;

/// <summary>What a process of the product wants of the private PostgreSQL.</summary>
public enum PostgresUse
{
    /// <summary>The dashboard itself. One at a time on a data folder: a second one is refused.</summary>
    Server,

    /// <summary>A command, alone or alongside a live server; any number at a time.</summary>
    Command,
}
