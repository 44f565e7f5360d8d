using Antenna.Core.Predictions;
using Npgsql;

namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// Imports what a processing service returned: captures, detections and their classifications, into a project and a capture
/// set. One transaction; importing the same file again changes nothing, whatever was masked since.
/// </summary>
/// <remarks>
/// <para>A capture is its path within the project, and its folder where time, station or size say that the same path is
/// another one; a detection its capture, detector and box; a result its detection,
/// classifier and timestamp, which is UTC where it says no zone. A newer result of the same classifier and detection
/// supersedes: nothing of the lineages before it stays terminal. One that is older than what is there arrives superseded,
/// and one that differs from what is there of the same time is reported and left out.</para>
/// <para>Logits are kept as they came, even where they are too few or hold what is no number (<c>null</c>, <c>"NaN"</c>,
/// <c>"Infinity"</c>), because masking is what skips and counts such rows; <c>"-Infinity"</c> is a probability of 0. What
/// is called logits and is probabilities is stored as its logarithms.</para>
/// </remarks>
public sealed class PipelineResultsImport(NpgsqlDataSource dataSource, NotATaxonLabels notATaxon, TimeProvider time)
{
    /// <exception cref="ImportRefusedException">Something is wrong with the request or a file; nothing was written.</exception>
    public async Task<PipelineResultsReport> RunAsync(
        PipelineResultsRequest request, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        Check(request);
        var started = time.GetTimestamp();
        var target = ImportLock.Project(request.Project.Trim());
        return await SharedRows.UseAsync(
            dataSource, target, request.Mode,
            shared => new ImportTransaction(dataSource, time, progress).RunAsync(
                target, request.Mode,
                async (connection, _) =>
                {
                    var transfer = new PipelineTransfer(connection, request, shared, notATaxon, time.GetUtcNow().UtcDateTime, progress);
                    return await transfer.RunAsync(cancellationToken) with { Elapsed = time.GetElapsedTime(started) };
                },
                cancellationToken,
                (connection, report) => request.OnCommit?.Invoke(connection, report, cancellationToken) ?? Task.CompletedTask));
    }

    private static void Check(PipelineResultsRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.File))
            throw new ImportRefusedException("No file is named; name the JSON of pipeline results.");
        if (string.IsNullOrWhiteSpace(request.Project))
            throw new ImportRefusedException("The project has no name; give one.");
        if (string.IsNullOrWhiteSpace(request.CaptureSet))
            throw new ImportRefusedException("The capture set has no name; give one.");
        if (request.Captures is { } captures && string.IsNullOrWhiteSpace(captures))
            throw new ImportRefusedException("No table of captures is named; name it, or leave it out for the captures.csv beside the results.");
        IndexedText.Check(request.Project, "The project's name");
        IndexedText.Check(request.CaptureSet, "The capture set's name");
    }
}
