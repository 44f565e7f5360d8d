using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.Components.Occurrence;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.PostProcessing.Masking.Impacts;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Impacts;

/// <summary>
/// One occurrence before and after a mask that is tried, with its picture. To agree is a click of agreement with the answer
/// after, to reject one with the answer before: neither counts as an independent identification.
/// </summary>
public sealed partial class ImpactCaseCard : IdentificationComponent
{
    private ElementReference _link;
    private string? _submitted;

    [Parameter, EditorRequired]
    public ImpactCase Case { get; set; } = null!;

    /// <summary>The names of its taxa, by id.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<long, TaxonName> Names { get; set; } = null!;

    /// <summary>Among which occurrences it stands.</summary>
    [Parameter, EditorRequired]
    public ImpactCasesAddress Address { get; set; } = null!;

    [Parameter, EditorRequired]
    public Algorithm Classifier { get; set; } = null!;

    /// <summary>It has the focus, and so the keys act on it.</summary>
    [Parameter]
    public bool IsActive { get; set; }

    /// <summary>The focus came into it.</summary>
    [Parameter]
    public EventCallback OnFocus { get; set; }

    /// <summary>A person agreed or rejected: the next one may have the focus.</summary>
    [Parameter]
    public EventCallback OnSubmitted { get; set; }

    private string Workbench => Address.Workbench(Case.OccurrenceId);

    private string LabelText =>
        $"Occurrence {Case.OccurrenceId}: {NameOf(Case.Before.MachineTaxonId)?.Name ?? "none"}{(Case.PredictionChanges ? $" becomes {NameOf(Case.After.MachineTaxonId)?.Name ?? "none"}" : " stays")}";

    private double OffList => Case.Rows.Select(row => row.OffList).DefaultIfEmpty(0).Max();

    /// <summary>There is an answer after, and it is this mask's or stays what it was.</summary>
    private bool CanAgree => Case.After.MachineTaxonId is not null && (!Case.PredictionChanges || !Case.DecidedByAnother);

    /// <summary>The answer before is another one.</summary>
    private bool CanReject => Case is { PredictionChanges: true, Before.MachineTaxonId: not null };

    private string AgreeTitle => $"It is {NameOf(Case.After.MachineTaxonId)?.Name}";

    private string RejectTitle => $"It is {NameOf(Case.Before.MachineTaxonId)?.Name}, as before";

    /// <summary>Moves the focus to it.</summary>
    public ValueTask FocusAsync() => _link.FocusAsync();

    private TaxonName? NameOf(long? id) => id is { } taxon ? Names.GetValueOrDefault(taxon) : null;

    private static string ScoreOf(double? score) => score is { } known ? Figures.Score(known) : "";

    private Task AgreeAsync() => !CanAgree ? Task.CompletedTask : IdentifyAsync(
        Case.PredictionChanges
            ? new AgreementWithTriedMask(Case.OccurrenceId, Case.After.MachineTaxonId!.Value, Classifier.Id)
            : new AgreementWithBestPrediction(Case.OccurrenceId, Case.After.MachineTaxonId!.Value),
        Case.After.MachineTaxonId);

    private Task RejectAsync() => !CanReject ? Task.CompletedTask : IdentifyAsync(
        new AgreementWithBestPrediction(Case.OccurrenceId, Case.Before.MachineTaxonId!.Value), Case.Before.MachineTaxonId);

    private async Task IdentifyAsync(IdentificationSubmission submission, long? taxonId)
    {
        if (!await SubmitAsync(submission))
            return;
        _submitted = $"You said: {NameOf(taxonId)?.Name}.";
        await OnSubmitted.InvokeAsync();
    }
}
