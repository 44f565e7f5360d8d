using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
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

    private IEnumerable<(string Name, string Value, string? Link)> Rows =>
    [
        ("Scope", ScopeName, ScopeLink),
        .. Masking(),
        ("Rows a batch", Figures.Count(Run.BatchSize), null),
        ("Launched", $"{Figures.Moment(Run.Run.Progress.CreatedAt)} by {Run.Run.RequestedBy}", null),
        .. Moment("Started", Run.Run.Progress.StartedAt),
        .. Moment("Ended", Run.Run.Progress.FinishedAt),
        .. Run.Run.Progress.Attempt > 1
            ? [("Taken up", $"{Figures.Count(Run.Run.Progress.Attempt)} times, each from the last batch", null)]
            : Array.Empty<(string, string, string?)>(),
    ];

    private string ScopeName => Run.Run.ScopeName ?? $"Occurrence {Run.Run.Scope.OccurrenceId}";

    private string ScopeLink => Run.Run.Scope.CaptureSetId is { } set
        ? Links.CaptureSet(set)
        : Links.Occurrence(Run.Run.Scope.OccurrenceId!.Value);

    private IEnumerable<(string Name, string Value, string? Link)> Masking()
    {
        if (Run.Run.Task != ClassMaskingTask.Key)
            return [];
        var settings = MaskingSettings.Parse(Run.Settings);
        return
        [
            ("Classifier", settings.Classifier, null),
            ("Taxa list", $"{settings.TaxaList} v{settings.TaxaListVersion}", Links.TaxaList(settings.TaxaListId, settings.TaxaListVersion)),
            ("Scores", settings.Mode is ScoreMode.Absolute ? "absolute" : "reweighted among the kept classes", null),
            ("Only when the species changes", settings.OnlyWhenSpeciesChanges ? "yes" : "no", null),
            ("Hold below", settings.HoldBelow > 0 ? $"a kept mass of {Figures.Score(settings.HoldBelow)}" : "nothing is held", null),
        ];
    }

    private static IEnumerable<(string Name, string Value, string? Link)> Moment(string name, DateTime? at) =>
        at is { } moment ? [(name, Figures.Moment(moment), null)] : [];
}
