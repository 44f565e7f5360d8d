using System.Globalization;
using Antenna.Core.Predictions;

namespace Antenna.Data.Export;

/// <summary>Says where the machine's identification of an occurrence comes from: what the classifier predicted, and by which list, run and mode it was masked.</summary>
internal static class MachineRemarks
{
    /// <summary>Null where nothing was predicted.</summary>
    public static string? Of(ExportedOccurrence occurrence)
    {
        if (occurrence.Before is not { } before)
            return null;
        var parts = new List<string> { $"{before.Algorithm.Name}: {Winner(before)}" };
        if (occurrence.Mask is { Masses: { } masses } mask)
        {
            var list = mask.Run?.TaxaList is { } version ? $"masked to {version.Name} {version.Version}" : "masked";
            var run = mask.Run is { } origin ? string.Create(CultureInfo.InvariantCulture, $" by run {origin.RunId}") : "";
            parts.Add($"{list}{run}, {mask.Mode?.DisplayName()}: {Winner(mask)}, off-list mass {Number(masses.OffList)}");
        }

        if (occurrence.After is { } after && after != occurrence.Mask)
            parts.Add($"{after.Algorithm.Name}: {Winner(after)}");
        return string.Join("; ", parts);
    }

    private static string Winner(ExportedPrediction prediction) => $"{prediction.Winner ?? "nothing"} {Number(prediction.Score)}";

    /// <summary>With as many digits as tell it from every other number: what is handed on is not rounded.</summary>
    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
