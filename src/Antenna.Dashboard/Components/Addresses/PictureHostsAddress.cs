namespace Antenna.Dashboard.Components.Addresses;

/// <summary>The hosts that pictures of a project, or of any, lie on.</summary>
public sealed record PictureHostsAddress : PageAddress<PictureHostsAddress>, IPageAddress<PictureHostsAddress>
{
    public const string Route = "/picture-hosts";

    static string IPageAddress<PictureHostsAddress>.Route => Route;

    public long? ProjectId { get; init; }

    public static PictureHostsAddress At(long id) => new();

    protected internal override PictureHostsAddress Pass(AddressParameters parameters) => new() { ProjectId = parameters.Id("project", ProjectId) };
}
