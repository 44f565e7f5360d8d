using Antenna.Core.Evaluation;
using Antenna.Core.Predictions;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;

namespace Antenna.PostProcessing.Masking.Impacts;

/// <summary>
/// One occurrence before and after a mask, by the steps of the run, and everything that the figures of an impact count of it.
/// A figure and the list of its occurrences go by the same property of this.
/// </summary>
public sealed class ImpactCase
{
    private readonly ImpactBasis _basis;
    private readonly long? _independent;

    private ImpactCase(ImpactBasis basis, OccurrenceState state, IReadOnlyList<ImpactRow> rows)
    {
        (_basis, OccurrenceId, Before, After, Rows) = (basis, state.Id, state.Stored, state.Stored, rows);
        _independent = IndependentIdentification.TaxonOf(state.Identifications);

        // As a run: it decides again where it changes something, and nowhere else.
        if (rows.Any(row => row.IsChanged))
        {
            var after = state.Determine();
            After = StoredDetermination.Of(after);
            DecidedByAnother = after.ClassificationId is { } deciding && ClassifierOf(state, deciding) != basis.Plan.Classifier.Id;
        }

        // What a picture shows of it: the detection of which most changes.
        DetectionId = rows.Count > 0 ? rows.MaxBy(row => row.IsChanged ? 1 + row.OffList : row.OffList)!.DetectionId : state.Detections.Order().Cast<long?>().FirstOrDefault();
    }

    public long OccurrenceId { get; }

    /// <summary>The detection to show; null where there is none any more.</summary>
    public long? DetectionId { get; }

    public StoredDetermination Before { get; }

    public StoredDetermination After { get; }

    /// <summary>Its predictions that are in the run's scope.</summary>
    public IReadOnlyList<ImpactRow> Rows { get; }

    /// <summary>The taxa that it is determined and predicted as, before and after.</summary>
    public IEnumerable<long> TaxonIds =>
        new[] { Before.TaxonId, After.TaxonId, Before.MachineTaxonId, After.MachineTaxonId }.OfType<long>().Distinct();

    /// <summary>The prediction that is best becomes another taxon, or none, or one for the first time.</summary>
    public bool PredictionChanges => Before.MachineTaxonId != After.MachineTaxonId;

    /// <summary>The occurrence becomes another taxon, or none, or one for the first time.</summary>
    public bool TaxonChanges => Before.TaxonId != After.TaxonId;

    /// <summary>The greatest share of the classifier's belief that is off the list, in a row that changes; 0 where none does.</summary>
    public double Change => Rows.Where(row => row.IsChanged).Select(row => row.OffList).DefaultIfEmpty(0).Max();

    /// <summary>A person determined it, and so it stays what it is, while the prediction becomes another taxon.</summary>
    public bool IsVerifiedAgainst => Before.Verified && PredictionChanges;

    /// <summary>Something of it changes, and yet a prediction of another classifier decides what it is.</summary>
    public bool DecidedByAnother { get; }

    /// <summary>What a person determined it as, as the species of it; null where no person did.</summary>
    public long? Confirmed => Before is { Verified: true, TaxonId: { } taxon } ? _basis.Species(taxon) : null;

    /// <summary>What a person identified it as on their own, as the species of it; null where nobody did.</summary>
    public long? Identified => _independent is { } taxon ? _basis.Species(taxon) : null;

    /// <summary>What the mask does to its best prediction, by what a person identified on their own; null where nobody did.</summary>
    public PairedOutcome? Outcome => _independent is { } identified
        ? PairedCounts.OutcomeOf(
            IndependentIdentification.IsRight(_basis.Tree, Before.MachineTaxonId, identified),
            IndependentIdentification.IsRight(_basis.Tree, After.MachineTaxonId, identified))
        : null;

    /// <summary>A prediction of it that a taxon would win if it alone were added to the list.</summary>
    public bool IsWonByAdding(long taxonId) => Rows.Any(row => row.WonByAdding.Any(won => _basis.Addable[won] == taxonId));

    /// <summary>A prediction of it that a taxon of the list takes; null for what is no taxon.</summary>
    public bool IsTakenBy(long? taxonId) => Rows.Any(row => row.IsTaken && row.TakenBy == taxonId);

    /// <summary>People determined it as something else than this taxon of the list.</summary>
    public bool IsDenied(long? taxonId) => Before is { Verified: true, TaxonId: { } confirmed }
        && !(taxonId is { } taxon && IndependentIdentification.IsRight(_basis.Tree, taxon, confirmed));

    /// <summary>The occurrences of a batch, in the order of ids.</summary>
    internal static IEnumerable<ImpactCase> Of(ImpactBasis basis, DryRunBatch batch)
    {
        var byOccurrence = batch.Rows.GroupBy(row => row.Row.OccurrenceId);
        foreach (var rows in byOccurrence)
        {
            if (batch.Changes.Occurrence(rows.Key) is not { } state)
                continue;
            yield return new(
                basis,
                state,
                [.. rows.Select(row => new ImpactRow(basis, (PredictedRow)row.Row, row.Outcome, batch.Changes))]);
        }
    }

    /// <summary>An occurrence that no prediction of the run belongs to: it stays what it is.</summary>
    internal static ImpactCase Untouched(ImpactBasis basis, OccurrenceState state) => new(basis, state, []);

    private static long? ClassifierOf(OccurrenceState state, long classificationId)
    {
        var lineage = state.Classifications.FirstOrDefault(row => row.Id == classificationId)?.LineageId;
        return state.Classifications.FirstOrDefault(row => row.Id == lineage)?.AlgorithmId;
    }
}

/// <summary>One prediction of an occurrence under a mask.</summary>
public sealed class ImpactRow
{
    private readonly PredictedRow _row;

    internal ImpactRow(ImpactBasis basis, PredictedRow row, string outcome, LineageChanges changes)
    {
        (_row, Outcome) = (row, outcome);
        DetectionId = changes.Lineage(row.Id) is [var first, ..] ? first.DetectionId : null;
        ReplacesRollUp = changes.DemotedOf(row.Id) is { } demoted && basis.RollUps.Contains(demoted.AlgorithmId);
        if (Prediction is not { } prediction)
            return;
        IsUnresolved = basis.Plan.CategoryMap[prediction.SourceWinner].Meaning is ClassMeaning.Unresolved;
        IsTaken = outcome is not (MaskOutcomes.Held or MaskOutcomes.Restored) && prediction.Winner != prediction.SourceWinner
            && MaskEffect.Due(prediction, basis.Plan.Options) is LineageRow.Masked;
        TakenBy = basis.TaxonOf(prediction.Winner);
    }

    /// <summary>The key of what becomes of it.</summary>
    public string Outcome { get; }

    public long? DetectionId { get; }

    /// <summary>The run would change which row of its lineage counts.</summary>
    public bool IsChanged => Outcome is MaskOutcomes.Masked or MaskOutcomes.Restored;

    /// <summary>The mask's answer is another class than the classifier's own, and counts.</summary>
    public bool IsTaken { get; }

    /// <summary>What the mask answers; null for what is no taxon. It takes the prediction where <see cref="IsTaken"/>.</summary>
    public long? TakenBy { get; }

    /// <summary>What counts now is rolled up, and would no longer count.</summary>
    public bool ReplacesRollUp { get; }

    /// <summary>The classifier's own answer is a label that resolves to no taxon.</summary>
    public bool IsUnresolved { get; }

    /// <summary>The kept mass, which <em>hold below</em> goes by; null where the mask gives no answer, or the row is out of scope.</summary>
    public double? Kept => Prediction?.Masses.Kept;

    /// <summary>The mass off the list; 0 where the mask gives no answer.</summary>
    public double OffList => Prediction?.Masses.OffList ?? 0;

    /// <summary>Most of the classifier's belief is off the list.</summary>
    public bool IsMostlyOffList => OffList > 0.5;

    internal IReadOnlyList<int> WonByAdding => Outcome is MaskOutcomes.OutOfScope ? [] : _row.WonByAdding;

    private MaskedPrediction? Prediction => Outcome is MaskOutcomes.OutOfScope ? null : _row.Prediction;
}
