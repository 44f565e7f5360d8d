namespace Antenna.Data.Import.Tables;

/// <summary>Why a row is left out, whatever else it says.</summary>
/// <param name="Message">A sentence of the report, the same for all such rows.</param>
/// <param name="Detail">What was found in this row; null where the message says it.</param>
internal sealed record RowLeftOut(ImportFindingLevel Level, string Message, string? Detail);
