using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Antenna.PostProcessing.Masking;

/// <summary>Masks the predictions of classifiers to a taxa list: one run a classifier.</summary>
public sealed class ClassMaskingTask(IDbContextFactory<AntennaDbContext> contexts, MaskPlanner planner, CurrentCategoryMaps categoryMaps) : IPostProcessingTask
{
    public const string TaskKey = "class-masking";

    public string Key => TaskKey;

    public string Name => "Class masking";

    public string Description => "Masks classifiers' predictions to a taxa list.";

    public (string One, string Many) Rows => ("prediction", "predictions");

    public IReadOnlyList<TaskOutcome> Outcomes => MaskOutcomes.All;

    public IReadOnlyList<TaskField> Fields => MaskFields.All;

    public string TitleOf(RunRow run) => $"{run.Source?.Name} masked to {run.TaxaList?.Label}";

    public async Task<TaskReview> ReviewAsync(TaskRequest request, Person? person, CancellationToken cancellationToken)
    {
        var problems = new List<SettingsProblem>();
        var settings = MaskFields.Parse(request.Values, problems);
        var review = await planner.ReviewAsync(new(request.Scope, settings), person, cancellationToken);
        return new(review.Plans, [.. problems, .. review.Problems]);
    }

    public async Task<ITaskWork> LoadAsync(Run run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var algorithm = await context.Algorithms.AsNoTracking().SingleAsync(algorithm => algorithm.Id == run.AlgorithmId, cancellationToken);
        var stored = await context.KeptSets.AsNoTracking().SingleAsync(kept => kept.Id == algorithm.KeptSetId, cancellationToken);

        // Each part of the run loads it: tens of thousands of classes are not read as often.
        var map = await categoryMaps.GetAsync(stored.CategoryMapId, cancellationToken);
        return new MaskWork(
            run.SourceAlgorithmId!.Value,
            algorithm.Id,
            KeptSet.FromBits(map.Count, stored.Listed, stored.NotATaxon),
            [.. map.Select(label => label.TaxonId)],
            FrozenMask.Parse(run.Settings).Options);
    }

    public TaskValues ValuesOf(string settingsJson) => MaskFields.Write(FrozenMask.Parse(settingsJson).ToSettings(RunPlan.DefaultBatchSize));

    public IReadOnlyList<(string Name, string Value)> Describe(string settingsJson)
    {
        var settings = FrozenMask.Parse(settingsJson);
        return
        [
            ("Taxa list", $"{settings.TaxaList} {settings.Version}"),
            ("Classifier", settings.Classifier),
            ("Scores", settings.Mode is ScoreMode.Absolute ? "absolute" : "reweighted among the kept classes"),
            ("Only when the species changes", settings.OnlyWhenSpeciesChanges ? "yes" : "no"),
            ("Hold below", settings.HoldBelow > 0 ? string.Create(CultureInfo.InvariantCulture, $"a kept mass of {settings.HoldBelow}") : "nothing is held"),
        ];
    }
}
