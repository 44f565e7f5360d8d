using System.Globalization;
using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.States;
using Antenna.Data.Import.TaxaLists;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Antenna.Dashboard.Components.Matching;

/// <summary>How the names of a file were matched, line by line; suggestions can be accepted one by one or together.</summary>
public sealed partial class MatchingReport(IJSRuntime js) : LiveComponent
{
    private const int AtOnce = 100;

    private NameMatchKind? _kind;
    private IReadOnlyList<TaxaListLine> _lines = [];
    private MatchedLines? _of;
    private int _shown = AtOnce;
    private HashSet<string> _homonyms = [];
    private PageError? _error;

    [Parameter, EditorRequired]
    public string List { get; set; } = null!;

    [Parameter, EditorRequired]
    public MatchedLines Lines { get; set; } = null!;

    /// <summary>The suggestions that are accepted and not imported yet, by <see cref="AcceptedSuggestion.Key"/>.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, AcceptedSuggestion> Accepted { get; set; } = new Dictionary<string, AcceptedSuggestion>();

    /// <summary>What becomes of what is accepted, to end a sentence.</summary>
    [Parameter]
    public string WhatNext { get; set; } = "check again or import, and they are remembered for this list";

    /// <summary>Where all lines are downloaded from; null where they are in a file of the page's own.</summary>
    [Parameter]
    public string? DownloadUrl { get; set; }

    /// <summary>Nothing can be accepted now.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>Suggestions are accepted.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<AcceptedSuggestion>> OnAccept { get; set; }

    /// <summary>A suggestion that was accepted no longer is, by its <see cref="AcceptedSuggestion.Key"/>.</summary>
    [Parameter]
    public EventCallback<string> OnReject { get; set; }

    private IEnumerable<(NameMatchKind? Kind, string Name, long Lines)> Kinds =>
    [
        (null, "all", Lines.Count(null)),
        .. Lines.Kinds.Select(kind => ((NameMatchKind?)kind, kind.DisplayName(), Lines.Count(kind))),
    ];

    /// <summary>The lines in view for which a similar name is suggested; a genus is accepted line by line.</summary>
    private List<TaxaListLine> Acceptable =>
        [.. _lines.Where(line => line is { Kind: NameMatchKind.Suggestion, Suggestions: [{ Distance: > 0 }, ..] })];

    protected override void OnParametersSet()
    {
        if (_of == Lines)
            return;
        _of = Lines;
        Show(_kind is { } kind && Lines.Kinds.Contains(kind) ? kind : null);
    }

    private void Show(NameMatchKind? kind)
    {
        (_kind, _lines, _shown) = (kind, Lines.First(kind), AtOnce);
        _homonyms = [.. _lines.Where(line => line.Kingdom is not null).GroupBy(line => line.Name)
            .Where(lines => lines.DistinctBy(line => line.Kingdom).Skip(1).Any()).Select(lines => lines.Key)];
    }

    /// <summary>The kingdom of a line that has a homonym in another one, to tell the two apart; null for other lines.</summary>
    private string? HomonymKingdomOf(TaxaListLine line) => _homonyms.Contains(line.Name) ? line.Kingdom : null;

    private string NameOf(TaxaListLine line) => HomonymKingdomOf(line) is { } kingdom ? $"{line.Name} of {kingdom}" : line.Name;

    private string AcceptedFor(TaxaListLine line) =>
        Accepted.TryGetValue(AcceptedSuggestion.KeyOf(line.Name, line.Kingdom), out var accepted) ? accepted.TaxonId.ToString(CultureInfo.InvariantCulture) : "";

    private Task AcceptAsync(TaxaListLine line, object? chosen) =>
        long.TryParse(chosen?.ToString(), CultureInfo.InvariantCulture, out var taxonId)
            ? OnAccept.InvokeAsync([Accepting(line, taxonId)])
            : OnReject.InvokeAsync(AcceptedSuggestion.KeyOf(line.Name, line.Kingdom));

    private Task AcceptAllAsync() =>
        OnAccept.InvokeAsync([.. Acceptable.Select(line => Accepting(line, line.Suggestions[0].TaxonId))]);

    private static AcceptedSuggestion Accepting(TaxaListLine line, long taxonId) => new(line.Name, taxonId) { Kingdom = line.Kingdom };

    private async Task DownloadAsync()
    {
        await LoadAsync(
            async cancellationToken =>
            {
                await using var download = await js.InvokeAsync<IJSObjectReference>("import", cancellationToken, "./scripts/download.js");
                using var stream = new DotNetStreamReference(new FileStream(Lines.Path!, FileMode.Open, FileAccess.Read, FileShare.Read));
                await download.InvokeVoidAsync("save", cancellationToken, $"{List} matching.csv", stream);
            },
            "This could not be downloaded");
        _error = LoadError;
    }
}
