using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>What can be done with the occurrences that are selected on the page, and only with those.</summary>
public sealed partial class SelectionBar(Identifications identifications, ICurrentPerson currentPerson) : LiveComponent
{
    private bool _isActing;
    private bool _isNaming;
    private TaxonName? _taxon;

    /// <summary>The selected rows.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<OccurrenceRow> Rows { get; set; } = [];

    [Parameter, EditorRequired]
    public OccurrencesAddress Address { get; set; } = null!;

    /// <summary>The name of the capture set that the list is filtered by.</summary>
    [Parameter]
    public string? CaptureSet { get; set; }

    [Parameter]
    public EventCallback<SelectionOutcome> OnActed { get; set; }

    [Parameter]
    public EventCallback OnCleared { get; set; }

    /// <summary>What no person has named yet and a machine has: to agree where a person named it is for the occurrence's own page.</summary>
    private IReadOnlyList<OccurrenceRow> Agreeable => [.. Rows.Where(row => row is { Verified: false, MachineClassificationId: not null })];

    private Task AgreeAsync() => ActAsync(
        [.. Agreeable.Select(row => new AgreementWithPrediction(row.Id, row.MachineClassificationId!.Value))],
        created => $"Agreed with {Figures.Count(created, "prediction", "predictions")}.");

    private Task NameAsync() => _taxon is not { } taxon ? Task.CompletedTask : ActAsync(
        [.. Rows.Select(row => new SuggestedName(row.Id, taxon.Id))],
        created => $"Identified {Figures.Count(created, "occurrence", "occurrences")} as {taxon.Name}.");

    private async Task ActAsync(IReadOnlyList<IdentificationSubmission> submissions, Func<int, string> describe)
    {
        if (_isActing)
            return;
        _isActing = true;
        SelectionOutcome? outcome = null;
        await LoadAsync(
            async cancellationToken =>
            {
                var person = await currentPerson.GetAsync(cancellationToken);
                outcome = SelectionOutcome.Of(await identifications.SubmitAsync(submissions, person, cancellationToken), describe);
            },
            "Nothing of it could be saved");
        _isActing = false;
        if (outcome is not null)
            await OnActed.InvokeAsync(outcome);
    }
}
