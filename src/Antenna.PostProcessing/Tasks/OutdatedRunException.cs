namespace Antenna.PostProcessing.Tasks;

/// <summary>A run would not do any more what it was launched for, and so does nothing.</summary>
/// <param name="message">Why, and what a curator can do.</param>
public sealed class OutdatedRunException(string message) : Exception(message);
