using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.Model;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Antenna.Dashboard.Components.Taxa;

/// <summary>
/// Chooses a taxon by typing: scientific names, synonyms and common names, each word by how it begins. What is chosen is
/// always the accepted taxon. Names that are on a list and not in the taxonomy are shown as that: they stand for no taxon, and
/// cannot be chosen.
/// </summary>
public sealed partial class TaxonPicker(TaxonSearch search, UnresolvedNameSearch unresolved, CurrentProject project) : LiveComponent
{
    private const int Most = 12;

    private const int MostUnresolved = 4;

    private MudAutocomplete<TaxonChoice> _field = null!;
    private TaxonChoice? _chosen;

    /// <summary>The chosen taxon; null for none.</summary>
    [Parameter]
    public TaxonName? Value { get; set; }

    [Parameter]
    public EventCallback<TaxonName?> ValueChanged { get; set; }

    [Parameter]
    public string Label { get; set; } = "Taxon";

    [Parameter]
    public string? Placeholder { get; set; }

    [Parameter]
    public string? HelperText { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    [Parameter]
    public bool AutoFocus { get; set; }

    /// <summary>The key that leads to the field; null for none.</summary>
    [Parameter]
    public string? Shortcut { get; set; }

    /// <summary>Puts the cursor into the field.</summary>
    public async Task FocusAsync() => await _field.FocusAsync();

    protected override void OnParametersSet()
    {
        if (Value != _chosen?.Taxon)
            _chosen = Value is null ? null : TaxonChoice.Of(Value);
    }

    private async Task<IEnumerable<TaxonChoice>> FindAsync(string? text, CancellationToken typedOn)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [];
        using var either = CancellationTokenSource.CreateLinkedTokenSource(typedOn, DisposedToken);
        var taxa = await search.FindAsync(text, Most, either.Token);
        var names = await unresolved.FindAsync(text, project.Id, MostUnresolved, either.Token);

        // A name that begins as it was typed goes before one that is only similar.
        return
        [
            .. taxa.Where(taxon => taxon.Kind is not NameHitKind.Similar).Select(TaxonChoice.Of),
            .. names.Select(TaxonChoice.Of),
            .. taxa.Where(taxon => taxon.Kind is NameHitKind.Similar).Select(TaxonChoice.Of),
        ];
    }

    private Task ChooseAsync(TaxonChoice? choice)
    {
        _chosen = choice;
        return ValueChanged.InvokeAsync(choice?.Taxon);
    }
}
