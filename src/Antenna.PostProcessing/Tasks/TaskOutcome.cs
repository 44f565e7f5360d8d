using Antenna.Data.Runs;

namespace Antenna.PostProcessing.Tasks;

/// <summary>What can become of a row under a task; each task declares its own.</summary>
/// <param name="Key">As it is stored and as programs get it: <c>no-logits</c>.</param>
/// <param name="Label">Follows the number of rows: "12 skipped (no logits)".</param>
/// <param name="Meaning">Why, in a sentence that follows "because", or what it says of the row.</param>
public sealed record TaskOutcome(string Key, OutcomeKind Kind, string Label, string Meaning)
{
    /// <summary>Whether the log names its first rows: those that a person may want to look at.</summary>
    public bool IsListed => Kind is OutcomeKind.Left or OutcomeKind.Skipped;
}
