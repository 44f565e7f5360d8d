using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>What people and machines said of an occurrence, as cards, newest first.</summary>
public sealed partial class OccurrenceHistory(ICurrentPerson currentPerson) : LiveComponent
{
    private long? _me;

    [Parameter, EditorRequired]
    public OccurrenceDetails Occurrence { get; set; } = null!;

    [Parameter]
    public EventCallback OnSaid { get; set; }

    /// <summary>What whoever looks has named the occurrence, if that stands: there is nothing to agree with then.</summary>
    private long? MyTaxonId => Occurrence.History.OfType<IdentificationCard>()
        .FirstOrDefault(card => card is { WithdrawnAt: null, Taxon: not null } && card.PersonId == _me)?.Taxon!.Id;

    protected override Task OnInitializedAsync() =>
        LoadAsync(async cancellationToken => _me = (await currentPerson.GetAsync(cancellationToken)).Id);

    private static object KeyOf(HistoryCard card) => card switch
    {
        IdentificationCard said => (nameof(IdentificationCard), said.Id),
        PredictionCard predicted => (nameof(PredictionCard), predicted.ClassificationId),
        _ => card,
    };

    /// <summary>Which of several detections a prediction is of; null where there is but one.</summary>
    private string? DetectionText(PredictionCard card)
    {
        var place = Occurrence.Detections.Index().FirstOrDefault(each => each.Item.Id == card.DetectionId).Index + 1;
        return Occurrence.Detections.Count > 1 ? $"detection {place} of {Occurrence.Detections.Count}" : null;
    }
}
