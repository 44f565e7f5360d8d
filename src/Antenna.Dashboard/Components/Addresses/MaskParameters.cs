using Antenna.Core.Predictions;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>How a mask's settings stand in the address of each page that has them.</summary>
internal static class MaskParameters
{
    public static MaskSettings Mask(this AddressParameters parameters, MaskSettings settings) => new()
    {
        TaxaListId = parameters.Id("list", settings.TaxaListId),
        TaxaListVersion = parameters.Count("version", settings.TaxaListVersion),
        TrialId = parameters.Id("trial", settings.TrialId),
        UsesDraft = parameters.YesOrNo("draft", settings.UsesDraft ? true : null) ?? false,
        ClassifierIds = parameters.Ids("classifier", settings.ClassifierIds),
        Options = new(
            parameters.Choice("mode", settings.Options.Mode, ScoreMode.Reweighted),
            parameters.YesOrNo("only-changes", settings.Options.OnlyWhenSpeciesChanges ? true : null) ?? false,
            parameters.Number("hold", settings.Options.HoldBelow == 0 ? null : settings.Options.HoldBelow) ?? 0),
        BatchSize = parameters.Count("batch", settings.BatchSize == RunPlan.DefaultBatchSize ? null : settings.BatchSize)
            ?? RunPlan.DefaultBatchSize,
    };
}
