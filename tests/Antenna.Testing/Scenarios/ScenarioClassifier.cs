using Antenna.Core.Predictions;
using Antenna.Data.Model;

namespace Antenna.Testing.Scenarios;

/// <summary>A classifier of a scenario, with what its classes mean.</summary>
public sealed record ScenarioClassifier(Algorithm Algorithm, CategoryMap Map)
{
    public long Id => Algorithm.Id;

    /// <summary>A result of this classifier: one logit a class, in the order of its labels.</summary>
    public PipelineResult Says(params float[] logits) => new(this, logits);

    /// <summary>A result as some services deliver it: a winner and its score, and nothing to compute with.</summary>
    public PipelineResult SaysWithoutLogits() => new(this, null);

    /// <summary>The taxon of the class with this label.</summary>
    public long TaxonOf(string label) => Map.Single(each => each.Label == label).TaxonId
        ?? throw new ArgumentException($"The class '{label}' is no taxon.", nameof(label));
}
