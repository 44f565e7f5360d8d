using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;
using Antenna.Data.Scopes;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Antenna.PostProcessing.Masking;

/// <summary>
/// One occurrence on which one person tries masks. What a change of settings leaves as it is (the tree, the classes, the logits, and
/// what each list keeps) is read once; a change of list, classifier or settings then computes in memory, by the steps of the run.
/// For one circuit: calls follow one another.
/// </summary>
public sealed class MaskWorkbench
{
    private readonly IDbContextFactory<AntennaDbContext> _contexts;
    private readonly MaskPlanner _planner;
    private readonly TaxaListDrafts _drafts;
    private Person? _person;
    private readonly long? _latestListId;
    private readonly MaskCache _cache;
    private readonly Dictionary<MaskSettings, MaskReview> _reviews = [];
    private readonly Dictionary<long, PreviewBasis> _bases = [];
    private readonly Dictionary<long, LabelCounts> _labels = [];
    private MaskableOccurrence _occurrence;

    internal MaskWorkbench(
        IDbContextFactory<AntennaDbContext> contexts,
        MaskPlanner planner,
        TaxaListDrafts drafts,
        MaskCache cache,
        Person? person,
        IReadOnlyList<TaxaListOverview> lists,
        long? latestListId,
        MaskableOccurrence occurrence)
    {
        _contexts = contexts;
        _planner = planner;
        _drafts = drafts;
        _cache = cache;
        _person = person;
        TaxaLists = lists;
        _latestListId = latestListId;
        _occurrence = occurrence;
    }

    public long ProjectId => _occurrence.ProjectId;

    /// <summary>The lists that may be used here, by name.</summary>
    public IReadOnlyList<TaxaListOverview> TaxaLists { get; private set; }

    /// <summary>Takes the lists as they are now, after another one or another version was saved.</summary>
    /// <param name="person">Whose drafts and trials may be used: known since something of theirs is recorded.</param>
    public void Follow(IReadOnlyList<TaxaListOverview> lists, Person? person) => (TaxaLists, _person) = (lists, person);

    /// <summary>Reads the occurrence again, after a run or a person changed it.</summary>
    /// <returns>Whether it is still there.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await MaskableOccurrence.ReadAsync(context, _occurrence.State.Id, cancellationToken) is not { } occurrence)
            return false;
        _occurrence = occurrence;

        // Another classifier may have run here since.
        _reviews.Clear();
        return true;
    }

    /// <summary>Tries a mask, and writes nothing.</summary>
    public async Task<WorkbenchView> TryAsync(MaskSettings settings, CancellationToken cancellationToken)
    {
        var list = await ListOfAsync(settings, cancellationToken);
        var review = list.TaxaListId is not null && Ran.Any() ? await ReviewAsync(list, cancellationToken) : MaskReview.None;
        var classifiers = new List<WorkbenchClassifier>();
        foreach (var classifier in Ran)
            classifiers.Add(await DescribeAsync(classifier, review, cancellationToken));

        var classifierId = settings.ClassifierId ?? DefaultClassifier(classifiers);
        var problems = Problems(settings, classifierId, review);
        var view = new WorkbenchView(list, review.Listing, classifierId, classifiers, null, null, problems);
        if (review.Empty.FirstOrDefault(plan => plan.Classifier.Id == classifierId) is { } empty && problems.TrueForAll(problem => problem.ClassifierId is not null))
        {
            var kept = empty with { Options = settings.Options };
            return view with { Preview = await PreviewAsync(kept, cancellationToken), Plan = kept };
        }

        var plan = problems.Count > 0 ? null : review.Plans.FirstOrDefault(plan => plan.Classifier.Id == classifierId);
        if (plan is null)
            return view;
        plan = plan with { Options = settings.Options };
        return view with { Preview = await PreviewAsync(plan, cancellationToken), Request = RequestOf(plan), Plan = plan };
    }

    /// <summary>
    /// What several tries, all of one classifier, make of a detection, each with the same classes, so that they can stand side by side.
    /// Null for one that says nothing of it.
    /// </summary>
    public async Task<IReadOnlyList<PreviewedPrediction?>> AlignAsync(
        IReadOnlyList<WorkbenchView> tries, long detectionId, CancellationToken cancellationToken)
    {
        var predictions = tries.Select(view => view.Preview?.Rows.FirstOrDefault(row => row.DetectionId == detectionId)?.Prediction).ToList();
        int[] all = [.. predictions.SelectMany(prediction => prediction?.Classes ?? []).Select(each => each.Index).Distinct()];
        var tree = await _cache.TreeAsync(cancellationToken);
        return [.. predictions.Zip(tries, (prediction, view) => prediction is null || prediction.Classes.Count == all.Length
            ? prediction
            : With(all, view.Plan!, detectionId, tree))];
    }

    /// <summary>
    /// Which list, and which version or draft of it: what is chosen; else the draft that was changed last, or that there is of
    /// the list; else the newest version. The revision of a draft tells it from what it was before.
    /// </summary>
    private async Task<MaskSettings> ListOfAsync(MaskSettings settings, CancellationToken cancellationToken)
    {
        var listId = settings.TaxaListId ?? await DraftedListAsync(cancellationToken) ?? DefaultList()?.Id;
        var list = settings.UsesDraft && listId is { } drafted
            ? MaskSettings.Default.WithDraft(drafted)
            : MaskSettings.Default.WithVersion(listId, settings.TaxaListVersion) with { TrialId = settings.TrialId };
        if (list is not { TaxaListId: { } id, TaxaListVersion: null, TrialId: null })
            return list;
        if (_person is not null && await _drafts.FindAsync(id, _person.Id, cancellationToken) is { } draft)
        {
            _cache.Draft = draft;
            return list.WithDraft(id) with { DraftRevision = draft.Revision };
        }

        return list.UsesDraft ? list : list.WithVersion(id, TaxaLists.FirstOrDefault(each => each.Id == id)?.Newest?.Number);
    }

    private async Task<long?> DraftedListAsync(CancellationToken cancellationToken) => _person is null
        ? null
        : (await _drafts.ListsAsync(_person.Id, cancellationToken)).Cast<long?>().FirstOrDefault(id => TaxaLists.Any(list => list.Id == id));

    /// <summary>A classifier's prediction of a detection, where that counts in some form; null where it made none.</summary>
    public WorkbenchSource? SourceOf(long classifierId, long detectionId)
    {
        if (!_occurrence.Algorithms.TryGetValue(classifierId, out var classifier) || classifier.CategoryMapId is not { } map)
            return null;
        return _occurrence.Sources[classifierId].FirstOrDefault(source => source.DetectionId == detectionId) is { } found
            ? new(classifierId, map, found.Logits, _occurrence.State.Classifications.Single(row => row.Id == found.Id).TaxonId)
            : null;
    }

    private IEnumerable<MaskableAlgorithm> Ran => _occurrence.Algorithms.Values
        .Where(algorithm => algorithm.Name.Kind is AlgorithmKind.Classifier)
        .OrderBy(algorithm => algorithm.Name.Name, StringComparer.Ordinal).ThenBy(algorithm => algorithm.Name.Id);

    private static MaskRequest RequestOf(MaskPlan plan) => new(plan.Scope, plan.ToSettings());

    private List<SettingsProblem> Problems(MaskSettings settings, long? classifierId, MaskReview review)
    {
        var problems = new List<SettingsProblem>();
        if (MaskPlanner.CheckHoldBelow(settings.Options.HoldBelow) is { } problem)
            problems.Add(problem);
        if (settings.ClassifierId is { } chosen && !Ran.Any(classifier => classifier.Name.Id == chosen))
            problems.Add(new("classifier", $"No classifier {chosen} ran on this occurrence."));
        problems.AddRange(review.Problems.Where(problem => problem.ClassifierId is null || problem.ClassifierId == classifierId));
        return problems;
    }

    private TaxaListOverview? DefaultList() =>
        TaxaLists.FirstOrDefault(list => list.Id == _latestListId && list.Versions.Count > 0)
        ?? TaxaLists.FirstOrDefault(list => list.Versions.Count > 0)
        ?? (TaxaLists is [var first, ..] ? first : null);

    private long? DefaultClassifier(List<WorkbenchClassifier> classifiers)
    {
        var deciding = _occurrence.State.Determine().Machine?.ClassificationId;
        var row = _occurrence.State.Classifications.FirstOrDefault(row => row.Id == deciding);
        var source = _occurrence.State.Classifications.FirstOrDefault(each => each.Id == row?.LineageId)?.AlgorithmId;
        return classifiers
            .OrderBy(each => each.WhyNot is not null).ThenBy(each => each.Classifier.Id != source)
            .FirstOrDefault()?.Classifier.Id;
    }

    private async Task<WorkbenchClassifier> DescribeAsync(
        MaskableAlgorithm classifier, MaskReview review, CancellationToken cancellationToken)
    {
        var id = classifier.Name.Id;
        if (!_labels.TryGetValue(id, out var labels))
            _labels[id] = labels = LabelsOf(await _cache.CategoryMapAsync(classifier.CategoryMapId!.Value, cancellationToken));
        var rows = _occurrence.Sources[id].Count();
        var maskable = _occurrence.Sources[id].Count(source => source.Logits.Length > 0);
        return new(classifier.Name, labels, rows, maskable, review.WhyNotMaskable(id, rows, maskable));
    }

    private static LabelCounts LabelsOf(CategoryMap map) => new(
        map.Count(label => label.Meaning is ClassMeaning.Taxon),
        map.Count(label => label.Meaning is ClassMeaning.NotATaxon),
        map.Count(label => label.Meaning is ClassMeaning.Unresolved));

    /// <summary>What masking what ran here to a list comes to, whatever the options.</summary>
    private async Task<MaskReview> ReviewAsync(MaskSettings list, CancellationToken cancellationToken)
    {
        if (!_reviews.TryGetValue(list, out var review))
        {
            var request = new MaskRequest(
                RunScope.OfOccurrence(_occurrence.State.Id),
                list with { ClassifierIds = [.. Ran.Select(classifier => classifier.Name.Id)] });

            // Of a draft only the one that is looked at: what it was before is seldom looked at again.
            if (list.UsesDraft)
            {
                foreach (var before in _reviews.Keys.Where(known => known.UsesDraft).ToList())
                    _reviews.Remove(before);
            }

            _reviews[list] = review = await _planner.ReviewAsync(request, _person, _cache, cancellationToken);
        }

        return review;
    }

    private PreviewedPrediction With(int[] classes, MaskPlan plan, long detectionId, TaxonTree tree)
    {
        var basis = _bases[plan.Classifier.Id];
        var source = _occurrence.Sources[plan.Classifier.Id].First(each => each.DetectionId == detectionId);
        PredictionComparison.TryCompute(source.Logits, plan.Kept, basis.Everything, basis.Kinship, MaskWork.Top, classes, out var comparison);
        return new DescribedClasses(plan, basis, tree).Describe(comparison!);
    }

    private async Task<MaskPreview> PreviewAsync(MaskPlan plan, CancellationToken cancellationToken)
    {
        var tree = await _cache.TreeAsync(cancellationToken);
        if (!_bases.TryGetValue(plan.Classifier.Id, out var basis))
            _bases[plan.Classifier.Id] = basis = PreviewBasis.Of(plan.CategoryMap, tree);
        return new MaskPreviewer(_occurrence, plan, basis, tree).Preview();
    }
}
