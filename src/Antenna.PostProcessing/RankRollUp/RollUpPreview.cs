using Antenna.Core.Taxonomy;
using Antenna.Data.Model;

namespace Antenna.PostProcessing.RankRollUp;

/// <summary>What a roll-up would make of one prediction.</summary>
/// <param name="Steps">The ranks that were tried, fine to coarse; none where the prediction has no distribution.</param>
/// <param name="Answer">The step that the prediction would become; null where it would stay as it is.</param>
/// <param name="Outcome">The key of what the run would count: one of <see cref="RollUpOutcomes"/>.</param>
public sealed record RollUpPreview(IReadOnlyList<PreviewedStep> Steps, PreviewedStep? Answer, string Outcome)
{
    /// <summary>Why it would stay as it is, to follow "because".</summary>
    public string Because => RollUpOutcomes.All.Single(outcome => outcome.Key == Outcome).Meaning;
}

/// <summary>A rank that was tried.</summary>
/// <param name="Threshold">What was to be reached.</param>
/// <param name="Best">The best of the taxa that compete; null where none does.</param>
/// <param name="Score">What its classes add up to.</param>
public sealed record PreviewedStep(Rank Rank, double Threshold, TaxonName? Best, double Score, bool IsReached);
