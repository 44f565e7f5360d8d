using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>What an import of a list did, or a check found.</summary>
public sealed partial class ListImportReport : ComponentBase
{
    [Parameter, EditorRequired]
    public TaxaListReport Report { get; set; } = null!;

    /// <summary>The list that was imported; null after a check.</summary>
    [Parameter]
    public long? ListId { get; set; }

    private string Outcome => Report switch
    {
        { NothingChanged: true } => $"Nothing changed: {Report.List} lists just this already.",
        { CheckOnly: true } => $"Checked, and nothing was written. It would be {Report.List} v{Report.Version}: {Names}.",
        _ => $"{Report.List} v{Report.Version} is imported: {Names}.",
    };

    /// <summary>The ways in which lines were matched, in their order.</summary>
    private IEnumerable<NameMatchKind> Kinds => Report.Lines.Keys.Order();

    private string WithoutName => string.Join(
        ", ", Report.WithoutName.OrderBy(line => line.Key).Select(line => $"{line.Key.DisplayName()} ({Figures.Count(line.Value)})"));

    private string Names => $"{Figures.Count(Report.NameCount, "name", "names")}, {Figures.Count(Report.TaxonCount, "taxon", "taxa")} of the taxonomy";
}
