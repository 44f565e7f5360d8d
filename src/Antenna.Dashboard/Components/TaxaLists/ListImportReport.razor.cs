using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.States;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Import.TaxaLists;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>What an import found, or did, line by line.</summary>
public sealed partial class ListImportReport(IJSRuntime js) : LiveComponent
{
    private const int AtOnce = 100;

    private NameMatchKind? _kind;
    private IReadOnlyList<TaxaListLine> _lines = [];
    private TaxaListReport? _of;
    private int _shown = AtOnce;
    private PageError? _error;

    [Parameter, EditorRequired]
    public TaxaListReport Report { get; set; } = null!;

    [Parameter, EditorRequired]
    public MatchedLines Lines { get; set; } = null!;

    /// <summary>The list that was imported; null after a check.</summary>
    [Parameter]
    public long? ListId { get; set; }

    private string Outcome => Report switch
    {
        { NothingChanged: true } => $"Nothing changed: {Report.List} lists just this already.",
        { CheckOnly: true } => $"Checked, and nothing was written. It would be {Report.List} v{Report.Version}: {Figures.Count(Report.TaxonCount, "taxon", "taxa")}.",
        _ => $"{Report.List} v{Report.Version} is imported: {Figures.Count(Report.TaxonCount, "taxon", "taxa")}.",
    };

    private IEnumerable<(NameMatchKind? Kind, string Name, long Lines)> Kinds =>
    [
        (null, "all", Count(null)),
        .. Report.Lines.OrderBy(lines => lines.Key).Select(lines => ((NameMatchKind?)lines.Key, lines.Key.DisplayName(), lines.Value)),
    ];

    protected override void OnParametersSet()
    {
        if (_of == Report)
            return;
        _of = Report;
        Show(_kind is { } kind && Report.Lines.ContainsKey(kind) ? kind : null);
    }

    private void Show(NameMatchKind? kind) => (_kind, _lines, _shown) = (kind, Lines.First(kind), AtOnce);

    private long Count(NameMatchKind? kind) => kind is { } one ? Report.Lines.GetValueOrDefault(one) : Report.Lines.Values.Sum();

    private async Task DownloadAsync()
    {
        await LoadAsync(
            async cancellationToken =>
            {
                await using var download = await js.InvokeAsync<IJSObjectReference>("import", cancellationToken, "./scripts/download.js");
                using var stream = new DotNetStreamReference(new FileStream(Lines.Path, FileMode.Open, FileAccess.Read, FileShare.Read));
                await download.InvokeVoidAsync("save", cancellationToken, $"{Report.List} matching.csv", stream);
            },
            "This could not be downloaded");
        _error = LoadError;
    }
}
