using Antenna.Core.Predictions;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;

namespace Antenna.PostProcessing.Masking;

/// <summary>
/// How to mask: to which list, which classifiers, with which options. The one type of it: the address of a page writes
/// and reads it, a workbench tries it, a <see cref="MaskRequest"/> launches it.
/// </summary>
public sealed record MaskSettings
{
    public static MaskSettings Default { get; } = new();

    /// <summary>Null where none is chosen: a launch is refused then, and a workbench takes the likeliest.</summary>
    public long? TaxaListId { get; init; }

    /// <summary>The version's number; null for the newest one that is offered.</summary>
    public int? TaxaListVersion { get; init; }

    /// <summary>The id of a trial, in the place of a number; null for none. Once it was promoted it is the version that it became.</summary>
    public long? TrialId { get; init; }

    /// <summary>The draft that the person who looks has of the list, in the place of a version.</summary>
    public bool UsesDraft { get; init; }

    /// <summary>The revision of the draft that was looked at; null for the draft as it is. No part of an address.</summary>
    public int? DraftRevision { get; init; }

    /// <summary>One run each, all or none. Empty where none is chosen.</summary>
    public IReadOnlyList<long> ClassifierIds { get; init; } = [];

    public MaskOptions Options { get; init; } = MaskOptions.Default;

    /// <summary>Rows a transaction. How a run works, not what it does: no part of what makes two launches the same.</summary>
    public int BatchSize { get; init; } = RunPlan.DefaultBatchSize;

    /// <summary>The only classifier; null where none is chosen, or several are.</summary>
    public long? ClassifierId => ClassifierIds is [var only] ? only : null;

    /// <summary>The same settings for a version of a list; null for the newest.</summary>
    public MaskSettings WithVersion(long? listId, int? number) =>
        this with { TaxaListId = listId, TaxaListVersion = number, TrialId = null, UsesDraft = false, DraftRevision = null };

    /// <summary>The same settings for the draft of a list of who looks.</summary>
    public MaskSettings WithDraft(long listId) => WithVersion(listId, null) with { UsesDraft = true };

    /// <summary>The same settings for a trial of a list.</summary>
    public MaskSettings WithTrial(long listId, long trialId) => WithVersion(listId, null) with { TrialId = trialId };

    /// <summary>The same settings for one classifier, or for none.</summary>
    public MaskSettings WithClassifier(long? id) => this with { ClassifierIds = id is { } only ? [only] : [] };

    // The generated equality compares the lists of classifiers by reference.
    public bool Equals(MaskSettings? other) =>
        other is not null
        && (TaxaListId, TaxaListVersion, BatchSize) == (other.TaxaListId, other.TaxaListVersion, other.BatchSize)
        && (TrialId, UsesDraft, DraftRevision) == (other.TrialId, other.UsesDraft, other.DraftRevision)
        && Options == other.Options
        && ClassifierIds.SequenceEqual(other.ClassifierIds);

    public override int GetHashCode() => HashCode.Combine(TaxaListId, TaxaListVersion, TrialId, UsesDraft, DraftRevision, Options, BatchSize, ClassifierIds.Count);
}

/// <summary>A request to mask a scope, checked by <see cref="MaskPlanner"/>.</summary>
public sealed record MaskRequest(RunScope Scope, MaskSettings Settings)
{
    /// <summary>The settings as a person chose them, whatever revision of a draft is meant.</summary>
    public MaskSettings Chosen => Settings with { DraftRevision = null };
}
