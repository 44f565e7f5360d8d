using Antenna.Core.Predictions;
using Antenna.Data.Predictions;
using Antenna.Data.TaxaLists;

namespace Antenna.PostProcessing.Masking;

/// <summary>A classifier that ran on an occurrence, as the workbench offers it.</summary>
/// <param name="InScope">Rows of it that a run would look at.</param>
/// <param name="Maskable">Those of them that have logits.</param>
/// <param name="WhyNot">Why it cannot be masked here; null where it can.</param>
public sealed record WorkbenchClassifier(AlgorithmName Classifier, LabelCounts Labels, int InScope, int Maskable, string? WhyNot);

/// <summary>A mask to be looked at.</summary>
/// <param name="List">The list with what was changed of it and not saved.</param>
/// <param name="Top">How many of the best classes to show, before and after.</param>
public sealed record MaskPreviewRequest(long ClassifierId, TaxaListDraft List, MaskingOptions Options, int Top = 10);

/// <summary>
/// Masks one occurrence in memory, again and again, while somebody changes the list. Holds the occurrence's logits, the
/// classifiers' classes and the taxonomy as they were when it was opened; for one page, and for one caller at a time.
/// </summary>
public sealed class MaskWorkbench : IDisposable
{
    public long OccurrenceId => throw new NotImplementedException();

    /// <summary>The classifiers that ran on the occurrence, by name.</summary>
    public IReadOnlyList<WorkbenchClassifier> Classifiers => throw new NotImplementedException();

    /// <summary>What the mask would do now.</summary>
    public Task<MaskPreview> PreviewAsync(MaskPreviewRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
