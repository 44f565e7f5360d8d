using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Tasks;

namespace Antenna.PostProcessing.Masking;

/// <summary>What a workbench answers to one try.</summary>
/// <param name="List">The list tried, and which version or draft of it; without a list where there is none to try.</param>
/// <param name="Listing">What is listed; null where there is nothing to say it.</param>
/// <param name="ClassifierId">The classifier tried; null where none ran here.</param>
/// <param name="Classifiers">Those that ran here, by name.</param>
/// <param name="Preview">Null where something is wrong, or there is nothing to try.</param>
/// <param name="Request">The request whose run does what the preview shows; null where it would be refused.</param>
/// <param name="Problems">What is wrong with the settings, field by field.</param>
public sealed record WorkbenchView(
    MaskSettings List,
    Listing? Listing,
    long? ClassifierId,
    IReadOnlyList<WorkbenchClassifier> Classifiers,
    MaskPreview? Preview,
    MaskRequest? Request,
    IReadOnlyList<SettingsProblem> Problems)
{
    /// <summary>The list tried; null where there is none to try.</summary>
    public long? TaxaListId => List.TaxaListId;

    /// <summary>The number of its version; null for a draft or a trial, and where it has none.</summary>
    public int? Version => List.TaxaListVersion;

    /// <summary>What the mask tried keeps; null where <see cref="Preview"/> is.</summary>
    public KeptSet? Kept => Plan?.Kept;

    /// <summary>The mask tried; null where <see cref="Preview"/> is.</summary>
    internal MaskPlan? Plan { get; init; }
}

/// <summary>A classifier's own answer to a detection.</summary>
/// <param name="CategoryMapId">Of the classifier.</param>
/// <param name="Logits">One a class; none where it has none.</param>
/// <param name="TaxonId">What it says; null where that is no taxon.</param>
public sealed record WorkbenchSource(long ClassifierId, long CategoryMapId, float[] Logits, long? TaxonId);

/// <summary>A classifier that ran on the occurrence.</summary>
/// <param name="Labels">How many classes it has, by what they mean.</param>
/// <param name="Rows">Results of it that count here: what a run looks at.</param>
/// <param name="Maskable">Those of them that have logits.</param>
/// <param name="WhyNot">Why nothing of it can be masked to the list tried; null where something can.</param>
public sealed record WorkbenchClassifier(AlgorithmName Classifier, LabelCounts Labels, int Rows, int Maskable, string? WhyNot);
