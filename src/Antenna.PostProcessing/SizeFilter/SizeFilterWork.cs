using System.Runtime.CompilerServices;
using Antenna.Core.Detections;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Npgsql;

namespace Antenna.PostProcessing.SizeFilter;

/// <summary>A detection, and what its size says.</summary>
public sealed record SizedRow(long DetectionId, long OccurrenceId, SizeVerdict Verdict) : TaskRow(OccurrenceId, DetectionId)
{
    public override int MostWritten => Verdict is SizeVerdict.TooSmall ? 1 : 0;
}

/// <summary>
/// The work of the filter: a detection that is too small gets a row that says so, the first of a lineage of its own, and
/// nothing else of the detection stays terminal.
/// </summary>
/// <param name="algorithmId">The filter's algorithm; null in a dry run or preview of one that was never run.</param>
/// <param name="createdAt">The time of the rows: the run's, so that it is the same whichever worker writes them, and when.</param>
public sealed class SizeFilterWork(SizeFilterSettings settings, long? algorithmId, DateTime createdAt) : TaskWork<SizedRow>
{
    public override Task<long> CountAsync(NpgsqlConnection connection, RunScope scope, CancellationToken cancellationToken) =>
        ScopeDetections.CountAsync(connection, scope, cancellationToken);

    public override async IAsyncEnumerable<SizedRow> ReadAsync(
        NpgsqlConnection connection, RunScope scope, OccurrenceRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var detection in ScopeDetections.ReadAsync(connection, scope, range, cancellationToken))
            yield return new(detection.Id, detection.OccurrenceId, SizeOf(detection).Judge(settings));
    }

    /// <summary>How much of its capture a detection covers.</summary>
    internal static DetectionSize SizeOf(ScopeDetection detection) => DetectionSize.Of(
        detection.Box is { } box ? (box.X1, box.Y1, box.X2, box.Y2) : null, detection.CaptureWidth, detection.CaptureHeight);

    public override string Apply(SizedRow row, LineageChanges changes, Func<long> newId)
    {
        if (row.Verdict is not SizeVerdict.TooSmall)
            return SizeFilterOutcomes.Of(row.Verdict);
        if (changes.Occurrence(row.OccurrenceId) is not { } occurrence || !occurrence.Detections.Contains(row.DetectionId))
            return SizeFilterOutcomes.Gone;

        var rows = occurrence.Classifications.Where(each => each.DetectionId == row.DetectionId).ToList();
        var own = rows.SingleOrDefault(each => each.AlgorithmId == algorithmId);
        var others = rows.Where(each => each.Terminal && each != own).ToList();
        if (own is { Terminal: true } && others.Count == 0)
            return SizeFilterOutcomes.AlreadyFlagged;

        foreach (var other in others)
            changes.Demote(row.OccurrenceId, other.LineageId);
        if (own is null)
            changes.WriteTerminal(row.OccurrenceId, NewRow(row, newId()));
        else if (!own.Terminal)
            changes.MakeTerminal(row.OccurrenceId, own);
        return SizeFilterOutcomes.Flagged;
    }

    private NewClassification NewRow(SizedRow row, long id) => new()
    {
        Id = id,
        DetectionId = row.DetectionId,
        AppliedToId = null,
        LineageId = id,
        AlgorithmId = algorithmId ?? 0,
        TaxonId = null,
        ClassIndex = 0,
        Score = 1,
        AbsoluteScore = 1,
        CreatedAt = createdAt,
        TopClasses = [0],
        TopScores = [1],
    };
}
