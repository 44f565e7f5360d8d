using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Occurrences;
using Antenna.PostProcessing.Masking.Impacts;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Impacts;

/// <summary>What a person should know before a mask is launched, each with its occurrences one click away.</summary>
public sealed partial class ImpactWarningList : ComponentBase
{
    /// <summary>Taxa that are named in one warning before more are asked for.</summary>
    private const int Most = 8;

    private bool _all;

    [Parameter, EditorRequired]
    public Impact Impact { get; set; } = null!;

    /// <summary>Where the occurrences that a number counts are shown.</summary>
    [Parameter, EditorRequired]
    public Func<ImpactFilter, string> CasesOf { get; set; } = null!;

    [Parameter, EditorRequired]
    public CaptureSetAddress Address { get; set; } = null!;

    private ImpactWarnings Warnings => Impact.Warnings;

    private bool HasAny => Impact.IsOftenOffList || Impact.IsWorse || Warnings.Excluded is { Count: > 0 }
        || Warnings is not { MostlyOffList: 0, VerifiedAgainst: 0, DecidedByAnother: 0, RollUpReplaced: 0, Unresolved: 0, Unnameable: 0 };

    /// <summary>The names of the list that the classifier has no class for.</summary>
    private string NotNamed => new TaxaListAddress(Address.Settings.TaxaListId!.Value)
    {
        Version = Address.Settings.TaxaListVersion, Filter = new() { NotNamedById = Impact.Plan.Classifier.Id },
    };

    private string Confirmed(long taxonId) => DashboardUrls.Occurrences(
        new OccurrenceFilter { ProjectId = Impact.Plan.Project.Id, CaptureSetId = Address.Id, TaxonId = taxonId, IsTaxonAlone = true, Verified = true });
}
