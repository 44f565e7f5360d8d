using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Masking.Impacts;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Impacts;

/// <summary>What to add to the list, and what its taxa take, by evidence.</summary>
public sealed partial class SuggestionTables(TaxaListDrafts drafts, Listings listings, ICurrentPerson currentPerson) : LiveComponent
{
    private const int Few = 10;

    private int _additions = Few;
    private int _takings = Few;
    private string? _note;
    private bool _isAdding;

    [Parameter, EditorRequired]
    public Impact Impact { get; set; } = null!;

    /// <summary>Where the occurrences that a number counts are shown.</summary>
    [Parameter, EditorRequired]
    public Func<ImpactFilter, string> CasesOf { get; set; } = null!;

    /// <summary>The settings that the impact is of.</summary>
    [Parameter, EditorRequired]
    public MaskSettings Settings { get; set; } = null!;

    /// <summary>A species was put into the draft: the settings that lead to it.</summary>
    [Parameter]
    public EventCallback<MaskSettings> OnDrafted { get; set; }

    /// <summary>A draft changes a version that has a number, or is one already.</summary>
    private bool CanDraft => OnDrafted.HasDelegate && (Impact.Plan.Listing.Draft is not null || Impact.Plan.Listing.Version.Number is not null);

    private string AdditionsId => $"additions-{Impact.Plan.Classifier.Id}";

    private string TakingsId => $"takings-{Impact.Plan.Classifier.Id}";

    private static string NameOf(TaxonName? taxon) => taxon?.Name ?? "what is not a taxon";

    /// <summary>Puts a species into the draft that the person has of the list, or begins one, and goes on with that.</summary>
    private async Task AddAsync(TaxonName taxon)
    {
        if (_isAdding)
            return;
        (_isAdding, _note) = (true, null);
        var added = false;
        await LoadAsync(
            async cancellationToken =>
            {
                var person = await currentPerson.GetAsync(cancellationToken);
                var list = Impact.Plan.Listing;
                var draft = await drafts.OpenAsync(list.List.Id, list.Version.Id, person, cancellationToken);
                var edit = ListingEdits.Add(await listings.OfDraftAsync(draft, cancellationToken), taxon.Id);
                var refusal = edit.Step is { } step ? (await drafts.StepAsync(draft, step, cancellationToken)).Refusal : null;
                (added, _note) = refusal is null
                    ? (true, edit.Note ?? $"{taxon.Name} is in your draft of {list.List.Name}.")
                    : (false, "The draft was changed elsewhere meanwhile, and nothing was added. Try again.");
            },
            "It could not be put into the draft");
        _isAdding = false;
        if (added)
            await OnDrafted.InvokeAsync(Settings.WithDraft(Impact.Plan.Listing.List.Id));
    }
}
