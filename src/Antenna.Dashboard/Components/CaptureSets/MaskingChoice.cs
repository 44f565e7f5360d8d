using Antenna.Core.Predictions;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>To which list, which classifiers and how somebody is about to mask: what the address of the page says.</summary>
public sealed record MaskingChoice
{
    /// <summary>Null while none is chosen.</summary>
    public long? TaxaListId { get; init; }

    /// <summary>The version's number; null for the newest.</summary>
    public int? TaxaListVersion { get; init; }

    public IReadOnlyList<long> ClassifierIds { get; init; } = [];

    public ScoreMode Mode { get; init; }

    public bool OnlyWhenSpeciesChanges { get; init; }

    public double HoldBelow { get; init; }

    public int BatchSize { get; init; } = MaskingRequest.DefaultBatchSize;

    /// <summary>What a run was asked to do, to be looked at again.</summary>
    public static MaskingChoice Of(MaskingSettings settings, int batchSize) => new()
    {
        TaxaListId = settings.TaxaListId,
        TaxaListVersion = settings.TaxaListVersion,
        ClassifierIds = [settings.ClassifierId],
        Mode = settings.Mode,
        OnlyWhenSpeciesChanges = settings.OnlyWhenSpeciesChanges,
        HoldBelow = settings.HoldBelow,
        BatchSize = batchSize,
    };

    /// <summary>The choice as it is asked for; null while no list is chosen.</summary>
    public MaskingRequest? ToRequest(RunScope scope) => TaxaListId is not { } list
        ? null
        : new()
        {
            Scope = scope,
            TaxaListId = list,
            TaxaListVersion = TaxaListVersion,
            ClassifierIds = ClassifierIds,
            Mode = Mode,
            OnlyWhenSpeciesChanges = OnlyWhenSpeciesChanges,
            HoldBelow = HoldBelow,
            BatchSize = BatchSize,
        };
}
