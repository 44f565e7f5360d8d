using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Npgsql;

namespace Antenna.PostProcessing.Redetermination;

/// <summary>One valid run over one scope; it has no settings.</summary>
public sealed record RedeterminationPlan(Project Project, RunScope Scope, int BatchSize) : RunPlan(Project, Scope, BatchSize)
{
    public override string Task => RedeterminationTask.TaskKey;

    public override string Label => Title;

    public override string Title => "Recompute determinations";

    public override string SettingsJson => "{}";

    public override Task<ITaskWork> BeginWorkAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        System.Threading.Tasks.Task.FromResult<ITaskWork>(new RedeterminationWork());
}
