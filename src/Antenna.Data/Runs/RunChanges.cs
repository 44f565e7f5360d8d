using Antenna.Data.Model;

namespace Antenna.Data.Runs;

/// <summary>What a run changed, as it left it.</summary>
/// <param name="Transitions">From one taxon to another, most frequent first.</param>
/// <param name="TaxonChanged">Occurrences that are another taxon than before, all transitions together.</param>
/// <param name="TransitionCount">How many different transitions there are; more than are listed where the list is cut.</param>
/// <param name="ScoreOnly">Occurrences that stayed what they are at another score.</param>
/// <param name="Kept">Occurrences of which a row was rewritten or turned while the determination stayed, taxon and score.</param>
/// <param name="Undetermined">Occurrences of which a row was rewritten or turned that have no determination, before or after.</param>
public sealed record RunChanges(
    IReadOnlyList<RunTransition> Transitions, long TaxonChanged, long TransitionCount, long ScoreOnly, long Kept, long Undetermined);

/// <summary>Occurrences that went from one determination to another.</summary>
/// <param name="From">Null: there was none.</param>
/// <param name="To">Null: there is none any more.</param>
public sealed record RunTransition(TaxonName? From, TaxonName? To, long Occurrences);
