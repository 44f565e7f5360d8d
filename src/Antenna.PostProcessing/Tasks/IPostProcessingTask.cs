using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;

namespace Antenna.PostProcessing.Tasks;

/// <summary>What the framework needs to know to execute runs and to show them: of a task, and of undoing.</summary>
public interface IRunTask
{
    /// <summary>As it is stored and typed: <c>class-masking</c>.</summary>
    string Key { get; }

    /// <summary>As pages call it: "Class masking".</summary>
    string Name { get; }

    /// <summary>What a row is, one and several: "prediction", "predictions".</summary>
    (string One, string Many) Rows { get; }

    /// <summary>What can become of a row, in the order in which it is told.</summary>
    IReadOnlyList<TaskOutcome> Outcomes { get; }

    /// <summary>Loads what a run that was launched needs, from its frozen settings.</summary>
    Task<ITaskWork> LoadAsync(Run run, CancellationToken cancellationToken);

    /// <summary>The frozen settings of a run for people, with the names that things had then.</summary>
    IReadOnlyList<(string Name, string Value)> Describe(string settingsJson);

    /// <summary>What a run does, in a few words, from the names that it refers to.</summary>
    string TitleOf(RunRow run) => run.Source is { } source ? $"{Name}: {source.Name}" : Name;

    /// <summary>The outcome of a key.</summary>
    TaskOutcome Outcome(string key) => Outcomes.First(outcome => outcome.Key == key);
}

/// <summary>
/// A post-processing task that people launch. A task is one folder with this at its head, and one registration; launching,
/// parts, batches, counters, log, cancel, undo, dry run, pages and commands come from the framework.
/// </summary>
public interface IPostProcessingTask : IRunTask
{
    /// <summary>What it does, in a sentence.</summary>
    string Description { get; }

    /// <summary>The settings, in the order of a form.</summary>
    IReadOnlyList<TaskField> Fields { get; }

    /// <summary>Checks a request: the runs that it would become, and all that is wrong with it, field by field.</summary>
    /// <param name="person">The person whose own trial versions of lists may be used; null for none.</param>
    Task<TaskReview> ReviewAsync(TaskRequest request, Person? person, CancellationToken cancellationToken);

    /// <summary>The frozen settings of a run as the values that lead to them again.</summary>
    TaskValues ValuesOf(string settingsJson);
}

/// <summary>A request to run a task over a scope.</summary>
public sealed record TaskRequest(RunScope Scope, TaskValues Values);

/// <summary>A request as its task checked it.</summary>
/// <param name="Plans">The runs that it would become; to be launched only where there is no problem.</param>
/// <param name="Problems">All that is wrong, field by field.</param>
public sealed record TaskReview(IReadOnlyList<RunPlan> Plans, IReadOnlyList<SettingsProblem> Problems)
{
    /// <summary>The plans of a request without a problem.</summary>
    /// <exception cref="LaunchRefusedException">There is one.</exception>
    public IReadOnlyList<RunPlan> Accepted() => Problems.Count == 0 ? Plans : throw new LaunchRefusedException(Problems);
}
