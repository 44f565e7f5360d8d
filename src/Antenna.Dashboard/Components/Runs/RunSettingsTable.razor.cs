using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>What a run was asked to do, by whom and when.</summary>
public sealed partial class RunSettingsTable : ComponentBase
{
    [Parameter, EditorRequired]
    public RunDetails Run { get; set; } = null!;

    /// <summary>With the names that things had then; null where the task is another one.</summary>
    private FrozenMask? Settings => Run.Run.Task == ClassMaskingTask.Key ? FrozenMask.Parse(Run.Settings) : null;

    private IEnumerable<(string Name, string Value)> Rows =>
    [
        .. Masking(),
        ("Rows a batch", Figures.Count(Run.BatchSize)),
        ("Launched", $"{Figures.Moment(Run.Run.Progress.CreatedAt)} by {Run.Run.RequestedBy}"),
        .. Moment("Started", Run.Run.Progress.StartedAt),
        .. Moment("Ended", Run.Run.Progress.FinishedAt),
        .. Run.Run.Progress.Attempt > 1
            ? [("Taken up", $"{Figures.Count(Run.Run.Progress.Attempt)} times, each from the last batch")]
            : Array.Empty<(string, string)>(),
    ];

    private IEnumerable<(string Name, string Value)> Masking() => Settings is not { } settings
        ? []
        :
        [
            ("Classifier", settings.Classifier),
            ("Scores", settings.Mode is ScoreMode.Absolute ? "absolute" : "reweighted among the kept classes"),
            ("Only when the species changes", settings.OnlyWhenSpeciesChanges ? "yes" : "no"),
            ("Hold below", settings.HoldBelow > 0 ? $"a kept mass of {Figures.Score(settings.HoldBelow)}" : "nothing is held"),
        ];

    private static IEnumerable<(string Name, string Value)> Moment(string name, DateTime? at) =>
        at is { } moment ? [(name, Figures.Moment(moment))] : [];
}
