using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>What the address says, as <see cref="Links"/> writes it.</summary>
public sealed partial class OccurrencesPage
{
    private const string Yes = "yes";
    private const string No = "no";

    [SupplyParameterFromQuery]
    private long? Project { get; set; }

    [SupplyParameterFromQuery]
    private long? Set { get; set; }

    [SupplyParameterFromQuery]
    private long? Deployment { get; set; }

    [SupplyParameterFromQuery]
    private long? Taxon { get; set; }

    [SupplyParameterFromQuery]
    private DateOnly? From { get; set; }

    [SupplyParameterFromQuery]
    private DateOnly? To { get; set; }

    [SupplyParameterFromQuery]
    private double? Min { get; set; }

    [SupplyParameterFromQuery]
    private double? Max { get; set; }

    [SupplyParameterFromQuery]
    private long? Ran { get; set; }

    [SupplyParameterFromQuery(Name = "not-ran")]
    private long? NotRan { get; set; }

    [SupplyParameterFromQuery]
    private long? List { get; set; }

    [SupplyParameterFromQuery]
    private string? Listed { get; set; }

    [SupplyParameterFromQuery]
    private string? Verified { get; set; }

    [SupplyParameterFromQuery]
    private long? Run { get; set; }

    [SupplyParameterFromQuery]
    private string? Change { get; set; }

    [SupplyParameterFromQuery]
    private string? Q { get; set; }

    [SupplyParameterFromQuery]
    private string? Order { get; set; }

    [SupplyParameterFromQuery]
    private string? View { get; set; }

    [SupplyParameterFromQuery]
    private int? Size { get; set; }

    [SupplyParameterFromQuery]
    private string? Cursor { get; set; }

    private OccurrenceQuery Query => new()
    {
        Filter = new()
        {
            ProjectId = Project,
            CaptureSetId = Set,
            DeploymentId = Deployment,
            TaxonId = Taxon,
            From = From,
            To = To,
            MinScore = Min,
            MaxScore = Max,
            RanAlgorithmId = Ran,
            NotRanAlgorithmId = NotRan,
            List = List is { } version ? new ListMatch(version, Listed != No) : null,
            Verified = Verified switch { Yes => true, No => false, _ => null },
            ChangedBy = Run is { } run ? new RunMatch(run, Links.Transition(Change)) : null,
            Search = string.IsNullOrWhiteSpace(Q) ? null : Q,
        },
        Order = Links.Constant<OccurrenceOrder>(Order) ?? OccurrenceOrder.Newest,
        View = Links.Constant<OccurrenceView>(View) ?? OccurrenceView.Table,
        Size = Size is { } size && OccurrenceQuery.Sizes.Contains(size) ? size : OccurrenceQuery.DefaultSize,
        Cursor = Cursor,
    };
}
