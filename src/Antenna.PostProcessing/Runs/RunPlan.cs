using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Npgsql;

namespace Antenna.PostProcessing.Runs;

/// <summary>A run that a task has checked and that is ready to be created. The launcher knows nothing else of the task.</summary>
/// <param name="Task">The task's key, under which its <see cref="IPostProcessingTask"/> is registered.</param>
/// <param name="SourceAlgorithm">The classifier whose lineages the run looks at.</param>
/// <param name="TaxaListVersionId">The version that it refers to; null for a task without a list.</param>
/// <param name="Settings">The frozen settings, as JSON.</param>
/// <param name="SettingsHash">Equal for two launches that would do the same.</param>
/// <param name="Warnings">What a person should know: the first lines of the run's log.</param>
/// <param name="EnsureAlgorithmAsync">
/// Gives the id of the algorithm that the run's rows are of, creating it inside the launch's transaction where it is new.
/// </param>
public sealed record RunPlan(
    long ProjectId,
    string Task,
    RunScope Scope,
    Algorithm SourceAlgorithm,
    long? TaxaListVersionId,
    string Settings,
    string SettingsHash,
    int BatchSize,
    IReadOnlyList<string> Warnings,
    Func<NpgsqlConnection, CancellationToken, Task<long>> EnsureAlgorithmAsync);
