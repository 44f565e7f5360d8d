using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>A person's identification and how it ended: to agree with, or, if it is one's own, to withdraw or delete.</summary>
public sealed partial class IdentificationCardView : IdentificationComponent
{
    private bool _asking;
    private bool _asked;
    private FocusTarget? _reached;
    private ElementReference _card;
    private MudButton? _keep;

    [Parameter, EditorRequired]
    public long OccurrenceId { get; set; }

    [Parameter, EditorRequired]
    public IdentificationCard Card { get; set; } = null!;

    /// <summary>The id of the person who looks; null for a person without any identification.</summary>
    [Parameter]
    public long? Me { get; set; }

    /// <summary>The taxon of the determination, where it is by the person who looks: there is nothing to agree with then.</summary>
    [Parameter]
    public long? MyTaxonId { get; set; }

    /// <summary>Set where this card is to take the focus, once for each target.</summary>
    [Parameter]
    public FocusTarget? Focus { get; set; }

    /// <summary>The card is about to be deleted: the focus is to go elsewhere.</summary>
    [Parameter]
    public EventCallback OnDeleting { get; set; }

    private bool IsOwn => Card.PersonId == Me;

    private bool CanAgree => !IsOwn && Card.Stands && Card.Taxon is { } taxon && taxon.Id != MyTaxonId;

    private string AgreementText => Card.Agreed switch
    {
        null => "",
        { Person: { } person } => $" agreed with {person}",
        { Algorithm: { } algorithm } => $" agreed with {algorithm.Name}",
        _ => " agreed with what is not here",
    };

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // Asking replaces the button that was pressed, and so does keeping. Marked first: a rendering that comes while the focus
        // is under way would take it once more, from where the person went.
        var (begins, ends) = (_asking && !_asked, _asked && !_asking);
        var isSought = Focus is not null && Focus != _reached;
        (_asked, _reached) = (_asking, Focus);
        if (begins && _keep is not null)
            await _keep.FocusAsync();
        if (ends || isSought)
            await _card.FocusAsync();
    }

    private async Task RemoveAsync()
    {
        await OnDeleting.InvokeAsync();
        await DeleteAsync(Card.Id);
        if (Refusal is not null && !DisposedToken.IsCancellationRequested)
            await _card.FocusAsync();
    }

    private Task<bool> AgreeAsync() => SubmitAsync(new AgreementWithIdentification(OccurrenceId, Card.Id));
}
