using Antenna.PostProcessing.ImportJobs;
using Antenna.PostProcessing.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Antenna.PostProcessing.Masking;

/// <summary>The registration of class masking.</summary>
public static class MaskingServices
{
    /// <param name="executesRuns">A node that executes runs also launches those that standing masks owe.</param>
    public static IServiceCollection AddClassMasking(this IServiceCollection services, bool executesRuns)
    {
        if (executesRuns)
            services.AddHostedService<StandingMaskSweep>();
        return services
            .AddSingleton<MaskPlanner>()
            .AddSingleton<MaskWorkbenches>()
            .AddSingleton<SelectionWorkbenches>()
            .AddSingleton<PinBoards>()
            .AddSingleton<StandingMaskControl>()
            .AddSingleton<StandingMaskLauncher>()
            .AddSingleton<IImportFollower>(provider => provider.GetRequiredService<StandingMaskLauncher>())
            .AddSingleton<IRunTask, ClassMaskingTask>();
    }
}
