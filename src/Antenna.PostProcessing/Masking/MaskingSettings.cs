using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Antenna.Core.Predictions;

namespace Antenna.PostProcessing.Masking;

/// <summary>A masking run's settings, frozen when it was launched, with the names that things had then.</summary>
/// <param name="KeptSet">The kept set's hash: with the classifier and the mode, which mask it is.</param>
public sealed record MaskingSettings(
    long ClassifierId,
    string Classifier,
    long TaxaListId,
    string TaxaList,
    int TaxaListVersion,
    string KeptSet,
    ScoreMode Mode,
    bool OnlyWhenSpeciesChanges,
    double HoldBelow)
{
    [JsonIgnore]
    public MaskingOptions Options => new(Mode, OnlyWhenSpeciesChanges, HoldBelow);

    public static MaskingSettings Parse(string json) =>
        JsonSerializer.Deserialize(json, MaskingSettingsJson.Default.MaskingSettings)
        ?? throw new JsonException("The settings of a masking run are null.");

    public string ToJson() => JsonSerializer.Serialize(this, MaskingSettingsJson.Default.MaskingSettings);

    /// <summary>SHA-256 in hexadecimal of the settings: equal for two launches that would do the same.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson())));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(MaskingSettings))]
internal sealed partial class MaskingSettingsJson : JsonSerializerContext;
