using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>What the address says, as <see cref="DashboardUrls"/> writes it.</summary>
public sealed partial class OccurrencesPage
{
    private const string Yes = "yes";
    private const string No = "no";

    [SupplyParameterFromQuery(Name = "project")]
    private string? ProjectValue { get; set; }

    private long? Project => AddressValue.Id(ProjectValue);

    [SupplyParameterFromQuery(Name = "set")]
    private string? SetValue { get; set; }

    private long? Set => AddressValue.Id(SetValue);

    [SupplyParameterFromQuery(Name = "deployment")]
    private string? DeploymentValue { get; set; }

    private long? Deployment => AddressValue.Id(DeploymentValue);

    [SupplyParameterFromQuery(Name = "taxon")]
    private string? TaxonValue { get; set; }

    private long? Taxon => AddressValue.Id(TaxonValue);

    [SupplyParameterFromQuery(Name = "from")]
    private string? FromValue { get; set; }

    private DateOnly? From => AddressValue.Date(FromValue);

    [SupplyParameterFromQuery(Name = "to")]
    private string? ToValue { get; set; }

    private DateOnly? To => AddressValue.Date(ToValue);

    [SupplyParameterFromQuery(Name = "min")]
    private string? MinValue { get; set; }

    private double? Min => AddressValue.Number(MinValue);

    [SupplyParameterFromQuery(Name = "max")]
    private string? MaxValue { get; set; }

    private double? Max => AddressValue.Number(MaxValue);

    [SupplyParameterFromQuery(Name = "ran")]
    private string? RanValue { get; set; }

    private long? Ran => AddressValue.Id(RanValue);

    [SupplyParameterFromQuery(Name = "not-ran")]
    private string? NotRanValue { get; set; }

    private long? NotRan => AddressValue.Id(NotRanValue);

    [SupplyParameterFromQuery(Name = "list")]
    private string? ListValue { get; set; }

    private long? List => AddressValue.Id(ListValue);

    [SupplyParameterFromQuery]
    private string? Listed { get; set; }

    [SupplyParameterFromQuery]
    private string? Verified { get; set; }

    [SupplyParameterFromQuery(Name = "run")]
    private string? RunValue { get; set; }

    private long? Run => AddressValue.Id(RunValue);

    [SupplyParameterFromQuery]
    private string? Change { get; set; }

    [SupplyParameterFromQuery]
    private string? Q { get; set; }

    [SupplyParameterFromQuery]
    private string? Order { get; set; }

    [SupplyParameterFromQuery]
    private string? View { get; set; }

    [SupplyParameterFromQuery(Name = "size")]
    private string? SizeValue { get; set; }

    private int? Size => AddressValue.Count(SizeValue);

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
            ChangedBy = Run is { } run ? new RunMatch(run, DashboardUrls.Transition(Change)) : null,
            Search = AddressValue.Text(Q),
        },
        Order = DashboardUrls.Constant<OccurrenceOrder>(Order) ?? OccurrenceOrder.Newest,
        View = DashboardUrls.Constant<OccurrenceView>(View) ?? OccurrenceView.Table,
        Size = Size is { } size && OccurrenceQuery.Sizes.Contains(size) ? size : OccurrenceQuery.DefaultSize,
        Cursor = Cursor,
    };
}
