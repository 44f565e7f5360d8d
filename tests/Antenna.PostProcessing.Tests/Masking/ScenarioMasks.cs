using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.Testing.Scenarios;

namespace Antenna.PostProcessing.Tests.Masking;

/// <summary>Requests to mask a scenario.</summary>
internal static class ScenarioMasks
{
    /// <summary>To mask the scenario's capture set to the newest version of a list.</summary>
    public static MaskRequest Mask(this Scenario scenario, TaxaList list, params IReadOnlyList<ScenarioClassifier> classifiers) => new(
        RunScope.OfCaptureSet(scenario.Set.Id),
        new() { TaxaListId = list.Id, ClassifierIds = [.. classifiers.Select(classifier => classifier.Id)] });

    /// <summary>The same request with other settings.</summary>
    public static MaskRequest With(this MaskRequest request, Func<MaskSettings, MaskSettings> change) =>
        request with { Settings = change(request.Settings) };

    /// <summary>The same request with other options.</summary>
    public static MaskRequest WithOptions(this MaskRequest request, Func<MaskOptions, MaskOptions> change) =>
        request.With(settings => settings with { Options = change(settings.Options) });

    public static MaskRequest WithMode(this MaskRequest request, ScoreMode mode) => request.WithOptions(options => options with { Mode = mode });
}
