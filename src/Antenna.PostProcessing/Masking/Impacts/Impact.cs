using Antenna.Core.Evaluation;
using Antenna.Data.Model;
using Antenna.PostProcessing.Runs;

namespace Antenna.PostProcessing.Masking.Impacts;

/// <summary>What a mask would do to a scope, as far as it is counted. Nothing of it is written.</summary>
/// <param name="IsComplete">The whole scope was gone through.</param>
/// <param name="Counts">What the run would count, to the row.</param>
public sealed record Impact(MaskPlan Plan, bool IsComplete, DryRunCounts Counts)
{
    /// <summary>Entries of each of the lists below at most.</summary>
    public const int MostListed = 100;

    /// <summary>Occurrences from one determined taxon to another, most frequent first.</summary>
    public IReadOnlyList<ImpactTransition> Transitions { get; init; } = [];

    /// <summary>How many different transitions there are; more than are listed where the list is cut.</summary>
    public int TransitionCount { get; init; }

    /// <summary>Taxa of which there are more or fewer occurrences than before, those that appear or vanish first; null until the scope's taxa were counted.</summary>
    public IReadOnlyList<ImpactTaxon>? Taxa { get; init; }

    /// <summary>The kept masses of all rows for which the mask has an answer.</summary>
    public KeptMasses Masses { get; init; } = KeptMasses.None;

    /// <summary>What to add to the list, by evidence: what people confirmed most often first, then what would win most.</summary>
    public IReadOnlyList<ImpactAddition> Additions { get; init; } = [];

    /// <summary>How many taxa would win something; more than are listed where the list is cut.</summary>
    public int AdditionCount { get; init; }

    /// <summary>What the list's taxa take, those that people denied most often first.</summary>
    public IReadOnlyList<ImpactTaking> Takings { get; init; } = [];

    /// <summary>Predictions before and after, by independent identifications.</summary>
    public PairedCounts Evidence { get; init; }

    /// <summary>The same by the identified taxon, most frequent first; all of it where it is complete.</summary>
    public IReadOnlyList<ImpactEvidence> EvidenceByTaxon { get; init; } = [];

    /// <summary>The occurrences that change most.</summary>
    public IReadOnlyList<ImpactCase> Largest { get; init; } = [];

    /// <summary>The names of the taxa of <see cref="Largest"/>, by id.</summary>
    public IReadOnlyDictionary<long, TaxonName> Names { get; init; } = new Dictionary<long, TaxonName>();

    public ImpactWarnings Warnings { get; init; } = ImpactWarnings.None;

    /// <summary>
    /// Most of the classifier's belief is off the list so often that the list is probably not for this place, or lacks some of
    /// its species. A list of a place's own leaves a few in a hundred so, junk among them; not reported of a handful.
    /// </summary>
    public bool IsOftenOffList => Masses.Rows >= 20 && Warnings.MostlyOffList >= 0.1 * Masses.Rows;

    /// <summary>More predictions become wrong than right, by more than chance would have it.</summary>
    public bool IsWorse => Evidence.Broken > Evidence.Fixed && Evidence.McNemarExact < 0.05;
}

/// <summary>Occurrences that would go from one determined taxon to another.</summary>
/// <param name="From">Null for none.</param>
/// <param name="To">Null for none.</param>
public sealed record ImpactTransition(TaxonName? From, TaxonName? To, long Occurrences);

/// <summary>How many occurrences of the scope are a taxon, before and after.</summary>
/// <param name="In">Those that become it.</param>
/// <param name="Out">Those that stop being it.</param>
public sealed record ImpactTaxon(TaxonName Taxon, long Before, long In, long Out)
{
    public long After => Before + In - Out;

    public bool Appears => Before == 0;

    public bool Vanishes => After == 0;
}

/// <summary>What adding one taxon to the list, and nothing else, would do.</summary>
/// <param name="Wins">Predictions that would become it: precisely so many.</param>
/// <param name="Confirmed">Occurrences of them that people determined as it.</param>
public sealed record ImpactAddition(TaxonName Taxon, long Wins, long Confirmed);

/// <summary>What a taxon of the list takes from others.</summary>
/// <param name="Taxon">Null for what is no taxon: background.</param>
/// <param name="Takes">Predictions that become it.</param>
/// <param name="Verified">Occurrences of them that people determined.</param>
/// <param name="Denied">Those that people determined as something else.</param>
public sealed record ImpactTaking(TaxonName? Taxon, long Takes, long Verified, long Denied);

/// <summary>What a mask does to what people identified as this taxon.</summary>
public sealed record ImpactEvidence(TaxonName Taxon, PairedCounts Counts);

/// <summary>What a person should know before such a run.</summary>
/// <param name="Excluded">Species that people determined here and the list does not have, with the number of occurrences; null until the scope's taxa were counted.</param>
/// <param name="Unnameable">How many listed species the classifier has no class for.</param>
/// <param name="UnnameableConfirmed">Those of them that people determined here, with the number of occurrences; null until the scope's taxa were counted.</param>
/// <param name="VerifiedAgainst">Verified occurrences whose prediction becomes another taxon: they stay what they are.</param>
/// <param name="DecidedByAnother">Occurrences of which something changes and which another classifier decides.</param>
/// <param name="RollUpReplaced">Occurrences of which a prediction that is rolled up would no longer count.</param>
/// <param name="UnresolvedLabels">Labels of the classifier that resolve to nothing.</param>
/// <param name="Unresolved">Occurrences of which the classifier's own answer is such a label.</param>
/// <param name="MostlyOffList">Predictions of which most of the belief is off the list.</param>
public sealed record ImpactWarnings(
    IReadOnlyList<(TaxonName Taxon, long Occurrences)>? Excluded,
    int Unnameable,
    IReadOnlyList<(TaxonName Taxon, long Occurrences)>? UnnameableConfirmed,
    long VerifiedAgainst,
    long DecidedByAnother,
    long RollUpReplaced,
    int UnresolvedLabels,
    long Unresolved,
    long MostlyOffList)
{
    public static ImpactWarnings None { get; } = new(null, 0, null, 0, 0, 0, 0, 0, 0);
}

/// <summary>How the kept mass of rows is distributed: what <em>hold below</em> would hold at each threshold.</summary>
/// <param name="Steps">Rows by kept mass: from each thousandth to the next, and last those of 1.</param>
public sealed record KeptMasses(IReadOnlyList<long> Steps)
{
    /// <summary>Steps from 0 to 1.</summary>
    public const int Resolution = 1000;

    public static KeptMasses None { get; } = new(new long[Resolution + 1]);

    /// <summary>Rows for which the mask has an answer.</summary>
    public long Rows { get; } = Steps.Sum();

    /// <summary>The threshold at the begin of a step.</summary>
    public static double Threshold(int step) => step / (double)Resolution;

    /// <summary>The step that a mass is in: below no threshold up to its own, and below every later one, by the comparison of the run.</summary>
    public static int StepOf(double kept)
    {
        var step = Math.Clamp((int)(kept * Resolution), 0, Resolution);
        while (step > 0 && kept < Threshold(step))
            step--;
        while (step < Resolution && kept >= Threshold(step + 1))
            step++;
        return step;
    }

    /// <summary>How many rows <em>hold below</em> would hold at the threshold of a step: exactly those whose kept mass is under it.</summary>
    public long HeldAt(int step) => Steps.Take(step).Sum();
}
