using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Scopes;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Antenna.PostProcessing.Tasks;
using Npgsql;

namespace Antenna.PostProcessing.Masking;

/// <summary>One valid mask of one scope: all that a preview, a dry run or a launch needs to know of it.</summary>
public sealed record MaskPlan(
    Project Project,
    RunScope Scope,
    Listing Listing,
    Algorithm Classifier,
    CategoryMap CategoryMap,
    KeptSet Kept,
    MaskOptions Options,
    int BatchSize) : RunPlan(Project, Scope, BatchSize)
{
    private const int NamedLabels = 10;

    /// <summary>The classes whose label resolves to no taxon: they are excluded, and reported.</summary>
    public IReadOnlyList<ClassLabel> Unresolved { get; } =
        [.. CategoryMap.Where(label => label.Meaning is ClassMeaning.Unresolved)];

    public override string Task => ClassMaskingTask.TaskKey;

    public override string Label => Classifier.Name;

    public override string Title => Identity.Name;

    public override long? SourceAlgorithmId => Classifier.Id;

    public override long? TaxaListVersionId => Listing.StoredVersionId;

    public override string SettingsJson => Settings.ToJson();

    public override IReadOnlyList<string> Warnings
    {
        get
        {
            if (Unresolved.Count == 0)
                return [];
            var named = string.Join(", ", Unresolved.Take(NamedLabels).Select(label => $"'{label.Label}'"));
            var more = Unresolved.Count > NamedLabels ? $" and {Unresolved.Count - NamedLabels} more" : "";
            var excluded = Unresolved.Count == 1 ? "resolves to no taxon and is excluded" : "resolve to no taxon and are excluded";
            return [string.Create(CultureInfo.InvariantCulture, $"{Unresolved.Count:N0} of {CategoryMap.Count:N0} labels of {Classifier.Name} {excluded}: {named}{more}.")];
        }
    }

    public MaskIdentity Identity => new(
        Classifier,
        Kept,
        Options.Mode,
        $"{Classifier.Name} masked to {Listing.Label}, {Options.Mode.DisplayName()}");

    public FrozenMask Settings => new(
        Classifier.Id, Classifier.Name, Listing.List.Id, Listing.List.Name, Listing.Name.Number, Kept.Hash,
        Options.Mode, Options.OnlyWhenSpeciesChanges, Options.HoldBelow)
    {
        TrialId = Listing.Name.IsTrial ? Listing.Version.Id : null,
        BaseVersion = Listing.Name.Number is null ? Listing.Name.BaseNumber : null,
        Changes = Listing.Name.Number is null ? Listing.Name.Changes : null,
    };

    /// <summary>The settings that lead to this mask, of the draft exactly as it was looked at.</summary>
    public MaskSettings ToSettings() => Listing.Draft is { } draft
        ? Settings.ToSettings(BatchSize).WithDraft(Listing.List.Id) with { DraftRevision = draft.Revision }
        : Settings.ToSettings(BatchSize);

    /// <summary>The same with a draft frozen as a trial, which its run refers to.</summary>
    public override async Task<RunPlan> FreezeAsync(NpgsqlConnection connection, Person person, DateTime now, CancellationToken cancellationToken)
    {
        try
        {
            return this with { Listing = await Listing.FreezeAsync(connection, person, now, cancellationToken) };
        }
        catch (TaxonomyInUseException refused)
        {
            throw new LaunchRefusedException([new(MaskFields.TaxaList.Key, refused.Message)]);
        }
    }

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
