using System.Text.Json;
using System.Text.Json.Serialization;
using Antenna.Core.Predictions;
using Antenna.Data.Model;

namespace Antenna.PostProcessing.Masking;

/// <summary>A masking run's settings as they are stored: frozen when it was launched, with the names that things had then.</summary>
/// <param name="KeptSet">The kept set's hash: with the classifier and the mode, which mask it is.</param>
public sealed record FrozenMask(
    long ClassifierId,
    string Classifier,
    long TaxaListId,
    string TaxaList,
    int? TaxaListVersion,
    string KeptSet,
    ScoreMode Mode,
    bool OnlyWhenSpeciesChanges,
    double HoldBelow)
{
    /// <summary>The id of the trial that the run refers to; null where it refers to a version with a number.</summary>
    public long? TrialId { get; init; }

    /// <summary>The number of the version that the trial was drafted from.</summary>
    public int? BaseVersion { get; init; }

    /// <summary>How many names the trial lists otherwise.</summary>
    public int? Changes { get; init; }

    /// <summary>Which version of the list: "v3", or "v3 + 2 changes, trial".</summary>
    [JsonIgnore]
    public string Version => new TaxaListVersionName(TrialId ?? 0, TaxaListId, TaxaList, TaxaListVersion) { BaseNumber = BaseVersion, Changes = Changes ?? 0 }.Version;

    [JsonIgnore]
    public MaskOptions Options => new(Mode, OnlyWhenSpeciesChanges, HoldBelow);

    /// <summary>The settings that lead to this mask again, as long as the list's version and the classifier are there.</summary>
    public MaskSettings ToSettings(int batchSize) => new()
    {
        TaxaListId = TaxaListId,
        TaxaListVersion = TaxaListVersion,
        TrialId = TrialId,
        ClassifierIds = [ClassifierId],
        Options = Options,
        BatchSize = batchSize,
    };

    public static FrozenMask Parse(string json) =>
        JsonSerializer.Deserialize(json, FrozenMaskJson.Default.FrozenMask)
        ?? throw new JsonException("The settings of a masking run are null.");

    public string ToJson() => JsonSerializer.Serialize(this, FrozenMaskJson.Default.FrozenMask);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FrozenMask))]
internal sealed partial class FrozenMaskJson : JsonSerializerContext;
