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

    /// <summary>One run each, all or none. Empty where none is chosen.</summary>
    public IReadOnlyList<long> ClassifierIds { get; init; } = [];

    public MaskOptions Options { get; init; } = MaskOptions.Default;

    /// <summary>Rows a transaction. How a run works, not what it does: no part of what makes two launches the same.</summary>
    public int BatchSize { get; init; } = RunPlan.DefaultBatchSize;

    /// <summary>The only classifier; null where none is chosen, or several are.</summary>
    public long? ClassifierId => ClassifierIds is [var only] ? only : null;

    /// <summary>The same settings for one classifier, or for none.</summary>
    public MaskSettings WithClassifier(long? id) => this with { ClassifierIds = id is { } only ? [only] : [] };

    // The generated equality compares the lists of classifiers by reference.
    public bool Equals(MaskSettings? other) =>
        other is not null
        && (TaxaListId, TaxaListVersion, BatchSize) == (other.TaxaListId, other.TaxaListVersion, other.BatchSize)
        && Options == other.Options
        && ClassifierIds.SequenceEqual(other.ClassifierIds);

    public override int GetHashCode() => HashCode.Combine(TaxaListId, TaxaListVersion, Options, BatchSize, ClassifierIds.Count);
}

/// <summary>A request to mask a scope, checked by <see cref="MaskPlanner"/>.</summary>
public sealed record MaskRequest(RunScope Scope, MaskSettings Settings);
