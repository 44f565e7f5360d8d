using Antenna.Data.ImportJobs;
using Antenna.PostProcessing.Hosting;

namespace Antenna.PostProcessing.ImportJobs;

/// <summary>What the imports that this process executes wait for.</summary>
public sealed class ImportWaits : ClaimWaits<ImportClaim>
{
    protected override long IdOf(ImportClaim claim) => claim.ImportId;
}
