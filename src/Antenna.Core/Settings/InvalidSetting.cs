namespace Antenna.Core.Settings;

/// <summary>What is wrong with one setting of a task, in the words that page, API and command line all show.</summary>
/// <param name="Field">The field, named as the command line's option without its dashes: <c>thresholds</c>.</param>
/// <param name="Message">What is wrong, and what was expected.</param>
public sealed record InvalidSetting(string Field, string Message);
