using Antenna.Data.Model;
using Antenna.PostProcessing.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Antenna.PostProcessing.Redetermination;

/// <summary>Decides determinations again, and says how many were not what the rule makes of their occurrence: there should be none.</summary>
public sealed class RedeterminationTask(IDbContextFactory<AntennaDbContext> contexts) : IPostProcessingTask
{
    public const string TaskKey = "recompute-determinations";

    public string Key => TaskKey;

    public string Name => "Recompute determinations";

    public string Description => "Decides determinations again from identifications and predictions, and says how many were stale.";

    public (string One, string Many) Rows => ("occurrence", "occurrences");

    public IReadOnlyList<TaskOutcome> Outcomes => RedeterminationOutcomes.All;

    public IReadOnlyList<TaskField> Fields { get; } = [TaskField.BatchSize];

    public async Task<TaskReview> ReviewAsync(TaskRequest request, Person? person, CancellationToken cancellationToken)
    {
        var problems = new List<SettingsProblem>();
        var batchSize = request.Values.BatchSize(problems);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var project = await ScopeReview.ProjectOfAsync(context, request.Scope, problems, cancellationToken);
        return new(project is null ? [] : [new RedeterminationPlan(project, request.Scope, batchSize)], problems);
    }

    public Task<ITaskWork> LoadAsync(Run run, CancellationToken cancellationToken) => Task.FromResult<ITaskWork>(new RedeterminationWork());

    public TaskValues ValuesOf(string settingsJson) => TaskValues.Empty;

    public IReadOnlyList<(string Name, string Value)> Describe(string settingsJson) => [];
}
