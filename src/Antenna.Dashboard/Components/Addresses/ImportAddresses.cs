using Antenna.Data.ImportJobs;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>What the page of imports shows.</summary>
public sealed record ImportsAddress : PageAddress<ImportsAddress>, IPageAddress<ImportsAddress>
{
    public const string Route = "/imports";

    static string IPageAddress<ImportsAddress>.Route => Route;

    public ImportFilter Filter { get; init; } = new();

    /// <summary>Where the page begins; null on the first.</summary>
    public string? Cursor { get; init; }

    public static ImportsAddress At(long id) => new();

    /// <summary>The page of an import, from which the way back leads here.</summary>
    public ImportAddress Open(long id) => new(id) { CameFrom = Filter.ProjectId is { } project && this == new ImportsAddress { Filter = new() { ProjectId = project } } ? null : this };

    protected internal override ImportsAddress Pass(AddressParameters parameters) => new()
    {
        Filter = new()
        {
            ProjectId = parameters.Id("project", Filter.ProjectId),
            State = parameters.Choice("state", Filter.State),
            Kind = parameters.Choice("kind", Filter.Kind),
            RequestedById = parameters.Id("who", Filter.RequestedById),
        },
        Cursor = parameters.Text("cursor", Cursor),
    };
}

/// <summary>The page of one import.</summary>
public sealed record ImportAddress(long Id) : PageAddress<ImportAddress>, IPageAddress<ImportAddress>
{
    public const string Route = "/imports/{Id:long}";

    static string IPageAddress<ImportAddress>.Route => Route;

    /// <summary>The list that one came from, with its filters and its place; null for all of the project.</summary>
    public ImportsAddress? CameFrom { get; init; }

    private protected override long PathId => Id;

    public static ImportAddress At(long id) => new(id);

    protected internal override ImportAddress Pass(AddressParameters parameters) => new(Id) { CameFrom = parameters.Page("from", CameFrom) };
}

/// <summary>Where a project of a running Antenna is chosen, checked and imported; never with the token for it.</summary>
public sealed record AntennaImportAddress : PageAddress<AntennaImportAddress>, IPageAddress<AntennaImportAddress>
{
    public const string Route = "/imports/antenna";

    static string IPageAddress<AntennaImportAddress>.Route => Route;

    /// <summary>The project in view, which is proposed.</summary>
    public long? ProjectId { get; init; }

    /// <summary>The address of that Antenna.</summary>
    public string? From { get; init; }

    /// <summary>The project there.</summary>
    public long? RemoteProjectId { get; init; }

    /// <summary>The capture set there; null for the whole project.</summary>
    public long? RemoteCaptureSetId { get; init; }

    public static AntennaImportAddress At(long id) => new();

    protected internal override AntennaImportAddress Pass(AddressParameters parameters) => new()
    {
        ProjectId = parameters.Id("project", ProjectId),
        From = parameters.Text("from", From),
        RemoteProjectId = parameters.Id("remote-project", RemoteProjectId),
        RemoteCaptureSetId = parameters.Id("remote-capture-set", RemoteCaptureSetId),
    };
}

/// <summary>Where files are chosen, checked and imported.</summary>
public sealed record NewImportAddress : PageAddress<NewImportAddress>, IPageAddress<NewImportAddress>
{
    public const string Route = "/imports/new";

    static string IPageAddress<NewImportAddress>.Route => Route;

    /// <summary>The project in view, which is proposed.</summary>
    public long? ProjectId { get; init; }

    public static NewImportAddress At(long id) => new();

    protected internal override NewImportAddress Pass(AddressParameters parameters) => new()
    {
        ProjectId = parameters.Id("project", ProjectId),
    };
}
