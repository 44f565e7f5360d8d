using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>Suggests a name, with a comment or without, or only comments.</summary>
public sealed partial class IdentificationForm : IdentificationComponent
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
        await SubmitAsync(_taxon is { } taxon
            ? new SuggestedName(OccurrenceId, taxon.Id, _comment)
            : new OccurrenceComment(OccurrenceId, _comment ?? ""));
        if (Refusal is null)
            Forget();
    }
}
