namespace Antenna.Data.Errors;

/// <summary>
/// The product refuses what a person asked for. The message is for that person, on a page as in a terminal: what is
/// refused, why, and what to do.
/// </summary>
public abstract class RefusedException(string message, Exception? innerException = null) : Exception(message, innerException);
