using Antenna.PostProcessing.RankRollUp;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>The settings of a roll-up as an address has them, right or wrong; null takes the usual one.</summary>
public sealed record TriedRollUp(string? Thresholds = null, string? Distribution = null, string? Competition = null)
{
    private const string Shown = "shown";

    /// <summary>As the task's fields have them.</summary>
    public TaskValues Values => TaskValues.Empty
        .With(RollUpFields.Thresholds.Key, Thresholds)
        .With(RollUpFields.Distribution.Key, Distribution)
        .With(RollUpFields.Competition.Key, Competition);

    internal static TriedRollUp? Pass(AddressParameters parameters, TriedRollUp? tried)
    {
        var isShown = parameters.Text("roll-up", tried is null ? null : Shown) == Shown;
        var read = new TriedRollUp(
            parameters.Text("thresholds", tried?.Thresholds),
            parameters.Text("distribution", tried?.Distribution),
            parameters.Text("competition", tried?.Competition));
        return isShown ? read : null;
    }
}
