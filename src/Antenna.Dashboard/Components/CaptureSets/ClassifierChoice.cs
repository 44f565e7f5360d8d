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
    /// <param name="review">What the planner says of the choice; null while no list is chosen.</param>
    public static IReadOnlyList<ClassifierChoice> Of(CaptureSetDetails set, MaskingChoice choice, MaskingReview? review) =>
    [
        .. set.Classifiers.Select(row => new ClassifierChoice(
            row,
            review?.Plans.FirstOrDefault(plan => plan.Classifier.Id == row.Classifier.Id),
            WhyNotOf(row, review),
            choice.ClassifierIds.Contains(row.Classifier.Id))),
    ];

    private static string? WhyNotOf(CaptureSetClassifierRow row, MaskingReview? review) => row switch
    {
        { InScope: 0 } => "Nothing of it counts here: all of its results are intermediate, or were put aside.",
        { Maskable: 0 } => "Its results came without logits, and there is nothing to mask in a winner alone. Import them again with logits.",
        _ => review?.Problems.FirstOrDefault(problem => problem.ClassifierId == row.Classifier.Id)?.Message,
    };
}
