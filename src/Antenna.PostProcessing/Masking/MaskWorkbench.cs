using Antenna.Core.Predictions;
using Antenna.Data;
using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;
using Antenna.Data.Projects;
using Antenna.Data.Runs;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Runs;
using Microsoft.EntityFrameworkCore;

namespace Antenna.PostProcessing.Masking;

/// <summary>
/// One occurrence on which one person tries masks. What the trying does not change (the tree, the classes, the logits, and
/// what each list keeps) is read once; a change of list, classifier or settings then computes in memory, by the steps of the run.
/// For one circuit: calls follow one another.
/// </summary>
public sealed class MaskWorkbench
{
    private readonly IDbContextFactory<AntennaDbContext> _contexts;
    private readonly MaskPlanner _planner;
    private readonly Person _person;
    private readonly long? _latestListId;
    private readonly MaskMaterial _material;
    private readonly Dictionary<(long ListId, int? Version, long ClassifierId), PlanOrProblems> _plans = [];
    private readonly Dictionary<long, PreviewBasis> _bases = [];
    private readonly Dictionary<long, LabelCounts> _labels = [];
    private MaskableOccurrence _occurrence;

    internal MaskWorkbench(
        IDbContextFactory<AntennaDbContext> contexts,
        MaskPlanner planner,
        MaskMaterial material,
        Person person,
        IReadOnlyList<TaxaListOverview> lists,
        long? latestListId,
        MaskableOccurrence occurrence)
    {
        _contexts = contexts;
        _planner = planner;
        _material = material;
        _person = person;
        TaxaLists = lists;
        _latestListId = latestListId;
        _occurrence = occurrence;
    }

    /// <summary>The lists that may be used here, by name.</summary>
    public IReadOnlyList<TaxaListOverview> TaxaLists { get; }

    /// <summary>Reads the occurrence anew, after a run or a person changed it.</summary>
    /// <returns>Whether it is still there.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await MaskableOccurrence.ReadAsync(context, _occurrence.State.Id, cancellationToken) is not { } occurrence)
            return false;
        _occurrence = occurrence;
        return true;
    }

    /// <summary>Tries a mask, and writes nothing.</summary>
    public async Task<WorkbenchView> TryAsync(WorkbenchSettings settings, CancellationToken cancellationToken)
    {
        var listId = settings.TaxaListId ?? DefaultList()?.Id;
        var version = settings.Version ?? TaxaLists.FirstOrDefault(list => list.Id == listId)?.Versions.FirstOrDefault(each => !each.IsTrial)?.Number;
        var plans = await PlansAsync(listId, version, cancellationToken);
        var classifiers = await ClassifiersAsync(plans, cancellationToken);
        var classifierId = settings.ClassifierId ?? DefaultClassifier(classifiers);
        var problems = Problems(settings, classifierId, plans);
        var plan = problems.Count == 0 && classifierId is { } id ? plans.GetValueOrDefault(id)?.Plan : null;
        return new(
            listId,
            version,
            classifierId,
            classifiers,
            plan is null ? null : await PreviewAsync(plan with { Options = settings.Options }, cancellationToken),
            plan is null ? null : RequestOf(plan, settings.Options),
            problems);
    }

    private static MaskingRequest RequestOf(MaskPlan plan, MaskingOptions options) => new()
    {
        Scope = plan.Scope,
        TaxaListId = plan.TaxaList.Id,
        TaxaListVersion = plan.Version.Number,
        ClassifierIds = [plan.Classifier.Id],
        Mode = options.Mode,
        OnlyWhenSpeciesChanges = options.OnlyWhenSpeciesChanges,
        HoldBelow = options.HoldBelow,
    };

    private List<SettingsProblem> Problems(
        WorkbenchSettings settings, long? classifierId, Dictionary<long, PlanOrProblems> plans)
    {
        var problems = new List<SettingsProblem>();
        if (MaskPlanner.CheckHoldBelow(settings.Options.HoldBelow) is { } problem)
            problems.Add(problem);
        if (classifierId is { } id)
        {
            if (!_occurrence.Algorithms.TryGetValue(id, out var algorithm) || algorithm.Name.Kind is not AlgorithmKind.Classifier)
                problems.Add(new("classifier", $"No classifier {id} ran on this occurrence."));
            else if (plans.TryGetValue(id, out var planned))
                problems.AddRange(planned.Problems);
        }

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

    private IEnumerable<MaskableAlgorithm> Ran => _occurrence.Algorithms.Values
        .Where(algorithm => algorithm.Name.Kind is AlgorithmKind.Classifier)
        .OrderBy(algorithm => algorithm.Name.Name, StringComparer.Ordinal).ThenBy(algorithm => algorithm.Name.Id);

    private async Task<List<WorkbenchClassifier>> ClassifiersAsync(
        Dictionary<long, PlanOrProblems> plans, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var classifiers = new List<WorkbenchClassifier>();
        foreach (var algorithm in Ran)
        {
            if (!_labels.TryGetValue(algorithm.Name.Id, out var labels))
                _labels[algorithm.Name.Id] = labels = Count(await _material.CategoryMapAsync(context, algorithm.CategoryMapId!.Value, cancellationToken));
            var sources = _occurrence.Sources[algorithm.Name.Id].ToList();
            var maskable = sources.Count(source => source.Logits.Length > 0);
            var whyNot = (sources.Count, maskable) switch
            {
                (0, _) => "Nothing that it said counts here: it is a step on the way, or was replaced.",
                (_, 0) => "It delivered no logits, so there is nothing to compute with.",
                _ => plans.GetValueOrDefault(algorithm.Name.Id)?.Problems.FirstOrDefault(problem => problem.Field == "classifier")?.Message,
            };
            classifiers.Add(new(algorithm.Name, labels, sources.Count, maskable, whyNot));
        }

        return classifiers;
    }

    private static LabelCounts Count(CategoryMap map) => new(
        map.Count(label => label.Meaning is ClassMeaning.Taxon),
        map.Count(label => label.Meaning is ClassMeaning.NotATaxon),
        map.Count(label => label.Meaning is ClassMeaning.Unresolved));

    /// <summary>By classifier, what masking it to the list comes to; none where there is no list.</summary>
    private async Task<Dictionary<long, PlanOrProblems>> PlansAsync(long? listId, int? version, CancellationToken cancellationToken)
    {
        var plans = new Dictionary<long, PlanOrProblems>();
        if (listId is not { } list)
            return plans;
        foreach (var algorithm in Ran)
        {
            var key = (list, version, algorithm.Name.Id);
            if (!_plans.TryGetValue(key, out var plan))
                _plans[key] = plan = await PlanAsync(list, version, algorithm.Name.Id, cancellationToken);
            plans.Add(algorithm.Name.Id, plan);
        }

        return plans;
    }

    private async Task<PlanOrProblems> PlanAsync(long listId, int? version, long classifierId, CancellationToken cancellationToken)
    {
        var request = new MaskingRequest
        {
            Scope = RunScope.OfOccurrence(_occurrence.State.Id), TaxaListId = listId, TaxaListVersion = version, ClassifierIds = [classifierId],
        };
        try
        {
            return new((await _planner.PlanAsync(request, _person, _material, cancellationToken)).Single(), []);
        }
        catch (LaunchRefusedException refusal)
        {
            return new(null, refusal.Problems);
        }
    }

    private async Task<MaskPreview> PreviewAsync(MaskPlan plan, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var tree = await _material.TreeAsync(context, cancellationToken);
        if (!_bases.TryGetValue(plan.Classifier.Id, out var basis))
            _bases[plan.Classifier.Id] = basis = PreviewBasis.Of(plan.CategoryMap, tree);
        return new MaskPreviewer(_occurrence, plan, basis, tree).Preview();
    }

    /// <summary>What came of asking the planner: a plan, or why there is none.</summary>
    private sealed record PlanOrProblems(MaskPlan? Plan, IReadOnlyList<SettingsProblem> Problems);
}
