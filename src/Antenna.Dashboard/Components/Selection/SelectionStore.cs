using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Selection;

/// <summary>
/// Keeps what a person selected in each project while they page, filter and look at other pages. One a circuit; a circuit
/// that is given up leaves it to the one that takes its place.
/// </summary>
public sealed class SelectionStore
{
    /// <summary>The key of what is selected where all projects are listed; no project has it as its id.</summary>
    private const long AllProjects = 0;

    private readonly Dictionary<long, OccurrenceSelection> _selections = [];

    /// <summary>Something was selected or is no longer.</summary>
    public event Action? Changed;

    /// <summary>Everything selected, as it is kept for the next circuit: ids of occurrences by the project's id.</summary>
    [PersistentState]
    public Dictionary<long, long[]>? Saved
    {
        get => _selections.ToDictionary(each => each.Key, each => each.Value.Ids.ToArray());
        set
        {
            foreach (var (project, ids) in value ?? [])
                _selections[project] = OccurrenceSelection.Of(ids);
        }
    }

    /// <param name="projectId">Null where the occurrences of all projects are listed.</param>
    public OccurrenceSelection Of(long? projectId) => _selections.GetValueOrDefault(projectId ?? AllProjects, OccurrenceSelection.None);

    /// <inheritdoc cref="Of"/>
    public void Set(long? projectId, OccurrenceSelection selection)
    {
        if (selection.Count == 0)
            _selections.Remove(projectId ?? AllProjects);
        else
            _selections[projectId ?? AllProjects] = selection;
        Changed?.Invoke();
    }
}
