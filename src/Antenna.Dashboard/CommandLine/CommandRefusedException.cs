namespace Antenna.Dashboard.CommandLine;

/// <summary>What was asked for cannot be done. The message is for people.</summary>
internal sealed class CommandRefusedException(string message) : Exception(message);
