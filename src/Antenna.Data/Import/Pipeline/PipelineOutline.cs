namespace Antenna.Data.Import.Pipeline;

/// <summary>All of a results file that its detections refer to.</summary>
/// <param name="Algorithms">In the order of the file.</param>
/// <param name="SourceImages">How many there are; they are staged.</param>
/// <param name="Detections">How many there are.</param>
internal sealed record PipelineOutline(IReadOnlyList<PipelineAlgorithm> Algorithms, long SourceImages, long Detections);
