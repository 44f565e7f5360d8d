using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>Suggests a name, with a comment or without, or only comments.</summary>
public sealed partial class IdentificationForm : IdentificationComponent
{
    private bool _commenting;

    [Parameter, EditorRequired]
    public long OccurrenceId { get; set; }

    /// <summary>What is entered and not submitted. Survives a lost circuit; of another occurrence, it is none of this one.</summary>
    [PersistentState]
    public IdentificationDraft? Draft { get; set; }

    private TaxonName? Taxon => Draft?.Taxon;

    private string? Comment => Draft?.Comment;

    private bool IsCommenting => _commenting || Taxon is not null || Comment is not null;

    protected override void OnInitialized()
    {
        if (Draft?.OccurrenceId != OccurrenceId)
            Forget();
    }

    private void Enter(TaxonName? taxon, string? comment) => Draft = new(OccurrenceId, taxon, comment);

    private void Forget() => (Draft, _commenting) = (null, false);

    private async Task SubmitAsync()
    {
        var submitted = await SubmitAsync(Taxon is { } taxon
            ? new SuggestedName(OccurrenceId, taxon.Id, Comment)
            : new OccurrenceComment(OccurrenceId, Comment!));
        if (submitted)
            Forget();
    }
}

/// <summary>An identification that is not submitted yet.</summary>
public sealed record IdentificationDraft(long OccurrenceId, TaxonName? Taxon, string? Comment);
