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
    private int _done;
    private int _total;

    /// <summary>The selected rows.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<OccurrenceRow> Rows { get; set; } = [];

    [Parameter, EditorRequired]
    public OccurrenceQuery Query { get; set; } = null!;

    /// <summary>The name of the capture set that the list is filtered by.</summary>
    [Parameter]
    public string? CaptureSet { get; set; }

    [Parameter]
    public EventCallback<SelectionOutcome> OnActed { get; set; }

    [Parameter]
    public EventCallback OnCleared { get; set; }

    /// <summary>What nobody has named yet and a machine has: to agree where a person spoke is for the occurrence's own page.</summary>
    private IReadOnlyList<OccurrenceRow> Agreeable => [.. Rows.Where(row => row is { Verified: false, MachineClassificationId: not null })];

    private Task AgreeAsync() => ActAsync(
        Agreeable,
        (row, person, cancellationToken) =>
            identifications.AgreeWithClassificationAsync(row.Id, row.MachineClassificationId!.Value, person, cancellationToken),
        done => $"Agreed with {Figures.Count(done, "prediction", "predictions")}.");

    private Task NameAsync() => _taxon is not { } taxon ? Task.CompletedTask : ActAsync(
        Rows,
        (row, person, cancellationToken) => identifications.SuggestAsync(row.Id, taxon.Id, comment: null, person, cancellationToken),
        done => $"Identified {Figures.Count(done, "occurrence", "occurrences")} as {taxon.Name}.");

    private async Task ActAsync(
        IReadOnlyList<OccurrenceRow> rows, Func<OccurrenceRow, Person, CancellationToken, Task<long>> act, Func<int, string> say)
    {
        if (_isActing)
            return;
        (_isActing, _done, _total) = (true, 0, rows.Count);
        var (made, refused) = (new List<long>(), new List<string>());
        await LoadAsync(
            async cancellationToken =>
            {
                var person = await currentPerson.GetAsync(cancellationToken);
                foreach (var row in rows)
                {
                    try
                    {
                        made.Add(await act(row, person, cancellationToken));
                    }
                    catch (IdentificationRefusedException refusal)
                    {
                        refused.Add($"{row.Id}: {refusal.Message}");
                    }

                    _done++;
                    StateHasChanged();
                }
            },
            "Not all of it could be done");
        _isActing = false;

        // What was done before something broke is done, and is to be seen.
        if (made.Count > 0 || refused.Count > 0)
            await OnActed.InvokeAsync(new(say(made.Count), made, refused));
    }
}

/// <summary>What was done with a selection.</summary>
/// <param name="Made">The identifications.</param>
/// <param name="Refused">What could not be done, each with why.</param>
public sealed record SelectionOutcome(string Text, IReadOnlyList<long> Made, IReadOnlyList<string> Refused);
