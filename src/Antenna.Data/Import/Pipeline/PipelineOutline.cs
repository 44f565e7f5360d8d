namespace Antenna.Data.Import.Pipeline;

/// <summary>All of a results file that its detections refer to.</summary>
/// <param name="Algorithms">In the order of the file.</param>
/// <param name="SourceImages">The number of images; they are staged.</param>
/// <param name="Detections">The number of detections.</param>
internal sealed record PipelineOutline(IReadOnlyList<PipelineAlgorithm> Algorithms, long SourceImages, long Detections);
