using Antenna.PostProcessing.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Antenna.PostProcessing.RankRollUp;

/// <summary>The registration of the rank roll-up.</summary>
public static class RankRollUpServices
{
    public static IServiceCollection AddRankRollUp(this IServiceCollection services) => services
        .AddSingleton<RollUpBases>()
        .AddSingleton<RollUpPreviews>()
        .AddSingleton<IRunTask, RankRollUpTask>();
}
