using Antenna.PostProcessing.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Antenna.PostProcessing.Masking;

/// <summary>The registration of class masking.</summary>
public static class MaskingServices
{
    public static IServiceCollection AddClassMasking(this IServiceCollection services) => services
        .AddSingleton<MaskPlanner>()
        .AddSingleton<MaskWorkbenches>()
        .AddSingleton<SelectionWorkbenches>()
        .AddSingleton<IRunTask, ClassMaskingTask>();
}
