using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Npgsql;

namespace Antenna.PostProcessing.RankRollUp;

/// <summary>One valid roll-up of one classifier's predictions in one scope.</summary>
public sealed record RollUpPlan(
    Project Project, RunScope Scope, Algorithm Classifier, RollUpBasis Basis, RollUpSettings Settings, int BatchSize)
    : RunPlan(Project, Scope, BatchSize)
{
    public override string Task => RankRollUpTask.TaskKey;

    public override string Label => Classifier.Name;

    public override string Title => $"{Classifier.Name} rolled up: {string.Join(", ", SettingsInWords())}";

    public override long? SourceAlgorithmId => Classifier.Id;

    public override string SettingsJson => FrozenRollUp.Of(Classifier.Id, Classifier.Name, Settings).ToJson();

    public override IReadOnlyList<string> Warnings
    {
        get
        {
            var unresolved = Basis.Map.Count(label => label.Meaning is ClassMeaning.Unresolved);
            return unresolved == 0
                ? []
                : [string.Create(CultureInfo.InvariantCulture, $"{unresolved:N0} of {Basis.Map.Count:N0} labels of {Classifier.Name} {(unresolved == 1 ? "resolves to no taxon, and counts for none" : "resolve to no taxon, and count for none")}.")];
        }
    }

    private RollUpIdentity Identity => new(Classifier, new RollUp(Basis.Ancestry, Settings).Hash, Title);

    public override async Task<long?> EnsureAlgorithmAsync(NpgsqlConnection connection, DateTime now, CancellationToken cancellationToken) =>
        await RollUpAlgorithms.EnsureAsync(connection, Identity, now, cancellationToken);

    public override async Task<ITaskWork> BeginWorkAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => await RollUpWork.LoadAsync(
        connection, Classifier.Id, await RollUpAlgorithms.FindAsync(connection, Identity, cancellationToken), Basis, Settings, cancellationToken);

    /// <summary>A threshold for people: "species 0.8".</summary>
    internal static string Write(RollUpThreshold threshold) =>
        string.Create(CultureInfo.InvariantCulture, $"{threshold.Rank.DisplayName()} {threshold.Score}");

    private IEnumerable<string> SettingsInWords() =>
    [
        .. Settings.Thresholds.Select(Write),
        .. Settings.Distribution is ScoreMode.Reweighted ? ["reweighted"] : Array.Empty<string>(),
        .. Settings.Competition is RollUpCompetition.All ? ["all taxa"] : Array.Empty<string>(),
    ];
}
