using System.Runtime.CompilerServices;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Scopes;

/// <summary>A detection of a scope with what its size is told from.</summary>
/// <param name="CaptureWidth">In px; null where it is not known.</param>
/// <param name="CaptureHeight">As <paramref name="CaptureWidth"/>.</param>
public readonly record struct ScopeDetection(long Id, long OccurrenceId, Box? Box, int? CaptureWidth, int? CaptureHeight);

/// <summary>
/// The detections that are in a scope. One that only says that nothing was found is none: it is no animal, and no occurrence of a
/// scope has it.
/// </summary>
public static class ScopeDetections
{
    /// <summary>A query of detections, each with the size of its capture.</summary>
    internal const string Detections =
        """
        (select detection.id, detection.occurrence_id, detection.capture_id, detection.x1, detection.y1, detection.x2, detection.y2,
                capture.width, capture.height
         from detections detection join captures capture on capture.id = detection.capture_id)
        """;

    /// <summary>The number of detections.</summary>
    public static async Task<long> CountAsync(NpgsqlConnection connection, RunScope scope, CancellationToken cancellationToken)
    {
        return await connection.CountLongAsync(
            ScopeSql.Count(scope, "detections", "member.occurrence_id is not null"), [ScopeSql.Key(scope)], cancellationToken);
    }

    /// <summary>Streams those in a range of the scope, occurrence by occurrence in the order of their ids.</summary>
    public static async IAsyncEnumerable<ScopeDetection> ReadAsync(
        NpgsqlConnection connection, RunScope scope, OccurrenceRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string columns =
            "member.occurrence_id, member.id, member.x1, member.y1, member.x2, member.y2, member.width, member.height";
        await using var reader = await connection.ReadLongAsync(
            ScopeSql.Rows(scope, Detections, columns, "member.occurrence_id is not null"), [ScopeSql.Key(scope), range.After, range.Last], cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            Box? box = reader.IsDBNull(2) ? null : new(reader.GetDouble(2), reader.GetDouble(3), reader.GetDouble(4), reader.GetDouble(5));
            yield return new(reader.GetInt64(1), reader.GetInt64(0), box, reader.GetFieldValue<int?>(6), reader.GetFieldValue<int?>(7));
        }
    }
}
