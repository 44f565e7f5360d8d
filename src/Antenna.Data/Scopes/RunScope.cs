using Antenna.Data.Model;

namespace Antenna.Data.Scopes;

/// <summary>What a run looks at: exactly one of an occurrence or a capture set.</summary>
public readonly record struct RunScope
{
    private RunScope(long? captureSetId, long? occurrenceId) => (CaptureSetId, OccurrenceId) = (captureSetId, occurrenceId);

    public long? CaptureSetId { get; }

    public long? OccurrenceId { get; }

    public static RunScope OfCaptureSet(long id) => new(id, null);

    public static RunScope OfOccurrence(long id) => new(null, id);

    public static RunScope Of(Run run) => new(run.CaptureSetId, run.OccurrenceId);
}
