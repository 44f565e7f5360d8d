using Antenna.Core.Predictions;

namespace Antenna.PostProcessing.Masking;

/// <summary>What somebody tries on a workbench. What is null is left to the workbench.</summary>
/// <param name="TaxaListId">Null: the list of the project's latest run, else the first that has a version.</param>
/// <param name="Version">The version's number; null: the newest that is offered to all.</param>
/// <param name="ClassifierId">Null: the one that decides the determination, if it can be masked, else the first that can.</param>
public sealed record WorkbenchSettings(long? TaxaListId, int? Version, long? ClassifierId, MaskingOptions Options)
{
    public static WorkbenchSettings Default { get; } = new(null, null, null, MaskingOptions.Default);

    /// <summary>What a run was asked to do, to be looked at again.</summary>
    public static WorkbenchSettings Of(MaskingSettings settings) =>
        new(settings.TaxaListId, settings.TaxaListVersion, settings.ClassifierId, settings.Options);
}
