namespace Antenna.Data.Postgres;

/// <summary>
/// The private PostgreSQL cannot be had. The message is for people: what is wrong, where, and what to do about it.
/// </summary>
public sealed class PrivatePostgresException : Exception
{
    public PrivatePostgresException()
    {
    }

    public PrivatePostgresException(string message)
        : base(message)
    {
    }

    public PrivatePostgresException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
