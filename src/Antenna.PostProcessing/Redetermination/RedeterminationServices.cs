using Antenna.PostProcessing.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Antenna.PostProcessing.Redetermination;

/// <summary>The registration of recomputing determinations.</summary>
public static class RedeterminationServices
{
    public static IServiceCollection AddRedetermination(this IServiceCollection services) => services.AddSingleton<IRunTask, RedeterminationTask>();
}
