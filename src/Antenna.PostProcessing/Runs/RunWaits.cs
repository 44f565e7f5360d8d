using Antenna.Data.Runs;
using Antenna.PostProcessing.Hosting;

namespace Antenna.PostProcessing.Runs;

/// <summary>What the runs that this process executes wait for, part by part.</summary>
public sealed class RunWaits : ClaimWaits<PartClaim>
{
    protected override long IdOf(PartClaim claim) => claim.RunId;
}
