namespace Antenna.Dashboard.Components.Tasks;

/// <summary>A task's own preview: what its settings would do, beyond the counts that every task has.</summary>
/// <param name="TaskKey">The task.</param>
/// <param name="Component">A <see cref="TaskPreviewComponent"/>.</param>
public sealed record TaskPreview(string TaskKey, Type Component);

/// <summary>The previews that are registered, so that what shows them names no task.</summary>
public sealed class TaskPreviews(IEnumerable<TaskPreview> previews)
{
    private readonly Dictionary<string, Type> _components = previews.ToDictionary(preview => preview.TaskKey, preview => preview.Component);

    /// <summary>The component that previews a task; null where counts say all.</summary>
    public Type? Find(string taskKey) => _components.GetValueOrDefault(taskKey);
}
