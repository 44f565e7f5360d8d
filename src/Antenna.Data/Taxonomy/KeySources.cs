namespace Antenna.Data.Taxonomy;

/// <summary>The sources of external keys that the product itself knows by name.</summary>
public static class KeySources
{
    /// <summary>The Global Biodiversity Information Facility; category maps carry its keys.</summary>
    public const string Gbif = "gbif";

    /// <summary>iNaturalist; running Antennas name its ids.</summary>
    public const string Inat = "inat";
}
