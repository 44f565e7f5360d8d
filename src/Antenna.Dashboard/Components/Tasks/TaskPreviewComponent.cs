using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Tasks;

/// <summary>What the preview of a task is given, on whatever scope and page it stands.</summary>
public abstract class TaskPreviewComponent : LiveComponent
{
    [Parameter, EditorRequired]
    public RunScope Scope { get; set; } = null!;

    /// <summary>The settings that are tried, right or wrong: the task's fields say what is wrong.</summary>
    [Parameter, EditorRequired]
    public TaskValues Values { get; set; } = null!;

    /// <summary>Other settings, chosen on the preview.</summary>
    [Parameter]
    public EventCallback<TaskValues> ValuesChanged { get; set; }

    /// <summary>Goes up when the rows changed.</summary>
    [Parameter]
    public int Changes { get; set; }

    /// <summary>The page of an occurrence, from which the way back leads to where the preview stands.</summary>
    [Parameter]
    public Func<long, OccurrenceAddress> OpenOccurrence { get; set; } = id => new(id);

    /// <summary>These parameters, for a component that is found by its type.</summary>
    internal static Dictionary<string, object> Given(RunScope scope, TaskValues values, EventCallback<TaskValues> valuesChanged, int changes, Func<long, OccurrenceAddress> openOccurrence) => new()
    {
        [nameof(Scope)] = scope,
        [nameof(Values)] = values,
        [nameof(ValuesChanged)] = valuesChanged,
        [nameof(Changes)] = changes,
        [nameof(OpenOccurrence)] = openOccurrence,
    };
}
