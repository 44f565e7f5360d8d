using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Npgsql;

namespace Antenna.PostProcessing.Masking;

/// <summary>One valid mask of one scope: all that a preview, a dry run or a launch needs to know of it.</summary>
public sealed record MaskPlan(
    Project Project,
    RunScope Scope,
    TaxaList TaxaList,
    TaxaListVersion Version,
    Algorithm Classifier,
    CategoryMap CategoryMap,
    KeptSet Kept,
    MaskOptions Options,
    int BatchSize) : RunPlan(Project, Scope, BatchSize)
{
    private const int NamedLabels = 10;

    /// <summary>The taxa that the version lists.</summary>
    public required ListedTaxa Listed { get; init; }

    /// <summary>The classes whose label resolves to no taxon: they are excluded, and reported.</summary>
    public IReadOnlyList<ClassLabel> Unresolved { get; } =
        [.. CategoryMap.Where(label => label.Meaning is ClassMeaning.Unresolved)];

    public override string Task => ClassMaskingTask.TaskKey;

    public override string Label => Classifier.Name;

    public override string Title => Identity.Name;

    public override long? SourceAlgorithmId => Classifier.Id;

    public override long? TaxaListVersionId => Version.Id;

    public override string SettingsJson => Settings.ToJson();

    public override IReadOnlyList<string> Warnings
    {
        get
        {
            if (Unresolved.Count == 0)
                return [];
            var named = string.Join(", ", Unresolved.Take(NamedLabels).Select(label => $"'{label.Label}'"));
            var more = Unresolved.Count > NamedLabels ? $" and {Unresolved.Count - NamedLabels} more" : "";
            return [$"{Unresolved.Count} of {CategoryMap.Count} labels of {Classifier.Name} resolve to no taxon and are excluded: {named}{more}."];
        }
    }

    public MaskIdentity Identity => new(
        Classifier,
        Kept,
        Options.Mode,
        $"{Classifier.Name} masked to {TaxaList.Name} v{Version.Number}, {(Options.Mode is ScoreMode.Absolute ? "absolute" : "reweighted")}");

    public FrozenMask Settings => new(
        Classifier.Id, Classifier.Name, TaxaList.Id, TaxaList.Name, Version.Number, Kept.Hash,
        Options.Mode, Options.OnlyWhenSpeciesChanges, Options.HoldBelow);

    public override async Task<long?> EnsureAlgorithmAsync(NpgsqlConnection connection, DateTime now, CancellationToken cancellationToken) =>
        await MaskAlgorithms.EnsureAsync(connection, Identity, now, cancellationToken);

    public override async Task<ITaskWork> BeginWorkAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await BeginWorkAsync(connection, addable: null, cancellationToken);

    /// <summary>The work that the run would do, which looks on the way for what each of these taxa would win.</summary>
    public async Task<MaskWork> BeginWorkAsync(NpgsqlConnection connection, AddableTaxa? addable, CancellationToken cancellationToken) => new(
        Classifier.Id,
        await MaskAlgorithms.FindAsync(connection, Identity, cancellationToken),
        Kept,
        [.. CategoryMap.Select(label => label.TaxonId)],
        Options)
    {
        Addable = addable,
    };
}
