namespace Antenna.Dashboard.Components.Addresses;

/// <summary>The settings of a roll-up as an address has them, right or wrong; null takes the usual one.</summary>
public sealed record TriedRollUp(string? Thresholds = null, string? Distribution = null, string? Competition = null)
{
    private const string Shown = "shown";

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
