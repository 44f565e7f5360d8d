namespace Antenna.Dashboard.Components.States;

/// <summary>An error as a page shows it: what failed, what a person can do, and where the log has the rest.</summary>
/// <param name="Message">For a person; names the reference, and never an exception's text but that of a refusal.</param>
/// <param name="Reference">Under which the log has the exception; null for a refusal, whose message says everything.</param>
public sealed record PageError(string Message, string? Reference);
