using System.Text.Json;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>A person's identification of an occurrence of a running Antenna.</summary>
/// <param name="TaxonId">There; null for a comment.</param>
/// <param name="Withdrawn">Flagged so there, which is also done to whatever a later one of the same person replaced.</param>
/// <param name="AgreedIdentification">The identification there that was agreed with.</param>
/// <param name="AgreedPrediction">The classification there that was agreed with.</param>
internal sealed record RemoteIdentification(
    long Id, long OccurrenceId, string? Person, long? TaxonId, bool Withdrawn, long? AgreedIdentification, long? AgreedPrediction, string? Comment, string? CreatedAt)
{
    /// <summary>Reads a row of the list, or what <see cref="Write"/> wrote.</summary>
    /// <param name="host">Of that Antenna.</param>
    public static RemoteIdentification? Read(JsonElement row, string host) => row.IdOf("id") is { } id && (row.IdOf("occurrence_id") ?? row.IdOf("occurrence")) is { } occurrence
        ? new(
            id, occurrence, PersonOf(row, host), row.IdOf("taxon_id") ?? row.IdOf("taxon"), row.Truth("withdrawn", otherwise: false),
            row.IdOf("agreed_with_identification_id"), row.IdOf("agreed_with_prediction_id"),
            row.Text("comment") is { } comment && !string.IsNullOrWhiteSpace(comment) ? ControlCharacters.Escape(comment.Trim(), keepLayout: true) : null, row.Text("created_at"))
        : null;

    public void Write(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, new
    {
        id = Id, occurrence_id = OccurrenceId, user = new { name = Person }, taxon_id = TaxonId, withdrawn = Withdrawn,
        agreed_with_identification_id = AgreedIdentification, agreed_with_prediction_id = AgreedPrediction, comment = Comment, created_at = CreatedAt,
    });

    /// <summary>A person's name; one of whom only the id is given is called by that, and by the host, since ids are that Antenna's alone.</summary>
    private static string? PersonOf(JsonElement row, string host)
    {
        var name = row.NameOf("user") ?? (row.Member("user")?.ValueKind is JsonValueKind.String ? row.Text("user") : null);
        return !string.IsNullOrWhiteSpace(name) && IndexedText.ProblemOf(name) is null ? name.Trim() : row.IdOf("user") is { } id ? $"User {id} of {host}" : null;
    }
}
