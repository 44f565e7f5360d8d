using Antenna.Core.Detections;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Npgsql;

namespace Antenna.PostProcessing.SizeFilter;

/// <summary>One valid run of the filter over one scope.</summary>
public sealed record SizeFilterPlan(Project Project, RunScope Scope, SizeFilterSettings Settings, int BatchSize) : RunPlan(Project, Scope, BatchSize)
{
    public override string Task => SizeFilterTask.TaskKey;

    public override string Label => Title;

    public override string Title => SizeFilterAlgorithms.NameOf(Settings);

    public override string SettingsJson => new FrozenSizeFilter(Settings.Fraction).ToJson();

    public override async Task<long?> EnsureAlgorithmAsync(NpgsqlConnection connection, DateTime now, CancellationToken cancellationToken) =>
        await SizeFilterAlgorithms.EnsureAsync(connection, Settings, now, cancellationToken);

    public override async Task<ITaskWork> BeginWorkAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        new SizeFilterWork(Settings, await SizeFilterAlgorithms.FindAsync(connection, Settings, cancellationToken), default);
}
