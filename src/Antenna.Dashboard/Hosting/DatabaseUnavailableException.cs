namespace Antenna.Dashboard.Hosting;

/// <summary>The database that was configured cannot be used. The message is for people: which, why, and what to do.</summary>
public sealed class DatabaseUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
