using Antenna.Data.Errors;

namespace Antenna.PostProcessing.Tasks;

/// <summary>What is wrong with one field of a launch, in the words that page, API and command line all show.</summary>
/// <param name="Field">The field, named as the command line's option without its dashes: <c>hold-below</c>.</param>
/// <param name="ClassifierId">The classifier that it is about; null where it is about the request.</param>
public sealed record SettingsProblem(string Field, string Message, long? ClassifierId = null);

/// <summary>A launch that was refused; nothing was written.</summary>
public sealed class LaunchRefusedException : RefusedException
{
    public LaunchRefusedException(IReadOnlyList<SettingsProblem> problems)
        : base(string.Join(Environment.NewLine, problems.Select(problem => problem.Message))) => Problems = problems;

    /// <summary>All that is wrong, not only what was met first.</summary>
    public IReadOnlyList<SettingsProblem> Problems { get; }
}
