using Antenna.Data.Runs;

namespace Antenna.PostProcessing.Tasks;

/// <summary>The tasks that are registered.</summary>
public sealed class PostProcessingTasks(IEnumerable<IRunTask> tasks) : IOutcomeKinds
{
    private readonly IReadOnlyList<IRunTask> _all = [.. tasks];

    /// <summary>Every task that a run can have.</summary>
    public IEnumerable<IRunTask> All => _all;

    /// <summary>Those that people launch.</summary>
    public IEnumerable<IPostProcessingTask> Launchable => _all.OfType<IPostProcessingTask>();

    public IReadOnlyDictionary<string, string[]> OfKind(OutcomeKind kind) => _all
        .Select(task => (task.Key, Outcomes: task.Outcomes.Where(outcome => outcome.Kind == kind).Select(outcome => outcome.Key).ToArray()))
        .Where(task => task.Outcomes.Length > 0)
        .ToDictionary(task => task.Key, task => task.Outcomes, StringComparer.Ordinal);

    /// <summary>The task of a key; null where this version of the product has none.</summary>
    public IRunTask? Find(string key) => _all.FirstOrDefault(task => task.Key == key);

    /// <summary>The task of a key that is stored.</summary>
    /// <exception cref="InvalidOperationException">This version of the product has none.</exception>
    public IRunTask Get(string key) => Find(key) ?? throw new InvalidOperationException($"This version of the product has no task '{key}'.");
}
