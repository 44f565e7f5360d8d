using Antenna.Core.Predictions;

namespace Antenna.Dashboard.Components.Addresses;

public static partial class DashboardUrls
{
    /// <summary>An occurrence, with the detection looked at and the mask tried on its workbench.</summary>
    public static string Occurrence(OccurrenceAddress address) => Path(
        "occurrences",
        address.Id,
        ("detection", address.DetectionId),
        ("history", address.WholeHistory ? "all" : null),
        ("list", address.Settings.TaxaListId),
        ("version", address.Settings.TaxaListVersion),
        ("classifier", address.Settings.ClassifierId),
        ("mode", address.Settings.Options.Mode is ScoreMode.Reweighted ? null : address.Settings.Options.Mode),
        ("only-changes", address.Settings.Options.OnlyWhenSpeciesChanges ? true : null),
        ("hold", address.Settings.Options.HoldBelow == 0 ? null : address.Settings.Options.HoldBelow));
}
