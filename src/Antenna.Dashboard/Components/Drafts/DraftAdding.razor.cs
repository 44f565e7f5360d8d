using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Matching;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.Model;
using Antenna.Data.Projects;
using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Drafts;

/// <summary>
/// Adds to a draft: a taxon by typing, the whole of its genus or family, what people confirmed and the list lacks, and names that were
/// pasted, matched as an import matches them.
/// </summary>
public sealed partial class DraftAdding(Listings listings, ListingEdits edits, TaxaEvidence evidence, NotATaxonLabels notATaxon) : LiveComponent
{
    private const int ShownNames = 5;

    private readonly string _pasteId = $"paste-{Guid.NewGuid():N}";
    private readonly Dictionary<string, AcceptedSuggestion> _accepted = [];
    private IReadOnlyList<WholeTaxon> _whole = [];
    private IReadOnlyList<TaxonEvidence>? _lacking;
    private TaxonName? _picked;
    private PastedNames? _pasted;
    private MatchedLines? _matched;
    private (long, int?, long?)? _read;

    [Parameter, EditorRequired]
    public TaxaListOverview List { get; set; } = null!;

    /// <summary>Null where there is none yet: then the version counts that it will change.</summary>
    [Parameter]
    public StoredDraft? Draft { get; set; }

    [Parameter, EditorRequired]
    public long BaseVersionId { get; set; }

    /// <summary>The taxon that was added or struck last, whose genus and family are offered; null for none.</summary>
    [Parameter]
    public long? Near { get; set; }

    [Parameter]
    public DraftPlace? Place { get; set; }

    /// <summary>A change is being made.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>Makes a change; the answer is whether it was made.</summary>
    [Parameter, EditorRequired]
    public Func<DraftEdit, Task<bool>> OnEdit { get; set; } = null!;

    /// <summary>Names that were pasted and not added yet. Survives a lost circuit; those for another list are none for this one.</summary>
    [PersistentState]
    public PendingNames? Pending { get; set; }

    private string? Text
    {
        get => Pending is { } pending && pending.TaxaListId == List.Id ? pending.Text : null;
        set => Pending = value is null ? null : new(List.Id, value);
    }

    protected override async Task OnParametersSetAsync()
    {
        var read = (BaseVersionId, Draft?.Revision, Near);
        if (_read == read)
            return;
        _read = read;
        await LoadAsync(async cancellationToken =>
        {
            if (await ListingAsync(cancellationToken) is not { } listing || _read != read)
                return;
            _whole = Near is { } near ? ListingEdits.WholeTaxaAbove(listing, near) : [];
            if (Place is { } place)
                _lacking = [.. (await evidence.ConfirmedAsync(place.Place, cancellationToken)).Where(each => listing.Taxonomy.Tree.Contains(each.TaxonId) && !listing.Taxa.Contains(each.TaxonId))];
        });
    }

    protected override ValueTask DisposeAsyncCore()
    {
        Forget();
        return base.DisposeAsyncCore();
    }

    /// <summary>What is listed as the person sees it: by the draft, or by the version while there is none.</summary>
    private async Task<Listing?> ListingAsync(CancellationToken cancellationToken) => Draft is { } draft
        ? await listings.OfDraftAsync(draft, cancellationToken)
        : await listings.FindAsync(BaseVersionId, cancellationToken);

    private async Task PickAsync(TaxonName? taxon)
    {
        // The field is empty again for the next one.
        _picked = taxon;
        if (taxon is null)
            return;
        await OnEdit(new(listing => Task.FromResult(ListingEdits.Add(listing, taxon.Id)), taxon.Id));
        _picked = null;
    }

    private Task<bool> KeepAsync(WholeTaxon whole) =>
        OnEdit(new(listing => edits.KeepDescendantsAsync(listing, whole.Taxon.Id, DisposedToken)));

    private Task<bool> AddConfirmedAsync()
    {
        long[] lacking = [.. _lacking!.Select(each => each.TaxonId)];
        return OnEdit(new(listing => Task.FromResult(ListingEdits.AddBatch(listing, lacking))));
    }

    private Task MatchAsync() => LoadAsync(async cancellationToken =>
    {
        Forget();
        if (await ListingAsync(cancellationToken) is not { } listing)
            return;
        var pasted = await PastedNames.ReadAsync(listing, Text!, notATaxon, cancellationToken);
        var lines = new MatchedLines(Path.Combine(Path.GetTempPath(), $"antenna-matching-{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)}.csv"));
        await using (lines)
        {
            foreach (var line in pasted.Lines)
                await lines.AddAsync(line, cancellationToken);
        }

        (_pasted, _matched) = (pasted, lines);
    });

    private void Accept(IReadOnlyList<AcceptedSuggestion> suggestions)
    {
        foreach (var suggestion in suggestions)
            _accepted[suggestion.Key] = suggestion;
    }

    /// <summary>Adds the names; in the place of one whose suggestion is accepted, the taxon that it is.</summary>
    private async Task AddPastedAsync()
    {
        var accepted = _accepted.Values.ToDictionary(each => each.Name, each => each.TaxonId, StringComparer.Ordinal);
        var names = _pasted!.Names;
        if (!await OnEdit(new(listing => Task.FromResult(ListingEdits.AddNames(listing, names, accepted)))))
            return;
        Text = null;
        Forget();
    }

    private void Forget()
    {
        if (_matched?.Path is { } path)
            File.Delete(path);
        (_pasted, _matched) = (null, null);
        _accepted.Clear();
    }
}

/// <summary>Names that were pasted for a list and not added yet.</summary>
public sealed record PendingNames(long TaxaListId, string Text);
