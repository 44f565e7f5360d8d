using System.Globalization;

namespace Antenna.Data.Export;

/// <summary>Says where the machine's part of an identification comes from: what the classifier said, and by which list, run and mode it was masked.</summary>
internal static class IdentificationRemarks
{
    /// <summary>Null where no machine said anything.</summary>
    public static string? Of(ExportedOccurrence occurrence)
    {
        if (occurrence.Before is not { } before)
            return null;
        var parts = new List<string> { $"{before.Algorithm.Name}: {Winner(before)}" };
        if (occurrence.Mask is { Masses: { } masses } mask)
        {
            var list = mask.Run?.TaxaList is { } version ? $"masked to {version.Name} {version.Version}" : "masked";
            var run = mask.Run is { } origin ? string.Create(CultureInfo.InvariantCulture, $" by run {origin.RunId}") : "";
            parts.Add($"{list}{run}, {mask.Mode?.ToString().ToLowerInvariant()}: {Winner(mask)}, off-list mass {Number(masses.OffList)}");
        }

        if (occurrence.After is { } after && after != occurrence.Mask)
            parts.Add($"{after.Algorithm.Name}: {Winner(after)}");
        return string.Join("; ", parts);
    }

    private static string Winner(ExportedPrediction prediction) => $"{prediction.Winner ?? "nothing"} {Number(prediction.Score)}";

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
