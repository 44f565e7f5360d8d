using Antenna.Data.Projects;
using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>A classifier of a capture set, to be masked or not.</summary>
/// <param name="Plan">What masking it would be; null while no list is chosen, or where it cannot be masked to that.</param>
/// <param name="WhyNot">Why it cannot be chosen; null where it can.</param>
public sealed record ClassifierChoice(CaptureSetClassifierRow Row, MaskPlan? Plan, string? WhyNot, bool IsChosen)
{
    public long Id => Row.Classifier.Id;

    /// <summary>The classifiers of a set, as they stand to what is chosen.</summary>
    /// <param name="review">The planner's review of the settings; null while no list is chosen.</param>
    public static IReadOnlyList<ClassifierChoice> Of(CaptureSetDetails set, MaskSettings settings, MaskReview? review) =>
        Of(set.Classifiers, settings, review);

    /// <summary>Classifiers that ran somewhere, as they stand to what is chosen.</summary>
    /// <inheritdoc cref="Of(CaptureSetDetails, MaskSettings, MaskReview)"/>
    public static IReadOnlyList<ClassifierChoice> Of(IReadOnlyList<CaptureSetClassifierRow> rows, MaskSettings settings, MaskReview? review) =>
    [
        .. rows.Select(row => new ClassifierChoice(
            row,
            review?.Plans.FirstOrDefault(plan => plan.Classifier.Id == row.Classifier.Id),
            (review ?? MaskReview.None).WhyNotMaskable(row.Classifier.Id, row.InScope, row.Maskable),
            settings.ClassifierIds.Contains(row.Classifier.Id))),
    ];
}
