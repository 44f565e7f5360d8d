using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.Components.Selection;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Taxonomy;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>What can be done with the occurrences that are selected, and only with those.</summary>
public sealed partial class SelectionBar(
    OccurrenceList list, Identifications identifications, PinnedOccurrences pins, DeterminationRecomputation determinations, CurrentTaxonomy taxonomy, ICurrentPerson currentPerson)
    : LiveComponent
{
    private bool _isActing;
    private PendingAgreement? _agreement;

    /// <summary>What the selected rows are about to be named; null while nobody is at it. Survives a lost circuit.</summary>
    [PersistentState]
    public PendingName? Naming { get; set; }

    /// <summary>The selected rows of the page at hand, as they are seen there.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<OccurrenceRow> Rows { get; set; } = [];

    /// <summary>All that is selected, on whatever pages.</summary>
    [Parameter, EditorRequired]
    public OccurrenceSelection Selection { get; set; } = null!;

    [Parameter]
    public EventCallback<OccurrenceSelection> SelectionChanged { get; set; }

    /// <summary>More was selected than there is room for, and was left out.</summary>
    [Parameter]
    public bool IsFull { get; set; }

    [Parameter, EditorRequired]
    public OccurrencesAddress Address { get; set; } = null!;

    /// <summary>The name of the capture set that the list is filtered by.</summary>
    [Parameter]
    public string? CaptureSet { get; set; }

    [Parameter]
    public EventCallback<SelectionOutcome> OnActed { get; set; }

    /// <summary>Something was done to all that is selected, which stays selected.</summary>
    [Parameter]
    public EventCallback<SelectionOutcome> OnDone { get; set; }

    [Parameter]
    public EventCallback OnCleared { get; set; }

    private IReadOnlyList<OccurrenceRow> Agreeable => PendingAgreement.AgreeableAmong(Rows);

    /// <summary>What a person is asked to agree with; null where nobody is asked, or another selection was meant.</summary>
    private PendingAgreement? Agreement => _agreement?.Selection == Selection ? _agreement : null;

    private int Elsewhere => Selection.Count - Rows.Count;

    private SelectionMaskAddress Mask => new()
    {
        ProjectId = Address.Filter.ProjectId,
        CameFrom = Address == new OccurrencesAddress { Filter = new() { ProjectId = Address.Filter.ProjectId } } ? null : Address,
    };

    private bool IsNaming => Naming is not null;

    private TaxonName? Taxon => Naming?.Taxon;

    private string CountText => Elsewhere == 0
        ? $"{Figures.Count(Rows.Count)} selected on this page"
        : $"{Figures.Count(Rows.Count)} selected on this page, {Figures.Count(Elsewhere)} on others";

    private static string FullText =>
        $"A selection holds up to {Figures.Count(Antenna.Data.Model.Selection.MostOccurrences)} occurrences, and that was more: it stays as it was. For more, make a capture set of what the filters find.";

    private void ToggleNaming() => (Naming, _agreement) = (IsNaming ? null : new(null), null);

    /// <summary>Agrees with what is seen on this page; what is on others is shown first.</summary>
    private Task AgreeAsync() => Elsewhere == 0 ? AgreeAsync(Agreeable) : LoadAsync(
        async cancellationToken =>
        {
            var (selection, here) = (Selection, Rows);
            var others = await list.FindAsync([.. selection.Without(here.Select(row => row.Id)).Ids.Order()], cancellationToken);
            (_agreement, Naming) = (new(selection, PendingAgreement.AgreeableAmong([.. here, .. others])), null);
        },
        "What there is to agree with could not be read");

    private Task AgreeAsync(IReadOnlyList<OccurrenceRow> rows)
    {
        var left = Selection.Count - rows.Count;
        return ActAsync(
            [.. rows.Select(row => new AgreementWithPrediction(row.Id, row.MachineClassificationId!.Value))],
            created => $"Agreed with {Figures.Count(created, "prediction", "predictions")}." + (left == 0
                ? ""
                : $" {Figures.Count(left, "occurrence", "occurrences")} had no prediction, or {(left == 1 ? "a person's name" : "people's names")} already."));
    }

    private Task NameAsync() => Taxon is not { } taxon ? Task.CompletedTask : ActAsync(
        [.. Selection.Ids.Order().Select(id => new SuggestedName(id, taxon.Id))],
        created => $"Identified {Figures.Count(created, "occurrence", "occurrences")} as {taxon.Name}.");

    private Task PinAsync() => ActAsync(
        async cancellationToken => SelectionOutcome.OfPins(await pins.PinAsync([.. Selection.Ids.Order()], cancellationToken)), OnDone);

    private Task RecomputeAsync() => ActAsync(
        async cancellationToken =>
        {
            var outcomes = await determinations.RecomputeAsync([.. Selection.Ids.Order()], cancellationToken);
            var names = await taxonomy.GetAsync(cancellationToken);
            return SelectionOutcome.OfRecomputation(outcomes, id => id is { } taxon ? names.NameOf(taxon)?.Name ?? $"taxon {taxon}" : "none");
        },
        OnDone);

    private Task ActAsync(IReadOnlyList<IdentificationSubmission> submissions, Func<int, string> describe) => ActAsync(
        async cancellationToken =>
        {
            var person = await currentPerson.GetAsync(cancellationToken);
            return SelectionOutcome.Of(await identifications.SubmitAsync(submissions, person, cancellationToken), describe);
        },
        OnActed);

    private async Task ActAsync(Func<CancellationToken, Task<SelectionOutcome>> act, EventCallback<SelectionOutcome> done)
    {
        if (_isActing)
            return;
        _isActing = true;
        SelectionOutcome? outcome = null;
        await LoadAsync(async cancellationToken => outcome = await act(cancellationToken), "Nothing of it could be saved");
        _isActing = false;
        if (outcome is null)
            return;
        (Naming, _agreement) = (null, null);
        await done.InvokeAsync(outcome);
    }
}

/// <summary>The name that a selection is about to get.</summary>
/// <param name="Taxon">Null until it is chosen.</param>
public sealed record PendingName(TaxonName? Taxon);
