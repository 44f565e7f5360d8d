using Antenna.Core.Predictions;
using Antenna.Data.Scopes;

namespace Antenna.PostProcessing.Masking;

/// <summary>What somebody asks for: to mask what these classifiers said of a scope to a taxa list.</summary>
public sealed record MaskingRequest
{
    /// <summary>The batch size that a run has unless asked otherwise: a second of work at most, even at 30,000 classes.</summary>
    public const int DefaultBatchSize = 200;

    public const int LargestBatchSize = 10_000;

    public required RunScope Scope { get; init; }

    public required long TaxaListId { get; init; }

    /// <summary>The version's number; null for the newest one that is offered.</summary>
    public int? TaxaListVersion { get; init; }

    /// <summary>One run each, all or none.</summary>
    public required IReadOnlyList<long> ClassifierIds { get; init; }

    public ScoreMode Mode { get; init; } = ScoreMode.Reweighted;

    public bool OnlyWhenSpeciesChanges { get; init; }

    /// <summary>Rows whose listed and nothing mass is below this are left for a person, 0 to under 1; 0 holds none.</summary>
    public double HoldBelow { get; init; }

    /// <summary>Rows a transaction. How a run works, not what it does: no part of what makes two launches the same.</summary>
    public int BatchSize { get; init; } = DefaultBatchSize;
}
