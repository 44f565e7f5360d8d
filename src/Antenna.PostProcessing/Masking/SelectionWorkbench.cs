using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Projects;
using Antenna.Data.Scopes;
using Antenna.Data.TaxaLists;
using Microsoft.EntityFrameworkCore;

namespace Antenna.PostProcessing.Masking;

/// <summary>
/// Picked occurrences on which one person tries masks. They are read and previewed a batch at a time, so that the first are
/// there at once; what was read is kept while it is not too much, and another list or option is then tried without reading
/// again. For one circuit.
/// </summary>
public sealed class SelectionWorkbench
{
    /// <summary>Occurrences of the first batch: what a screen shows.</summary>
    private const int FirstBatch = 12;

    private const int Batch = 48;

    /// <summary>Bytes of logits that one workbench keeps: 500 rows of 29,176 classes.</summary>
    private const long MostKept = 64L << 20;

    private readonly IDbContextFactory<AntennaDbContext> _contexts;
    private readonly MaskPlanner _planner;
    private readonly MaskCache _cache;
    private Person? _person;
    private readonly ConcurrentDictionary<long, PreviewBasis> _bases = [];
    private readonly IReadOnlyList<long[]> _batches;
    private KeptReads _kept = new([]);

    internal SelectionWorkbench(
        IDbContextFactory<AntennaDbContext> contexts,
        MaskPlanner planner,
        MaskCache cache,
        Person? person,
        IReadOnlyList<TaxaListOverview> lists,
        long? latestListId,
        IReadOnlyList<long> occurrenceIds,
        IReadOnlyList<CaptureSetClassifierRow> classifiers)
    {
        (_contexts, _planner, _cache, _person) = (contexts, planner, cache, person);
        (TaxaLists, LatestListId, OccurrenceIds, Classifiers) = (lists, latestListId, occurrenceIds, classifiers);
        _batches = [occurrenceIds.Take(FirstBatch).ToArray(), .. occurrenceIds.Skip(FirstBatch).Chunk(Batch)];
    }

    /// <summary>The lists that may be used here, by name.</summary>
    public IReadOnlyList<TaxaListOverview> TaxaLists { get; private set; }

    /// <summary>The list that was last masked to in the project; null where none was.</summary>
    public long? LatestListId { get; }

    /// <summary>What was picked, in the order of ids.</summary>
    public IReadOnlyList<long> OccurrenceIds { get; }

    /// <summary>The classifiers that ran on any of it, by name.</summary>
    public IReadOnlyList<CaptureSetClassifierRow> Classifiers { get; private set; }

    /// <summary>What masks the selection by these settings.</summary>
    public MaskRequest RequestOf(MaskSettings settings) => new(RunScope.OfSelection(OccurrenceIds), settings);

    /// <summary>Takes the lists as they are now, after another one or another version was saved.</summary>
    /// <param name="person">Whose drafts and trials may be used: known since something of theirs is recorded.</param>
    public void Follow(IReadOnlyList<TaxaListOverview> lists, Person? person) => (TaxaLists, _person) = (lists, person);

    /// <summary>Reads the occurrences again from now on, after a run or a person changed them.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        _kept = new([]);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        Classifiers = await SelectionClassifiers.ReadAsync(context, OccurrenceIds, cancellationToken);
    }

    /// <summary>What masking each classifier that ran here would be, and all that is wrong with it.</summary>
    public Task<MaskReview> ReviewAsync(MaskSettings settings, CancellationToken cancellationToken) => _planner.ReviewAsync(
        RequestOf(settings with { ClassifierIds = [.. Classifiers.Select(row => row.Classifier.Id)] }), _person, _cache, cancellationToken);

    /// <summary>
    /// Previews masks on every occurrence, by the steps of their runs, and writes nothing. Occurrences that are gone are left
    /// out.
    /// </summary>
    /// <param name="plans">Of this selection, one a classifier.</param>
    public async IAsyncEnumerable<IReadOnlyList<SelectionPreview>> PreviewAsync(
        IReadOnlyList<MaskPlan> plans, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The order in which the runs are launched, and so done.
        MaskPlan[] ordered = [.. plans.OrderBy(plan => plan.Classifier.Id)];
        long[] classifiers = [.. ordered.Select(plan => plan.Classifier.Id)];
        if (!_kept.ClassifierIds.SequenceEqual(classifiers))
            _kept = new(classifiers);
        var kept = _kept;
        for (var number = 0; number < _batches.Count; number++)
        {
            var occurrences = await ReadAsync(kept, number, cancellationToken);

            // Off the caller's circuit: every plan masks every occurrence of the batch, and the page answers meanwhile.
            yield return await Task.Run(() => PreviewAsync(ordered, occurrences, cancellationToken), cancellationToken);
        }
    }

    private async Task<IReadOnlyList<SelectionPreview>> PreviewAsync(
        MaskPlan[] plans, IReadOnlyList<MaskableOccurrence> occurrences, CancellationToken cancellationToken)
    {
        var tree = await _cache.TreeAsync(cancellationToken);
        var previews = new List<SelectionPreview>(occurrences.Count);
        foreach (var occurrence in occurrences)
        {
            var masks = new List<MaskPreview>();
            var state = occurrence;
            foreach (var plan in plans)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var previewer = new MaskPreviewer(state, plan, _bases.GetOrAdd(plan.Classifier.Id, _ => PreviewBasis.Of(plan.CategoryMap, tree)), tree);
                masks.Add(previewer.Preview());
                state = previewer.After;
            }

            var deciding = masks[^1].After.Machine?.DetectionId ?? masks[0].Before.Machine?.DetectionId;
            previews.Add(new(
                occurrence.State.Id,
                deciding ?? occurrence.State.Detections.Cast<long?>().Order().FirstOrDefault(),
                masks,
                masks[0].Before,
                masks[^1].After));
        }

        return previews;
    }

    private async Task<IReadOnlyList<MaskableOccurrence>> ReadAsync(KeptReads kept, int number, CancellationToken cancellationToken)
    {
        if (kept.Batches.TryGetValue(number, out var known))
            return known;
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var read = await MaskableOccurrence.ReadAsync(context, _batches[number], kept.ClassifierIds, cancellationToken);
        kept.Keep(number, read);
        return read;
    }

    /// <summary>What was read with the logits of these classifiers, by the number of its batch.</summary>
    private sealed class KeptReads(long[] classifierIds)
    {
        private long _bytes;

        public long[] ClassifierIds => classifierIds;

        public ConcurrentDictionary<int, IReadOnlyList<MaskableOccurrence>> Batches { get; } = [];

        public void Keep(int number, IReadOnlyList<MaskableOccurrence> read)
        {
            var bytes = read.SelectMany(occurrence => occurrence.Sources).SelectMany(sources => sources).Sum(source => (long)source.Logits.Length * sizeof(float));
            if (Interlocked.Add(ref _bytes, bytes) <= MostKept)
                Batches[number] = read;
            else
                Interlocked.Add(ref _bytes, -bytes);
        }
    }
}
