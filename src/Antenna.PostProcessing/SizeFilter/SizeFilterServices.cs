using Antenna.PostProcessing.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Antenna.PostProcessing.SizeFilter;

/// <summary>The registration of the small-size filter.</summary>
public static class SizeFilterServices
{
    public static IServiceCollection AddSizeFilter(this IServiceCollection services) => services
        .AddSingleton<SizePreviews>()
        .AddSingleton<IRunTask, SizeFilterTask>();
}
