namespace Antenna.Dashboard.Components.Addresses;

public static partial class Links
{
    public static string TaxaLists(long? projectId) => Path("taxa-lists", null, ("project", projectId));

    /// <summary>A list, at one of its versions, or at the newest.</summary>
    public static string TaxaList(long id, int? version = null) => Path("taxa-lists", id, ("version", version));
}
