using Antenna.Data.Model;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>Suggests a name, with a comment or without, or only comments.</summary>
public sealed partial class SayForm : SayingComponent
{
    private TaxonName? _taxon;
    private string? _comment;
    private bool _commenting;

    [Parameter, EditorRequired]
    public long OccurrenceId { get; set; }

    private bool IsCommenting => _commenting || _taxon is not null;

    private void Forget() => (_taxon, _comment, _commenting) = (null, null, false);

    private async Task SubmitAsync()
    {
        var (taxon, comment) = (_taxon, _comment);
        await SayAsync((identifications, person, cancellationToken) => taxon is null
            ? identifications.CommentAsync(OccurrenceId, comment ?? "", person, cancellationToken)
            : identifications.SuggestAsync(OccurrenceId, taxon.Id, comment, person, cancellationToken));
        if (Refusal is null)
            Forget();
    }
}
