using Antenna.Core.Predictions;

namespace Antenna.PostProcessing.RankRollUp;

/// <summary>Tries roll-ups on single predictions, by the code of the run.</summary>
public sealed class RollUpPreviews(RollUpBases bases)
{
    /// <summary>What can be tried of one classifier's predictions.</summary>
    /// <param name="categoryMapId">Of the classifier.</param>
    public async Task<RollUpWork> OpenAsync(long classifierId, long categoryMapId, RollUpSettings settings, CancellationToken cancellationToken) => new(
        classifierId, algorithmId: null, await bases.GetAsync(categoryMapId, cancellationToken), settings, new Dictionary<long, KeptSet>());
}
