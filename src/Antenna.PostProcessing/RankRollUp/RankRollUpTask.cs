using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.PostProcessing.RankRollUp;

/// <summary>Rolls the predictions of classifiers up to the first rank that is sure: one run a classifier.</summary>
public sealed class RankRollUpTask(IDbContextFactory<AntennaDbContext> contexts, RollUpBases bases) : IPostProcessingTask
{
    public const string TaskKey = "rank-roll-up";

    public string Key => TaskKey;

    public string Name => "Rank roll-up";

    public string Description => "Takes the genus or family of a prediction where its species is not sure.";

    public (string One, string Many) Rows => ("prediction", "predictions");

    public IReadOnlyList<TaskOutcome> Outcomes => RollUpOutcomes.All;

    public IReadOnlyList<TaskField> Fields => RollUpFields.All;

    public string TitleOf(RunRow run) => $"{run.Source?.Name} rolled up";

    public async Task<TaskReview> ReviewAsync(TaskRequest request, Person? person, CancellationToken cancellationToken)
    {
        var problems = new List<SettingsProblem>();
        var settings = RollUpFields.Parse(request.Values, problems);
        var batchSize = request.Values.BatchSize(problems);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var project = await ScopeReview.ProjectOfAsync(context, request.Scope, problems, cancellationToken);
        var classifiers = await ClassifierReview.FindAsync(
            context, request.Values.Ids(RollUpFields.Classifier, problems), ("roll up", "rolled up"), problems, cancellationToken);
        if (project is null || settings is null)
            return new([], problems);

        var plans = new List<RunPlan>();
        foreach (var classifier in classifiers)
        {
            var basis = await bases.GetAsync(classifier.CategoryMapId!.Value, cancellationToken);
            plans.Add(new RollUpPlan(project, request.Scope, classifier, basis, settings, batchSize));
        }

        return new(plans, problems);
    }

    public async Task<ITaskWork> LoadAsync(Run run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mapId = await context.Algorithms.Where(algorithm => algorithm.Id == run.SourceAlgorithmId)
            .Select(algorithm => algorithm.CategoryMapId).SingleAsync(cancellationToken);
        var basis = await bases.GetAsync(mapId!.Value, cancellationToken);
        var settings = FrozenRollUp.Parse(run.Settings).Settings;
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();

        // What the rows would say now is not what the algorithm's identity was worked out from at the launch.
        if (run.AlgorithmId is { } algorithmId
            && !await RollUpAlgorithms.IsAsync(connection, algorithmId, new RollUp(basis.Ancestry, settings).Hash, cancellationToken))
        {
            throw new OutdatedRunException("The taxonomy has changed since this roll-up was launched: some of its classes count for other taxa now. Undo what it wrote, if it did, and launch it again.");
        }

        return await RollUpWork.LoadAsync(connection, run.SourceAlgorithmId!.Value, run.AlgorithmId, basis, settings, cancellationToken);
    }

    public TaskValues ValuesOf(string settingsJson)
    {
        var frozen = FrozenRollUp.Parse(settingsJson);
        return RollUpFields.Write(frozen.Settings, frozen.ClassifierId);
    }

    public IReadOnlyList<(string Name, string Value)> Describe(string settingsJson)
    {
        var frozen = FrozenRollUp.Parse(settingsJson);
        return
        [
            ("Classifier", frozen.Classifier),
            ("Thresholds", string.Join(", ", frozen.Settings.Thresholds.Select(RollUpPlan.Write))),
            ("Scores of masked predictions", frozen.Distribution is ScoreMode.Absolute ? "absolute" : "reweighted among the kept classes"),
            ("Taxa that compete", frozen.Competition is RollUpCompetition.Lineage ? "those that the prediction's taxon is within" : "all of the rank"),
        ];
    }
}
