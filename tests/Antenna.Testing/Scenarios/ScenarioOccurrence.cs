namespace Antenna.Testing.Scenarios;

/// <summary>An animal of a scenario.</summary>
/// <param name="Id">The occurrence.</param>
/// <param name="Detections">Its detections, in the order given.</param>
/// <param name="Sources">What pipelines said of it, in the order given: each the id of a lineage too.</param>
public sealed record ScenarioOccurrence(long Id, IReadOnlyList<long> Detections, IReadOnlyList<long> Sources)
{
    /// <summary>The only result, of an animal that has one.</summary>
    public long Source => Sources.Single();
}
