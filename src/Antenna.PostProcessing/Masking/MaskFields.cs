using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.PostProcessing.Tasks;

namespace Antenna.PostProcessing.Masking;

/// <summary>The settings of a mask as texts, and back.</summary>
public static class MaskFields
{
    private const string Draft = "draft";

    private const string Trial = "trial-";

    public static TaskField TaxaList { get; } = new("taxa-list", TaskFieldKind.TaxaList, "Taxa list", "The taxa list to mask to.") { IsRequired = true };

    public static TaskField Classifier { get; } = new(
        "classifier", TaskFieldKind.Classifiers, "Classifiers", "The classifiers whose predictions are masked; one run each, all or none.") { IsRequired = true };

    public static TaskField Mode { get; } = new("mode", TaskFieldKind.Choice, "Scores", "What the scores of the kept classes are.", "reweighted")
    {
        Choices = [("reweighted", "Reweighted among the kept classes"), ("absolute", "Absolute, as the classifier gave them")],
    };

    public static TaskField OnlyWhenSpeciesChanges { get; } = new(
        "only-when-species-changes", TaskFieldKind.Flag, "Only when the species changes", "Leave the classifier's own row where masking does not change its winner.", "false");

    public static TaskField HoldBelow { get; } = new(
        "hold-below", TaskFieldKind.Number, "Hold below", "Leave rows for a person whose kept mass is under this, 0 (none) to under 1.", "0");

    public static IReadOnlyList<TaskField> All { get; } = [TaxaList, Classifier, Mode, OnlyWhenSpeciesChanges, HoldBelow, TaskField.BatchSize];

    /// <summary>Reads settings; what cannot be read is a problem.</summary>
    public static MaskSettings Parse(TaskValues values, ICollection<SettingsProblem> problems)
    {
        return ParseList(values[TaxaList], problems) with
        {
            ClassifierIds = values.Ids(Classifier, problems),
            Options = new(
                values.Choice(Mode, problems) == "absolute" ? ScoreMode.Absolute : ScoreMode.Reweighted,
                values.Flag(OnlyWhenSpeciesChanges, problems),
                values.Number(HoldBelow, problems) ?? 0),
            BatchSize = values.Whole(TaskField.BatchSize, problems) ?? RunPlan.DefaultBatchSize,
        };
    }

    /// <summary>Writes settings; those that have the value of the field's default are left out.</summary>
    public static TaskValues Write(MaskSettings settings) => TaskValues.Empty
        .With(TaxaList.Key, settings.TaxaListId is { } list
            ? string.Create(CultureInfo.InvariantCulture, $"{list}{VersionText(settings)}")
            : null)
        .With(Classifier.Key, settings.ClassifierIds.Count > 0
            ? string.Join(',', settings.ClassifierIds.Select(id => id.ToString(CultureInfo.InvariantCulture)))
            : null)
        .With(Mode.Key, settings.Options.Mode is ScoreMode.Absolute ? "absolute" : null)
        .With(OnlyWhenSpeciesChanges.Key, settings.Options.OnlyWhenSpeciesChanges ? "true" : null)
        .With(HoldBelow.Key, settings.Options.HoldBelow is not 0 ? settings.Options.HoldBelow.ToString("R", CultureInfo.InvariantCulture) : null)
        .With(TaskField.BatchSize.Key, settings.BatchSize != RunPlan.DefaultBatchSize ? settings.BatchSize.ToString(CultureInfo.InvariantCulture) : null);

    private static string VersionText(MaskSettings settings) => settings switch
    {
        { UsesDraft: true, DraftRevision: { } revision } => string.Create(CultureInfo.InvariantCulture, $"@{Draft}-{revision}"),
        { UsesDraft: true } => $"@{Draft}",
        { TrialId: { } trial } => string.Create(CultureInfo.InvariantCulture, $"@{Trial}{trial}"),
        { TaxaListVersion: { } version } => string.Create(CultureInfo.InvariantCulture, $"@{version}"),
        _ => "",
    };

    private static MaskSettings ParseList(string? text, ICollection<SettingsProblem> problems)
    {
        if (string.IsNullOrEmpty(text))
            return MaskSettings.Default;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (TryId(at < 0 ? text : text[..at], out var list) && ParseVersion(list, at < 0 ? "" : text[(at + 1)..]) is { } settings)
            return settings;
        problems.Add(new(TaxaList.Key, $"'{text}' is no taxa list: give its id, and @2 after it for its version 2, or @{Draft} for your draft of it."));
        return MaskSettings.Default;
    }

    /// <summary>What follows the list's id; null where it is nothing that is known.</summary>
    private static MaskSettings? ParseVersion(long list, string text)
    {
        if (text.Length == 0)
            return MaskSettings.Default.WithVersion(list, null);
        if (text == Draft)
            return MaskSettings.Default.WithDraft(list);
        if (text.StartsWith($"{Draft}-", StringComparison.Ordinal))
        {
            return int.TryParse(text[(Draft.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
                ? MaskSettings.Default.WithDraft(list) with { DraftRevision = revision }
                : null;
        }

        if (text.StartsWith(Trial, StringComparison.Ordinal))
            return TryId(text[Trial.Length..], out var trial) ? MaskSettings.Default.WithTrial(list, trial) : null;
        return int.TryParse(text.TrimStart('v'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? MaskSettings.Default.WithVersion(list, version)
            : null;
    }

    private static bool TryId(string text, out long id) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);
}
