using Antenna.PostProcessing.Runs;

namespace Antenna.PostProcessing.Masking;

/// <summary>A request to mask as it was checked.</summary>
/// <param name="Plans">
/// One a classifier that the list leaves something to say, in the order asked for; to be counted or run only where no
/// problem stands against them.
/// </param>
/// <param name="Problems">All that is wrong, field by field.</param>
public sealed record MaskingReview(IReadOnlyList<MaskPlan> Plans, IReadOnlyList<SettingsProblem> Problems);
