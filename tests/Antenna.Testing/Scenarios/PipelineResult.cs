namespace Antenna.Testing.Scenarios;

/// <summary>What a classifier's pipeline delivers of one detection.</summary>
/// <param name="Classifier">Who says it.</param>
/// <param name="Logits">One value a class, or whatever a broken pipeline delivers; none at all where null.</param>
public sealed record PipelineResult(ScenarioClassifier Classifier, float[]? Logits)
{
    /// <summary>Whether the pipeline delivers it as what counts, or as a step on its way.</summary>
    public bool Terminal { get; init; } = true;

    public DateTime At { get; init; } = Scenario.Night;
}
