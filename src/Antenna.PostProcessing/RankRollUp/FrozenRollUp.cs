using System.Text.Json;
using System.Text.Json.Serialization;
using Antenna.Core.Predictions;

namespace Antenna.PostProcessing.RankRollUp;

/// <summary>A roll-up's settings as they are stored: frozen when it was launched, with the name that the classifier had then.</summary>
/// <param name="Thresholds">As <see cref="RollUpThresholds"/> writes them.</param>
internal sealed record FrozenRollUp(
    long ClassifierId, string Classifier, string Thresholds, ScoreMode Distribution, RollUpCompetition Competition)
{
    [JsonIgnore]
    public RollUpSettings Settings => new()
    {
        Thresholds = RollUpThresholds.TryParse(Thresholds, out var thresholds) is [] && thresholds is not null
            ? thresholds
            : throw new JsonException($"The thresholds of a roll-up cannot be read: {Thresholds}"),
        Distribution = Distribution,
        Competition = Competition,
    };

    public static FrozenRollUp Of(long classifierId, string classifier, RollUpSettings settings) =>
        new(classifierId, classifier, settings.Thresholds.ToString(), settings.Distribution, settings.Competition);

    public static FrozenRollUp Parse(string json) =>
        JsonSerializer.Deserialize(json, FrozenRollUpJson.Default.FrozenRollUp)
        ?? throw new JsonException("The settings of a roll-up are null.");

    public string ToJson() => JsonSerializer.Serialize(this, FrozenRollUpJson.Default.FrozenRollUp);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FrozenRollUp))]
internal sealed partial class FrozenRollUpJson : JsonSerializerContext;
