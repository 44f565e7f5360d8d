using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.PostProcessing.Tasks;

namespace Antenna.PostProcessing.RankRollUp;

/// <summary>The settings of a roll-up as texts, and back.</summary>
public static class RollUpFields
{
    public static TaskField Classifier { get; } = new(
        "classifier", TaskFieldKind.Classifiers, "Classifiers", "The classifiers whose predictions are rolled up; one run each, all or none.") { IsRequired = true };

    public static TaskField Thresholds { get; } = new(
        RollUpSettings.ThresholdsField, TaskFieldKind.Text, "Thresholds",
        "What the best taxon of each rank has to reach, above 0 and at most 1.", RollUpSettings.Default.Thresholds.ToString());

    public static TaskField Distribution { get; } = new(
        RollUpSettings.DistributionField, TaskFieldKind.Choice, "Scores of masked predictions", "Which scores of a masked prediction are added up.",
        RollUpSettings.Write(RollUpSettings.Default.Distribution))
    {
        Choices =
        [
            (RollUpSettings.Write(ScoreMode.Absolute), "Absolute, as the classifier gave them"),
            (RollUpSettings.Write(ScoreMode.Reweighted), "Reweighted among the kept classes"),
        ],
    };

    public static TaskField Competition { get; } = new(
        RollUpSettings.CompetitionField, TaskFieldKind.Choice, "Taxa that compete", "Which taxa a prediction can become.",
        RollUpSettings.Write(RollUpSettings.Default.Competition))
    {
        Choices =
        [
            (RollUpSettings.Write(RollUpCompetition.Lineage), "Those that the prediction's taxon is within"),
            (RollUpSettings.Write(RollUpCompetition.All), "All of the rank"),
        ],
    };

    public static IReadOnlyList<TaskField> All { get; } = [Classifier, Thresholds, Distribution, Competition, TaskField.BatchSize];

    /// <summary>Reads the settings of a roll-up; null where something is wrong with them, which is added to the problems.</summary>
    public static RollUpSettings? Parse(TaskValues values, ICollection<SettingsProblem> problems)
    {
        var invalid = RollUpSettings.TryRead(values[Thresholds], values[Distribution], values[Competition], out var settings);
        foreach (var problem in invalid)
            problems.Add(new(problem.Field, problem.Message));
        return settings;
    }

    /// <summary>Writes settings; those that have the value of the field's default are left out.</summary>
    public static TaskValues Write(RollUpSettings settings, params IEnumerable<long> classifierIds) => TaskValues.Empty
        .With(Classifier.Key, string.Join(',', classifierIds.Select(id => id.ToString(CultureInfo.InvariantCulture))))
        .With(Thresholds.Key, Unless(Thresholds, settings.Thresholds.ToString()))
        .With(Distribution.Key, Unless(Distribution, RollUpSettings.Write(settings.Distribution)))
        .With(Competition.Key, Unless(Competition, RollUpSettings.Write(settings.Competition)));

    private static string? Unless(TaskField field, string text) => text == field.Default ? null : text;
}
