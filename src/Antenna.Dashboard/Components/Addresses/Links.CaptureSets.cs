namespace Antenna.Dashboard.Components.Addresses;

public static partial class Links
{
    public static string CaptureSets(long? projectId) => Path("capture-sets", null, ("project", projectId));

    public static string CaptureSet(long id) => Path("capture-sets", id);
}
