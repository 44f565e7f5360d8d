using Antenna.Dashboard.Components.SizeFilter;
using Antenna.Dashboard.Components.Tasks;
using Antenna.PostProcessing.SizeFilter;

namespace Antenna.Dashboard.Hosting;

/// <summary>Registers which component previews which task: the one place that names both.</summary>
internal static class TaskPreviewServices
{
    public static IServiceCollection AddTaskPreviews(this IServiceCollection services) => services
        .AddSingleton<TaskPreviews>()
        .AddSingleton(new TaskPreview(SizeFilterTask.TaskKey, typeof(SizeFilterPreview)));
}
