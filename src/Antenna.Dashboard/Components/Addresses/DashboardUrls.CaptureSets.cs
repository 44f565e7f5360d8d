using Antenna.Core.Predictions;
using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.Addresses;

public static partial class DashboardUrls
{
    /// <summary>The capture sets, to choose one to mask as it is said.</summary>
    public static string CaptureSets(long? projectId, MaskSettings? settings = null, string? cursor = null) =>
        Path("capture-sets", null, [("project", projectId), .. State(settings), ("cursor", cursor)]);

    /// <summary>A capture set, with what is chosen to be done with it.</summary>
    public static string CaptureSet(long id, MaskSettings? settings = null) => Path("capture-sets", id, State(settings));

    private static (string Name, object? Value)[] State(MaskSettings? settings) => settings is null
        ? []
        :
        [
            ("list", settings.TaxaListId),
            ("version", settings.TaxaListVersion),
            .. settings.ClassifierIds.Select(id => ("classifier", (object?)id)),
            ("mode", settings.Options.Mode is ScoreMode.Reweighted ? null : settings.Options.Mode),
            ("only-changes", settings.Options.OnlyWhenSpeciesChanges ? true : null),
            ("hold", settings.Options.HoldBelow == 0 ? null : settings.Options.HoldBelow),
            ("batch", settings.BatchSize == MaskSettings.DefaultBatchSize ? null : settings.BatchSize),
        ];
}
