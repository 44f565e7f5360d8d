using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Tasks;

namespace Antenna.PostProcessing.Masking;

/// <summary>A request to mask as it was checked.</summary>
/// <param name="Plans">
/// One for each classifier of which the list keeps a class, in the order of the request; to be counted or run only where no
/// problem stands against them.
/// </param>
/// <param name="Problems">All that is wrong, field by field.</param>
public sealed record MaskReview(IReadOnlyList<MaskPlan> Plans, IReadOnlyList<SettingsProblem> Problems)
{
    /// <summary>What is listed; null where no list, version or draft is there to say it.</summary>
    public Listing? Listing { get; init; }

    /// <summary>
    /// Masks that are refused because the list keeps no class of the classifier: to be looked at only, while species are still
    /// being added.
    /// </summary>
    public IReadOnlyList<MaskPlan> Empty { get; init; } = [];

    /// <summary>The review of a page on which no list is chosen yet.</summary>
    public static MaskReview None { get; } = new([], []);

    /// <summary>Why a classifier that ran in the scope cannot be masked; null where it can be.</summary>
    /// <param name="rows">Its lineages in the scope that have a terminal row.</param>
    /// <param name="withLogits">Those of them that have logits.</param>
    public string? WhyNotMaskable(long classifierId, long rows, long withLogits) => (rows, withLogits) switch
    {
        (0, _) => "None of its predictions counts here: all of them are intermediate, or were replaced.",
        (_, 0) => "Its predictions came without logits, and a winner alone cannot be masked. Import the results again with logits.",
        _ => Problems.FirstOrDefault(problem => problem.ClassifierId == classifierId)?.Message,
    };
}
