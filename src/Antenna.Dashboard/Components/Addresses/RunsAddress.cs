using Antenna.Data.Runs;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>What the page of runs shows.</summary>
public sealed record RunsAddress : PageAddress<RunsAddress>, IPageAddress<RunsAddress>
{
    public const string Route = "/runs";

    static string IPageAddress<RunsAddress>.Route => Route;

    public RunFilter Filter { get; init; } = new();

    /// <summary>Where the page begins; null on the first.</summary>
    public string? Cursor { get; init; }

    public static RunsAddress At(long id) => new();

    /// <summary>The first page by another filter.</summary>
    public RunsAddress By(RunFilter filter) => new() { Filter = filter };

    /// <summary>The page of a run, from which the way back leads here.</summary>
    public RunAddress Open(long id) => new(id) { CameFrom = Filter.ProjectId is { } project && this == new RunsAddress { Filter = new() { ProjectId = project } } ? null : this };

    protected internal override RunsAddress Pass(AddressParameters parameters) => new()
    {
        Filter = new()
        {
            ProjectId = parameters.Id("project", Filter.ProjectId),
            State = parameters.Choice("state", Filter.State),
            Task = parameters.Text("task", Filter.Task),
            CaptureSetId = parameters.Id("set", Filter.CaptureSetId),
            OccurrenceId = parameters.Id("occurrence", Filter.OccurrenceId),
            SelectionId = parameters.Id("selection", Filter.SelectionId),
            ScopeKind = parameters.Choice("scope", Filter.ScopeKind),
            TaxaListId = parameters.Id("list", Filter.TaxaListId),
            TaxaListVersionId = parameters.Id("list-version", Filter.TaxaListVersionId),
            RequestedById = parameters.Id("who", Filter.RequestedById),
            ByStandingMask = parameters.YesOrNo("standing", Filter.ByStandingMask),
            From = parameters.Date("from", Filter.From),
            To = parameters.Date("to", Filter.To),
            MinUpdated = parameters.Count("min-updated", Filter.MinUpdated),
            MaxUpdated = parameters.Count("max-updated", Filter.MaxUpdated),
            SomeRows = parameters.Choice("some", Filter.SomeRows),
            NoRows = parameters.Choice("none", Filter.NoRows),
        },
        Cursor = parameters.Text("cursor", Cursor),
    };
}
