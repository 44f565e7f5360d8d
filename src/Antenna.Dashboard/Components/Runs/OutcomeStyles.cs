using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>The classes of style by which outcomes are told apart, in bars and in keys.</summary>
internal static class OutcomeStyles
{
    /// <summary>The class of an outcome: of its kind, and of those that change something the first is plain, the others hatched.</summary>
    public static string ClassOf(IRunTask task, TaskOutcome outcome) => outcome.Kind switch
    {
        OutcomeKind.Changed when task.Outcomes.First(each => each.Kind is OutcomeKind.Changed) == outcome => "changed",
        OutcomeKind.Changed => "changed-too",
        OutcomeKind.Unchanged => "unchanged",
        OutcomeKind.Left => "left",
        _ => "skipped",
    };

    /// <summary>The name of an outcome, to stand over its number: "Masked", "Skipped: no logits".</summary>
    public static string NameOf(TaskOutcome outcome)
    {
        var words = outcome.Key.Replace('-', ' ');
        return outcome.Kind is OutcomeKind.Skipped ? $"Skipped: {words}" : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
