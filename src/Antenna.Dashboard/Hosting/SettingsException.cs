namespace Antenna.Dashboard.Hosting;

/// <summary>A setting makes no sense. The message is for people: which one, what is wrong with it, what to write.</summary>
public sealed class SettingsException(string message, Exception? innerException = null) : Exception(message, innerException);
