using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>What a person said, to agree with, or to take back if it is one's own.</summary>
public sealed partial class IdentificationCardView : SayingComponent
{
    private bool _asking;

    [Parameter, EditorRequired]
    public long OccurrenceId { get; set; }

    [Parameter, EditorRequired]
    public IdentificationCard Card { get; set; } = null!;

    /// <summary>The id of whoever looks; null for somebody who has never said anything.</summary>
    [Parameter]
    public long? Me { get; set; }

    /// <summary>What whoever looks has named the occurrence; null for nothing that stands.</summary>
    [Parameter]
    public long? MyTaxonId { get; set; }

    private bool IsOwn => Card.PersonId == Me;

    private bool IsWithdrawn => Card.WithdrawnAt is not null;

    private bool CanAgree => !IsOwn && !IsWithdrawn && Card.Taxon is { } taxon && taxon.Id != MyTaxonId;

    private string AgreementText => Card.Agreed switch
    {
        null => "",
        { Person: { } person } => $" agreed with {person}",
        { Algorithm: { } algorithm } => $" agreed with {algorithm.Name}",
        _ => " agreed with somebody",
    };

    private Task AgreeAsync() => SayAsync((identifications, person, cancellationToken) =>
        identifications.AgreeWithIdentificationAsync(OccurrenceId, Card.Id, person, cancellationToken));

    private Task WithdrawAsync() => SayAsync((identifications, person, cancellationToken) =>
        identifications.WithdrawAsync(Card.Id, person, cancellationToken));

    private Task DeleteAsync() => SayAsync((identifications, person, cancellationToken) =>
        identifications.DeleteAsync(Card.Id, person, cancellationToken));
}
