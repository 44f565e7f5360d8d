using System.Text.Json;
using System.Text.Json.Serialization;
using Antenna.Core.Detections;
using Antenna.Data.Model;
using Antenna.PostProcessing.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Antenna.PostProcessing.SizeFilter;

/// <summary>Flags detections that are too small to be identified, whatever classifiers predicted.</summary>
public sealed class SizeFilterTask(IDbContextFactory<AntennaDbContext> contexts) : IPostProcessingTask
{
    public const string TaskKey = "small-size-filter";

    public static TaskField Threshold { get; } = new(
        SizeFilterSettings.ThresholdField, TaskFieldKind.Number, "Threshold",
        "A detection whose box covers less than this part of its capture is flagged; above 0, under 1.", SizeFilterSettings.Default.Text);

    public string Key => TaskKey;

    public string Name => "Small-size filter";

    public string Description => "Flags detections that are too small to be identified.";

    public (string One, string Many) Rows => ("detection", "detections");

    public IReadOnlyList<TaskOutcome> Outcomes => SizeFilterOutcomes.All;

    public IReadOnlyList<TaskField> Fields { get; } = [Threshold, TaskField.BatchSize];

    public async Task<TaskReview> ReviewAsync(TaskRequest request, Person? person, CancellationToken cancellationToken)
    {
        var problems = SizeFilterSettings.TryRead(request.Values[Threshold], out var settings)
            .Select(problem => new SettingsProblem(problem.Field, problem.Message)).ToList();
        var batchSize = request.Values.BatchSize(problems);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var project = await ScopeReview.ProjectOfAsync(context, request.Scope, problems, cancellationToken);
        return new(project is null || settings is null ? [] : [new SizeFilterPlan(project, request.Scope, settings, batchSize)], problems);
    }

    public Task<ITaskWork> LoadAsync(Run run, CancellationToken cancellationToken) => Task.FromResult<ITaskWork>(
        new SizeFilterWork(FrozenSizeFilter.Parse(run.Settings).Settings, run.AlgorithmId, run.CreatedAt));

    public TaskValues ValuesOf(string settingsJson)
    {
        var settings = FrozenSizeFilter.Parse(settingsJson).Settings;
        return TaskValues.Empty.With(Threshold.Key, settings == SizeFilterSettings.Default ? null : settings.Text);
    }

    public IReadOnlyList<(string Name, string Value)> Describe(string settingsJson) =>
        [("Threshold", $"under {FrozenSizeFilter.Parse(settingsJson).Settings.Text} of the capture")];
}

/// <summary>The settings of a run of the filter as they are stored.</summary>
internal sealed record FrozenSizeFilter(double Threshold)
{
    [JsonIgnore]
    public SizeFilterSettings Settings => new() { Fraction = Threshold };

    public static FrozenSizeFilter Parse(string json) =>
        JsonSerializer.Deserialize(json, FrozenSizeFilterJson.Default.FrozenSizeFilter)
        ?? throw new JsonException("The settings of a run of the small-size filter are null.");

    public string ToJson() => JsonSerializer.Serialize(this, FrozenSizeFilterJson.Default.FrozenSizeFilter);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FrozenSizeFilter))]
internal sealed partial class FrozenSizeFilterJson : JsonSerializerContext;
