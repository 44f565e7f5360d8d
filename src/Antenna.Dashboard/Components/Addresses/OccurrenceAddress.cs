using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>What an occurrence's page shows: all of it is in its address.</summary>
/// <param name="DetectionId">The detection looked at; null for the one that decides.</param>
/// <param name="WholeHistory">Show the predictions of every detection, not only of the one looked at.</param>
/// <param name="Settings">The mask tried.</param>
public sealed record OccurrenceAddress(long Id, long? DetectionId, bool WholeHistory, MaskSettings Settings)
{
    /// <summary>Nothing chosen.</summary>
    public static OccurrenceAddress Of(long id) => new(id, null, WholeHistory: false, MaskSettings.Default);
}
