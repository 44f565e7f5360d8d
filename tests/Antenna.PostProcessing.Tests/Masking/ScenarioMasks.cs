using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.Testing.Scenarios;

namespace Antenna.PostProcessing.Tests.Masking;

/// <summary>Requests to mask a scenario.</summary>
internal static class ScenarioMasks
{
    /// <summary>To mask the scenario's capture set to the newest version of a list.</summary>
    public static MaskingRequest Mask(this Scenario scenario, TaxaList list, params IReadOnlyList<ScenarioClassifier> classifiers) => new()
    {
        Scope = RunScope.OfCaptureSet(scenario.Set.Id),
        TaxaListId = list.Id,
        ClassifierIds = [.. classifiers.Select(classifier => classifier.Id)],
    };
}
