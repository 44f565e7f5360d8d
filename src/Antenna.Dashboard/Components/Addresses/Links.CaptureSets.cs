using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.CaptureSets;
using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.Addresses;

public static partial class Links
{
    /// <summary>The capture sets, to choose one to mask as it is said.</summary>
    public static string CaptureSets(long? projectId, MaskingChoice? choice = null) =>
        Path("capture-sets", null, [("project", projectId), .. State(choice)]);

    /// <summary>A capture set, with what is chosen to be done with it.</summary>
    public static string CaptureSet(long id, MaskingChoice? choice = null) => Path("capture-sets", id, State(choice));

    private static (string Name, object? Value)[] State(MaskingChoice? choice) => choice is null
        ? []
        :
        [
            ("list", choice.TaxaListId),
            ("version", choice.TaxaListVersion),
            .. choice.ClassifierIds.Select(id => ("classifier", (object?)id)),
            ("mode", choice.Mode is ScoreMode.Reweighted ? null : choice.Mode),
            ("only-changes", choice.OnlyWhenSpeciesChanges ? true : null),
            ("hold", choice.HoldBelow == 0 ? null : choice.HoldBelow),
            ("batch", choice.BatchSize == MaskingRequest.DefaultBatchSize ? null : choice.BatchSize),
        ];
}
