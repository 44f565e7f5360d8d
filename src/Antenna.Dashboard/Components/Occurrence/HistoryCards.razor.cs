using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>The identifications and predictions of an occurrence, as cards, newest first.</summary>
public sealed partial class HistoryCards(ICurrentPerson currentPerson) : LiveComponent
{
    private long? _me;
    private OccurrenceDetails? _sought;
    private ElementReference _top;

    [Parameter, EditorRequired]
    public OccurrenceDetails Occurrence { get; set; } = null!;

    /// <summary>The detection looked at; null where there is none.</summary>
    [Parameter]
    public long? ShownDetectionId { get; set; }

    /// <summary>Show the predictions of every detection: of an animal seen eight times by two classifiers they are many.</summary>
    [Parameter]
    public bool ShowAll { get; set; }

    [Parameter]
    public EventCallback<bool> OnShowAll { get; set; }

    /// <inheritdoc cref="IdentificationComponent.OnChanged"/>
    [Parameter]
    public EventCallback<FocusTarget?> OnChanged { get; set; }

    /// <summary>What takes the focus after an act, once for each target.</summary>
    [Parameter]
    public FocusTarget? Focus { get; set; }

    private IEnumerable<HistoryCard> Cards => Occurrence.History.Where(card => ShowAll || !IsElsewhere(card));

    /// <summary>How many predictions are of other detections, and do not decide.</summary>
    private int Elsewhere => Occurrence.History.Count(IsElsewhere);

    /// <summary>
    /// The taxon of the determination, where it is by the person who looks. Where another person disagreed since, they may name
    /// theirs once more.
    /// </summary>
    private long? MyTaxonId => Occurrence.History.OfType<IdentificationCard>()
        .FirstOrDefault(card => card.Decides && card.PersonId == _me)?.Taxon!.Id;

    protected override async Task OnParametersSetAsync()
    {
        // A person without identifications is not stored yet, and is as soon as they have one.
        if (_me is not null || _sought == Occurrence)
            return;
        _sought = Occurrence;
        await LoadAsync(async cancellationToken => _me = (await currentPerson.FindAsync(cancellationToken))?.Id);
    }

    private bool IsElsewhere(HistoryCard card) =>
        card is PredictionCard { Decides: false } predicted && predicted.DetectionId != ShownDetectionId;

    private static object KeyOf(HistoryCard card) => card switch
    {
        IdentificationCard identified => (nameof(IdentificationCard), identified.Id),
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
