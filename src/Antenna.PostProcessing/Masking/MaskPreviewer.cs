using System.Collections;
using Antenna.Core.Occurrences;
using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;

namespace Antenna.PostProcessing.Masking;

/// <summary>
/// Takes one occurrence through the very steps of a run, on a copy in memory, and puts into words for a page what came of
/// it. Reads nothing and writes nothing.
/// </summary>
/// <param name="occurrence">As it stands.</param>
/// <param name="basis">Of the plan's classifier.</param>
/// <param name="tree">Names what the classes are.</param>
internal sealed class MaskPreviewer(MaskableOccurrence occurrence, MaskPlan plan, PreviewBasis basis, TaxonTree tree)
{
    private readonly OccurrenceState _after = occurrence.State.Copy();
    private readonly DescribedClasses _described = new(plan, basis, tree);

    /// <summary>The occurrence as the mask leaves it, once it was previewed.</summary>
    public MaskableOccurrence After => occurrence with { State = _after };

    public MaskPreview Preview()
    {
        var algorithmId = occurrence.Algorithms.Values.FirstOrDefault(algorithm => algorithm.Is(plan.Identity))?.Name.Id;
        var mask = new MaskWork(plan.Classifier.Id, algorithmId, plan.Kept, basis.Taxa, plan.Options);
        var changes = new LineageChanges(new Dictionary<long, OccurrenceState> { [_after.Id] = _after });

        // A mask that is previewed on top of another leaves the ids of that one's rows alone.
        var nextId = RunDryRun.FirstUnwrittenId + _after.Classifications.Count(row => row.Id >= RunDryRun.FirstUnwrittenId);
        var counters = new OutcomeCounts();
        var rows = new List<PreviewedRow>();
        foreach (var source in occurrence.Sources[plan.Classifier.Id])
        {
            var fault = PredictionComparison.TryCompute(
                source.Logits, plan.Kept, basis.Everything, basis.Kinship, MaskWork.Top, out var comparison);
            if (plan.Kept.ListedCount == 0)
            {
                // Such a mask is refused: it is shown for what could be added, and would change nothing.
                rows.Add(new(source.DetectionId, source.Id, RowEffect.Skipped, null, "no class is on the list", comparison is null ? null : _described.Describe(comparison)));
                continue;
            }

            var rolledUp = RolledUp(source);
            var outcome = mask.Apply(new(source.Id, _after.Id, fault, comparison?.Masked), changes, () => nextId++);
            counters.Add(outcome, 1);
            var effect = EffectOf(outcome);
            rows.Add(Row(source, fault, comparison, effect) with { Replaced = effect is RowEffect.Masked or RowEffect.Restored ? rolledUp : null });
        }

        return new(
            plan.Listing.Name,
            new(plan.Classifier.Id, plan.Classifier.Key, plan.Classifier.Name, plan.Classifier.Kind),
            plan.Options,
            plan.Kept.ListedCount,
            rows,
            Describe(occurrence.State),
            Describe(_after),
            counters,
            plan.Warnings);
    }

    /// <summary>The taxon to which the row that counts now was rolled up; null where another row counts.</summary>
    private TaxonName? RolledUp(MaskableSource source)
    {
        var terminal = _after.Classifications.SingleOrDefault(row => row.LineageId == source.Id && row.Terminal);
        return terminal is { TaxonId: { } taxon } && occurrence.Algorithms.GetValueOrDefault(terminal.AlgorithmId)?.Name.Kind is AlgorithmKind.RollUp
            ? Taxon(taxon)
            : null;
    }

    private static RowEffect EffectOf(string outcome) => outcome switch
    {
        MaskOutcomes.Masked => RowEffect.Masked,
        MaskOutcomes.Restored => RowEffect.Restored,
        MaskOutcomes.Held => RowEffect.Held,
        MaskOutcomes.Unchanged => RowEffect.Unchanged,
        _ => RowEffect.Skipped,
    };

    private PreviewedRow Row(MaskableSource source, LogitsFault fault, PredictionComparison? comparison, RowEffect effect) => new(
        source.DetectionId,
        source.Id,
        effect,
        effect switch
        {
            RowEffect.Masked => LineageRow.Masked,
            RowEffect.Restored => LineageRow.Source,
            RowEffect.Unchanged => comparison?.Masked is { } masked ? MaskEffect.Due(masked, plan.Options) : LineageRow.Source,
            _ => null,
        },
        fault is LogitsFault.None ? null : MaskOutcomes.ReasonOf(fault),
        comparison is null ? null : _described.Describe(comparison));

    private PreviewedDetermination Describe(OccurrenceState state)
    {
        var determination = state.Determine();
        var machine = determination.Machine is { } best ? Machine(state, best) : null;
        var person = determination is { IdentificationId: { } id, TaxonId: { } taxon, Score: { } score }
            ? new DecidingRow(occurrence.People[id], null, null, Taxon(taxon), score, Unwritten: false)
            : null;
        return new(
            determination.TaxonId is { } determined ? Taxon(determined) : null, determination.Score, person ?? machine, machine);
    }

    private DecidingRow Machine(OccurrenceState state, MachinePrediction best)
    {
        var row = state.Classifications.Single(row => row.Id == best.ClassificationId);
        return new(
            null, occurrence.Algorithms.GetValueOrDefault(row.AlgorithmId)?.Name, row.DetectionId, Taxon(best.TaxonId), best.Score,
            row.Id >= RunDryRun.FirstUnwrittenId);
    }

    private TaxonName Taxon(long id) => occurrence.Taxa.TryGetValue(id, out var known) ? known : _described.Name(id)!;
}

/// <summary>What every preview of one classifier's rows needs, whichever list it is for.</summary>
/// <param name="Taxa">The taxon of each class.</param>
internal sealed record PreviewBasis(IReadOnlyList<long?> Taxa, KeptSet Everything, ClassKinship Kinship)
{
    public static PreviewBasis Of(CategoryMap map, TaxonTree tree) => new(
        new ClassTaxa(map), KeptSet.Everything(map.Count), ClassKinship.Of(map, tree));

    /// <summary>The taxa of a map that is there anyway, rather than half a megabyte of them once more.</summary>
    private sealed class ClassTaxa(CategoryMap map) : IReadOnlyList<long?>
    {
        public int Count => map.Count;

        public long? this[int index] => map[index].TaxonId;

        public IEnumerator<long?> GetEnumerator() => map.Select(label => label.TaxonId).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
