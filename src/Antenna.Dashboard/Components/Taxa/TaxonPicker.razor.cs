using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.Model;
using Antenna.Data.Taxonomy;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Antenna.Dashboard.Components.Taxa;

/// <summary>
/// Chooses a taxon by typing: scientific names, synonyms and common names, each word by how it begins. What is chosen is
/// always the accepted taxon.
/// </summary>
public sealed partial class TaxonPicker(TaxonSearch search) : LiveComponent
{
    private const int Most = 12;

    private MudAutocomplete<TaxonSuggestion> _field = null!;
    private TaxonSuggestion? _chosen;

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

    /// <summary>Puts the cursor into the field.</summary>
    public async Task FocusAsync() => await _field.FocusAsync();

    protected override void OnParametersSet()
    {
        if (Value != _chosen?.Taxon)
            _chosen = Value is null ? null : new(Value, NameHitKind.Accepted, null, null, null);
    }

    private async Task<IEnumerable<TaxonSuggestion>> FindAsync(string? text, CancellationToken typedOn)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(typedOn, DisposedToken);
        return string.IsNullOrWhiteSpace(text) ? [] : await search.FindAsync(text, Most, either.Token);
    }

    private Task ChooseAsync(TaxonSuggestion? suggestion)
    {
        _chosen = suggestion;
        return ValueChanged.InvokeAsync(suggestion?.Taxon);
    }

    private static string Detail(TaxonSuggestion suggestion)
    {
        var found = (suggestion.Kind, suggestion.FoundAs) switch
        {
            (NameHitKind.Synonym, { } name) => $"synonym {name}",
            (NameHitKind.CommonName, { } name) => name,
            (NameHitKind.Similar, { } name) => $"similar: {name}",
            (NameHitKind.Similar, null) => "similar name",
            _ => null,
        };
        return string.Join(" · ", new[] { found, suggestion.Above?.Name }.OfType<string>());
    }
}
