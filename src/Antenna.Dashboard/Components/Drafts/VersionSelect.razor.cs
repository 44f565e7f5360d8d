using System.Globalization;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Drafts;

/// <summary>Chooses which version of a list is masked to: one with a number, the draft of who looks, or a trial of theirs.</summary>
public sealed partial class VersionSelect : ComponentBase
{
    private const string Newest = "newest";

    private const string Draft = "draft";

    /// <summary>The list; null where none is chosen.</summary>
    [Parameter]
    public TaxaListOverview? List { get; set; }

    /// <summary>Which version of it is chosen.</summary>
    [Parameter, EditorRequired]
    public MaskSettings Settings { get; set; } = null!;

    /// <summary>The draft that the person has of the list: "v2 + 3 changes"; null for none.</summary>
    [Parameter]
    public string? DraftText { get; set; }

    /// <summary>Whether the newest version, whichever that is, is a choice of its own.</summary>
    [Parameter]
    public bool OffersNewest { get; set; }

    /// <summary>The same settings with another version.</summary>
    [Parameter]
    public EventCallback<MaskSettings> OnChosen { get; set; }

    private string Key => Settings switch
    {
        { UsesDraft: true } => Draft,
        { TrialId: { } trial } => KeyOfTrial(trial),
        { TaxaListVersion: { } number } => KeyOf(number),
        _ => OffersNewest || List?.Newest is null ? Newest : KeyOf(List.Newest.Number),
    };

    private Task ChooseAsync(string? key) => OnChosen.InvokeAsync(key switch
    {
        null or Newest => Settings.WithVersion(List!.Id, null),
        Draft => Settings.WithDraft(List!.Id),
        ['v', .. var number] => Settings.WithVersion(List!.Id, int.Parse(number, CultureInfo.InvariantCulture)),
        _ => Settings.WithTrial(List!.Id, long.Parse(key[1..], CultureInfo.InvariantCulture)),
    });

    private string TextOf(string? key) => key switch
    {
        null => "",
        Newest => List?.Newest is { } newest ? $"newest, v{newest.Number}, {Names(newest.EntryCount)}" : OffersNewest ? "newest" : "",
        Draft => $"your draft{(DraftText is null ? "" : $", {DraftText}")}",
        ['v', ..] => List?.Versions.FirstOrDefault(version => KeyOf(version.Number) == key) is { } chosen ? $"{key}, {Names(chosen.EntryCount)}" : key,
        _ => List?.Trials.FirstOrDefault(trial => KeyOfTrial(trial.Id) == key) is { } chosen ? $"{chosen.Name}, your trial" : $"trial {key[1..]}",
    };

    private static string KeyOf(int number) => string.Create(CultureInfo.InvariantCulture, $"v{number}");

    private static string KeyOfTrial(long id) => string.Create(CultureInfo.InvariantCulture, $"t{id}");

    private static string Names(int count) => Figures.Count(count, "name", "names");
}
