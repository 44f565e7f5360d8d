using System.Text.Json;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>A classification of a detection, as an occurrence's page has it.</summary>
/// <param name="AppliedTo">The classification that it was derived from; null for a classifier's own.</param>
/// <param name="Label">The name of its taxon.</param>
internal sealed record RemoteClassification(
    long Id, long? AlgorithmId, string? AlgorithmName, long? AppliedTo, bool Terminal, string? CreatedAt, string? Label, string? Score)
{
    public static RemoteClassification? Read(JsonElement row) => row.IdOf("id") is { } id
        ? new(
            id, row.IdOf("algorithm"), row.NameOf("algorithm"), row.IdOf("applied_to"), row.Truth("terminal", otherwise: true), row.Text("created_at"),
            row.NameOf("taxon") ?? row.Text("taxon"), row.Text("score"))
        : null;
}

/// <summary>A detection of an occurrence's page.</summary>
/// <param name="Box">x1, y1, x2, y2 in px; null where there is none.</param>
internal sealed record RemoteDetection(long Id, long? CaptureId, string? Crop, double[]? Box, IReadOnlyList<RemoteClassification> Classifications)
{
    /// <summary>The detections of an occurrence by their ids: those that were there first come first.</summary>
    public static IEnumerable<RemoteDetection> ReadAll(JsonElement occurrence) => occurrence.Elements("detections")
        .Select(Read)
        .OfType<RemoteDetection>()
        .OrderBy(detection => detection.Id);

    /// <summary>Classifiers' own ones.</summary>
    public IEnumerable<RemoteClassification> Sources => Classifications.Where(row => row.AppliedTo is null);

    /// <summary>
    /// Whether a lineage counts: its source, or what was derived from it. Where only that is terminal, the source has to be here,
    /// where what is derived does not come.
    /// </summary>
    public bool Counts(RemoteClassification source) => source.Terminal || Classifications.Any(row => row.Terminal && SourceOf(row) == source.Id);

    /// <summary>The classification at the beginning of a lineage; null where that is not of this detection.</summary>
    public long? SourceOf(RemoteClassification row)
    {
        // At most as many steps as there are rows: what is given may lead in a circle.
        for (var steps = 0; steps <= Classifications.Count; steps++)
        {
            if (row.AppliedTo is not { } id)
                return row.Id;
            if (Classifications.FirstOrDefault(other => other.Id == id) is not { } other)
                return null;
            row = other;
        }

        return null;
    }

    private static RemoteDetection? Read(JsonElement row)
    {
        if (row.IdOf("id") is not { } id)
            return null;
        double[] box = [.. row.Elements("bbox").Where(side => side.ValueKind is JsonValueKind.Number).Select(side => side.GetDouble())];
        return new(
            id, row.IdOf("capture"), row.Text("url"), box.Length == 4 ? box : null,
            [.. row.Elements("classifications").Select(RemoteClassification.Read).OfType<RemoteClassification>()]);
    }
}
