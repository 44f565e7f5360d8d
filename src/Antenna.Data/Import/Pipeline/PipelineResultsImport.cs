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
        return await new ProjectImport(dataSource, time, request.Project, request.Mode, request.OnCommit).RunAsync(
            started, progress,
            (connection, shared, now) => new PipelineTransfer(connection, request, shared, notATaxon, now, progress).RunAsync(cancellationToken),
            cancellationToken);
    }

    private static void Check(PipelineResultsRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.File))
            throw new ImportRefusedException("No file is named; name the JSON of pipeline results.");
        ProjectImport.CheckNames(request.Project, request.CaptureSet);
        if (request.Captures is { } captures && string.IsNullOrWhiteSpace(captures))
            throw new ImportRefusedException("No table of captures is named; name it, or leave it out for the captures.csv beside the results.");
    }
}
