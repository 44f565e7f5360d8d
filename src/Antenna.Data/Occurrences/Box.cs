namespace Antenna.Data.Occurrences;

/// <summary>px from the capture's top left corner.</summary>
public readonly record struct Box(double X1, double Y1, double X2, double Y2);
