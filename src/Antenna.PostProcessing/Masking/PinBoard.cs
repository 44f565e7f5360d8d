using Antenna.Core.Evaluation;
using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;
using Antenna.Data.Runs;
using Antenna.Data.Taxonomy;
using Antenna.PostProcessing.Runs;
using Microsoft.EntityFrameworkCore;

namespace Antenna.PostProcessing.Masking;

/// <summary>
/// The pinned occurrences of a project, masked with every change on a workbench, by the steps of a run. What a change leaves as it is (the
/// occurrences with their logits) is read once. For one circuit.
/// </summary>
public sealed class PinBoard
{
    private readonly IDbContextFactory<AntennaDbContext> _contexts;
    private readonly PinnedOccurrences _pins;
    private readonly CurrentTaxonomy _taxonomy;
    private (long ClassifierId, IReadOnlyList<MaskableOccurrence> Occurrences)? _read;
    private (long CategoryMapId, long?[] Taxa)? _taxa;

    internal PinBoard(IDbContextFactory<AntennaDbContext> contexts, PinnedOccurrences pins, CurrentTaxonomy taxonomy, long projectId) =>
        (_contexts, _pins, _taxonomy, ProjectId) = (contexts, pins, taxonomy, projectId);

    public long ProjectId { get; }

    /// <summary>What is pinned, in the order in which it was; as it was read last.</summary>
    public IReadOnlyList<long> OccurrenceIds { get; private set; } = [];

    /// <summary>Reads what is pinned, and the occurrences from now on, after people or a run changed them.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        OccurrenceIds = await _pins.ReadAsync(ProjectId, cancellationToken);
        _read = null;
    }

    /// <summary>What the mask that a workbench tries makes of each, and writes nothing; nothing where it tries none.</summary>
    /// <returns>What moved first.</returns>
    public async Task<IReadOnlyList<PinPreview>> PreviewAsync(WorkbenchView view, CancellationToken cancellationToken)
    {
        if (view.Plan is not { } plan || OccurrenceIds.Count == 0)
            return [];
        if (_read is not { } read || read.ClassifierId != plan.Classifier.Id)
            read = await ReadAsync(plan.Classifier.Id, cancellationToken);
        var map = plan.Classifier.CategoryMapId!.Value;
        if (_taxa is not { } taxa || taxa.CategoryMapId != map)
            _taxa = taxa = (map, [.. plan.CategoryMap.Select(label => label.TaxonId)]);
        var snapshot = await _taxonomy.GetAsync(cancellationToken);

        // Off the caller's circuit: masking every pin is arithmetic over all of their logits, and the page answers meanwhile.
        return await Task.Run(
            () =>
            {
                var trial = new Trial(plan, plan.Identity, taxa.Taxa, snapshot);
                return PinPreview.Sort(read.Occurrences.Select(trial.Preview));
            },
            cancellationToken);
    }

    private async Task<(long ClassifierId, IReadOnlyList<MaskableOccurrence> Occurrences)> ReadAsync(long classifierId, CancellationToken cancellationToken)
    {
        var ids = OccurrenceIds;
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var read = (classifierId, await MaskableOccurrence.ReadAsync(context, ids, [classifierId], cancellationToken));

        // Where something changed meanwhile, it is old already.
        if (ReferenceEquals(ids, OccurrenceIds))
            _read = read;
        return read;
    }

    /// <summary>One mask, tried on pin after pin.</summary>
    /// <param name="taxa">The taxon of each class.</param>
    private sealed class Trial(MaskPlan plan, MaskIdentity identity, long?[] taxa, TaxonomySnapshot snapshot)
    {
        public PinPreview Preview(MaskableOccurrence occurrence)
        {
            var before = occurrence.State.Determine();
            var after = Apply(occurrence);
            var machine = after.Determine().Machine;
            var identified = before.IdentificationId is null ? null : before.TaxonId;

            // As in an evaluation: a click of agreement with the prediction is no judgement of it.
            var judged = IndependentIdentification.TaxonOf(occurrence.State.Identifications);
            var paired = judged is { } taxon
                ? PairedCounts.OutcomeOf(IsRight(before.Machine?.TaxonId, taxon), IsRight(machine?.TaxonId, taxon))
                : PairedOutcome.StaysWrong;
            var deciding = machine is null ? null : after.Classifications.First(row => row.Id == machine.ClassificationId);
            return new(
                after.Id,
                deciding?.DetectionId ?? occurrence.State.Detections.Cast<long?>().Order().FirstOrDefault(),
                Name(identified),
                new(Name(before.Machine?.TaxonId), before.Machine?.Score),
                new(Name(machine?.TaxonId), machine?.Score),
                PinPreview.VerdictOf(judged is not null, before.Machine?.TaxonId != machine?.TaxonId, paired),
                occurrence.Sources.Contains(plan.Classifier.Id));

            bool IsRight(long? predicted, long named) => IndependentIdentification.IsRight(snapshot.Tree, predicted, named);

            TaxonName? Name(long? id) => id is not { } known ? null : occurrence.Taxa.GetValueOrDefault(known) ?? snapshot.NameOf(known);
        }

        /// <summary>The occurrence as a run of the plan would leave it.</summary>
        private OccurrenceState Apply(MaskableOccurrence occurrence)
        {
            var state = occurrence.State.Copy();
            var algorithmId = occurrence.Algorithms.Values.FirstOrDefault(algorithm => algorithm.Is(identity))?.Name.Id;
            var mask = new MaskWork(plan.Classifier.Id, algorithmId, plan.Kept, taxa, plan.Options);
            var changes = new LineageChanges(new Dictionary<long, OccurrenceState> { [state.Id] = state });
            var nextId = RunDryRun.FirstUnwrittenId;
            foreach (var source in occurrence.Sources[plan.Classifier.Id])
            {
                // Only the winner is looked at here, not what comes after it.
                var fault = MaskedPrediction.TryCompute(source.Logits, plan.Kept, 1, out var prediction);
                mask.Apply(new(source.Id, state.Id, fault, prediction), changes, () => nextId++);
            }

            return state;
        }
    }
}

/// <summary>Opens the boards of projects.</summary>
public sealed class PinBoards(IDbContextFactory<AntennaDbContext> contexts, PinnedOccurrences pins, CurrentTaxonomy taxonomy)
{
    public async Task<PinBoard> OpenAsync(long projectId, CancellationToken cancellationToken)
    {
        var board = new PinBoard(contexts, pins, taxonomy, projectId);
        await board.RefreshAsync(cancellationToken);
        return board;
    }
}
