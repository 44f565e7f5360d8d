namespace Antenna.Data.Export;

/// <summary>How much is to be expected of an export.</summary>
/// <param name="Occurrences">All that were found.</param>
/// <param name="Determined">Those of them that have a determination.</param>
/// <param name="Placed">Those that have a time, a detection, and a station with coordinates.</param>
public readonly record struct ExportSize(long Occurrences, long Determined, long Placed);

/// <summary>How far an export is.</summary>
/// <param name="Done">0 to 1.</param>
/// <param name="Rows">Rows that were written, in all of its tables.</param>
public readonly record struct ExportProgress(double Done, long Rows);
