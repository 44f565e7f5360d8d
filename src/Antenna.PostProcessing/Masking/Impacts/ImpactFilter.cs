using System.Globalization;
using Antenna.Core.Evaluation;

namespace Antenna.PostProcessing.Masking.Impacts;

/// <summary>What a figure of an impact counts.</summary>
public enum ImpactFigure
{
    /// <summary>Occurrences that become another taxon; <see cref="ImpactFilter.From"/> and <see cref="ImpactFilter.To"/> say from which to which.</summary>
    Transition,

    /// <summary>Occurrences that stop being <see cref="ImpactFilter.From"/>.</summary>
    Leaves,

    /// <summary>Occurrences that become <see cref="ImpactFilter.To"/>.</summary>
    Becomes,

    /// <summary>Occurrences that become another taxon, whichever.</summary>
    Changes,

    /// <summary>Occurrences that are <see cref="ImpactFilter.From"/> now, those that no prediction of the run belongs to too.</summary>
    Before,

    /// <summary>Occurrences that would be <see cref="ImpactFilter.To"/>, likewise.</summary>
    After,

    /// <summary>Occurrences with a prediction that becomes a masked one.</summary>
    Masked,
    Restored,
    Unchanged,
    Held,
    Skipped,

    /// <summary>Occurrences with a prediction that <see cref="ImpactFilter.To"/> would win if it alone were added.</summary>
    WonByAdding,

    /// <summary>Those of them that people determined as that taxon.</summary>
    WonAndConfirmed,

    /// <summary>Occurrences with a prediction that <see cref="ImpactFilter.To"/> of the list takes.</summary>
    Taken,

    /// <summary>Those of them that people determined as something else.</summary>
    TakenAndDenied,

    /// <summary>Those of them that people determined.</summary>
    TakenAndVerified,

    /// <summary>Occurrences by what an independent identification says: of <see cref="ImpactFilter.From"/>, or of any taxon.</summary>
    Fixed,
    Broken,
    StaysRight,
    StaysWrong,
    RightBefore,
    RightAfter,
    Compared,

    /// <summary>Verified occurrences whose prediction becomes another taxon.</summary>
    VerifiedAgainst,

    /// <summary>Occurrences of which something changes, and which another classifier decides.</summary>
    DecidedByAnother,

    /// <summary>Occurrences of which a prediction that is rolled up would no longer count.</summary>
    RollUpReplaced,

    /// <summary>Occurrences of which the classifier's own answer is a label that resolves to nothing.</summary>
    Unresolved,

    /// <summary>Occurrences of which most of the classifier's belief is off the list.</summary>
    MostlyOffList,

    /// <summary>
    /// Occurrences with a prediction whose kept mass is in a range of <see cref="KeptMasses"/>: from the step of
    /// <see cref="ImpactFilter.From"/> to before that of <see cref="ImpactFilter.To"/>.
    /// </summary>
    KeptMass,
}

/// <summary>Which occurrences a number of an impact counts, so that a page can show exactly those.</summary>
/// <param name="From">A taxon, where the figure has one, or the step of a mass; null for none.</param>
/// <param name="To">As <paramref name="From"/>.</param>
public sealed record ImpactFilter(ImpactFigure Figure, long? From = null, long? To = null)
{
    /// <summary>
    /// The taxon whose occurrences of the whole scope it counts, whether or not a prediction of the run belongs to them; null
    /// where only those count of which one does.
    /// </summary>
    public long? TaxonOfScope => Figure switch
    {
        ImpactFigure.Before => From,
        ImpactFigure.After => To,
        _ => null,
    };

    /// <summary>Whether an occurrence is one of them.</summary>
    public bool Matches(ImpactCase occurrence)
    {
        ArgumentNullException.ThrowIfNull(occurrence);
        return Figure switch
        {
            ImpactFigure.Transition => occurrence.TaxonChanges && (occurrence.Before.TaxonId, occurrence.After.TaxonId) == (From, To),
            ImpactFigure.Leaves => occurrence.TaxonChanges && occurrence.Before.TaxonId == From,
            ImpactFigure.Becomes => occurrence.TaxonChanges && occurrence.After.TaxonId == To,
            ImpactFigure.Changes => occurrence.TaxonChanges,
            ImpactFigure.Before => From is { } now && occurrence.Before.TaxonId == now,
            ImpactFigure.After => To is { } then && occurrence.After.TaxonId == then,
            ImpactFigure.Masked => HasOutcome(occurrence, MaskOutcomes.Masked),
            ImpactFigure.Restored => HasOutcome(occurrence, MaskOutcomes.Restored),
            ImpactFigure.Unchanged => HasOutcome(occurrence, MaskOutcomes.Unchanged),
            ImpactFigure.Held => HasOutcome(occurrence, MaskOutcomes.Held),
            ImpactFigure.Skipped => occurrence.Rows.Any(row => FigureOf(row.Outcome) is ImpactFigure.Skipped),
            ImpactFigure.WonByAdding => To is { } added && occurrence.IsWonByAdding(added),
            ImpactFigure.WonAndConfirmed => To is { } added && occurrence.Confirmed == added && occurrence.IsWonByAdding(added),
            ImpactFigure.Taken => occurrence.IsTakenBy(To),
            ImpactFigure.TakenAndDenied => occurrence.IsTakenBy(To) && occurrence.IsDenied(To),
            ImpactFigure.TakenAndVerified => occurrence.IsTakenBy(To) && occurrence.Before.Verified,
            ImpactFigure.Fixed => IsOutcome(occurrence, PairedOutcome.Fixed),
            ImpactFigure.Broken => IsOutcome(occurrence, PairedOutcome.Broken),
            ImpactFigure.StaysRight => IsOutcome(occurrence, PairedOutcome.StaysRight),
            ImpactFigure.StaysWrong => IsOutcome(occurrence, PairedOutcome.StaysWrong),
            ImpactFigure.RightBefore => IsOutcome(occurrence, PairedOutcome.StaysRight) || IsOutcome(occurrence, PairedOutcome.Broken),
            ImpactFigure.RightAfter => IsOutcome(occurrence, PairedOutcome.StaysRight) || IsOutcome(occurrence, PairedOutcome.Fixed),
            ImpactFigure.Compared => occurrence.Outcome is { } compared && IsOutcome(occurrence, compared),
            ImpactFigure.VerifiedAgainst => occurrence.IsVerifiedAgainst,
            ImpactFigure.DecidedByAnother => occurrence.DecidedByAnother,
            ImpactFigure.RollUpReplaced => occurrence.Rows.Any(row => row.ReplacesRollUp),
            ImpactFigure.Unresolved => occurrence.Rows.Any(row => row.IsUnresolved),
            ImpactFigure.KeptMass => occurrence.Rows.Any(row => row.Kept is { } kept && KeptMasses.StepOf(kept) is var step && step >= From && step < To),
            _ => occurrence.Rows.Any(row => row.IsMostlyOffList),
        };
    }

    /// <summary>The figure that counts rows of an outcome.</summary>
    public static ImpactFigure FigureOf(string outcome) => outcome switch
    {
        MaskOutcomes.Masked => ImpactFigure.Masked,
        MaskOutcomes.Restored => ImpactFigure.Restored,
        MaskOutcomes.Unchanged => ImpactFigure.Unchanged,
        MaskOutcomes.Held => ImpactFigure.Held,
        _ => ImpactFigure.Skipped,
    };

    /// <summary>As an address has it: <c>transition:12-34</c>, with nothing for no taxon.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Figure}:{From}-{To}").ToLowerInvariant();

    /// <summary>Reads what <see cref="ToString"/> writes; null where it is not that.</summary>
    public static ImpactFilter? Parse(string? text)
    {
        if (text?.Split(':') is not [var name, var taxa] || taxa.Split('-') is not [var from, var to]
            || !Enum.TryParse<ImpactFigure>(name, ignoreCase: true, out var figure) || char.IsDigit(name[0])
            || !TryId(from, out var fromId) || !TryId(to, out var toId))
            return null;
        return new(figure, fromId, toId);
    }

    private static bool TryId(string text, out long? id)
    {
        id = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return text.Length == 0 || id is not null;
    }

    private bool IsOutcome(ImpactCase occurrence, PairedOutcome outcome) =>
        occurrence.Outcome == outcome && (From is null || occurrence.Identified == From);

    private static bool HasOutcome(ImpactCase occurrence, string outcome) => occurrence.Rows.Any(row => row.Outcome == outcome);
}
