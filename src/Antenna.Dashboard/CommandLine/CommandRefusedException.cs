namespace Antenna.Dashboard.CommandLine;

/// <summary>The request cannot be done. The message is for people.</summary>
internal sealed class CommandRefusedException(string message) : Exception(message);
