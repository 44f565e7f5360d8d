using Antenna.Data.Model;
using Antenna.PostProcessing.Masking.Impacts;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Impacts;

/// <summary>What to add to the list, and what its taxa take, by evidence.</summary>
public sealed partial class SuggestionTables : ComponentBase
{
    private const int Few = 10;

    private int _additions = Few;
    private int _takings = Few;

    [Parameter, EditorRequired]
    public Impact Impact { get; set; } = null!;

    /// <summary>Where the occurrences that a number counts are shown.</summary>
    [Parameter, EditorRequired]
    public Func<ImpactFilter, string> CasesOf { get; set; } = null!;

    private string AdditionsId => $"additions-{Impact.Plan.Classifier.Id}";

    private string TakingsId => $"takings-{Impact.Plan.Classifier.Id}";

    private static string NameOf(TaxonName? taxon) => taxon?.Name ?? "what is not a taxon";
}
