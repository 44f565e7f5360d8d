namespace Antenna.Data.Import;

/// <summary>How far an import is.</summary>
/// <param name="Step">What it does now, for a person: <c>reading detections</c>.</param>
/// <param name="Done">How much of this step is done, 0 to 1; null where that is not known.</param>
/// <param name="Rows">How many rows this step has gone through.</param>
/// <param name="IsWait">Whether it does nothing but wait for another transaction.</param>
public readonly record struct ImportProgress(string Step, double? Done, long Rows, bool IsWait = false);
