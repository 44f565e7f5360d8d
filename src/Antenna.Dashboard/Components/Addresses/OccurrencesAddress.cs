using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>What the page of occurrences shows: which, in which order, how, and from where on.</summary>
public sealed record OccurrencesAddress : PageAddress<OccurrencesAddress>, IPageAddress<OccurrencesAddress>
{
    public const string Route = "/occurrences";

    public const int DefaultSize = 50;

    static string IPageAddress<OccurrencesAddress>.Route => Route;

    /// <summary>How many a page may have.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [25, DefaultSize, 100];

    public OccurrenceFilter Filter { get; init; } = new();

    public OccurrenceOrder Order { get; init; }

    public OccurrenceView View { get; init; }

    /// <summary>One of <see cref="Sizes"/>.</summary>
    public int Size { get; init; } = DefaultSize;

    /// <summary>Where the page begins; null on the first.</summary>
    public string? Cursor { get; init; }

    public static OccurrencesAddress At(long id) => new();

    /// <summary>The first page by another filter.</summary>
    public OccurrencesAddress By(OccurrenceFilter filter) => this with { Filter = filter, Cursor = null };

    /// <summary>The first page in another order.</summary>
    public OccurrencesAddress In(OccurrenceOrder order) => this with { Order = order, Cursor = null };

    /// <summary>The page of an occurrence, from which the way back leads here.</summary>
    public OccurrenceAddress Open(long id) => new(id) { CameFrom = Filter.ProjectId is { } project && this == new OccurrencesAddress { Filter = new() { ProjectId = project } } ? null : this };

    protected internal override OccurrencesAddress Pass(AddressParameters parameters) => new()
    {
        Filter = new()
        {
            ProjectId = parameters.Id("project", Filter.ProjectId),
            CaptureSetId = parameters.Id("set", Filter.CaptureSetId),
            SelectionId = parameters.Id("selection", Filter.SelectionId),
            DeploymentId = parameters.Id("deployment", Filter.DeploymentId),
            TaxonId = parameters.Id("taxon", Filter.TaxonId),
            IsTaxonAlone = parameters.YesOrNo("alone", Filter.IsTaxonAlone ? true : null) ?? false,
            From = parameters.Date("from", Filter.From),
            To = parameters.Date("to", Filter.To),
            MinScore = parameters.Number("min", Filter.MinScore),
            MaxScore = parameters.Number("max", Filter.MaxScore),
            RanAlgorithmId = parameters.Id("ran", Filter.RanAlgorithmId),
            NotRanAlgorithmId = parameters.Id("not-ran", Filter.NotRanAlgorithmId),
            List = parameters.Id("list", Filter.List?.TaxaListVersionId) is { } version
                ? new(version, parameters.YesOrNo("listed", Filter.List?.Listed) ?? true)
                : null,
            Verified = parameters.YesOrNo("verified", Filter.Verified),
            ChangedBy = parameters.Id("run", Filter.ChangedBy?.RunId) is { } run
                ? new(run, parameters.Value("change", Filter.ChangedBy?.Transition, AddressValue.Text, AddressValue.Transition))
                : null,
            Search = parameters.Text("q", Filter.Search),
        },
        Order = parameters.Choice("order", Order, OccurrenceOrder.Newest),
        View = parameters.Choice("view", View, OccurrenceView.Table),
        Size = parameters.Count("size", Size == DefaultSize ? null : Size) is { } size && Sizes.Contains(size) ? size : DefaultSize,
        Cursor = parameters.Text("cursor", Cursor),
    };
}
