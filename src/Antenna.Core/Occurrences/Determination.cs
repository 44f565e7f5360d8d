namespace Antenna.Core.Occurrences;

/// <summary>What the determination rule needs to know of an identification.</summary>
/// <param name="Id">Its id; the higher one counts as newer where times are equal.</param>
/// <param name="TaxonId">The taxon that the person named; null for a comment.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Status">Whether it stands; only then can it decide.</param>
public readonly record struct IdentificationFact(long Id, long? TaxonId, DateTime CreatedAt, IdentificationStatus Status)
{
    /// <summary>It was a click of agreement: it determines like any other, and is no independent evidence.</summary>
    public bool IsAgreement { get; init; }
}

/// <summary>What the determination rule needs to know of a classification.</summary>
/// <param name="Id">Its id, the last to break a tie.</param>
/// <param name="TaxonId">The winner's taxon; null where the winner is not a taxon or resolves to none.</param>
/// <param name="Score">Its own score, 0 to 1.</param>
/// <param name="AbsoluteScore">The winner's unmasked probability, 0 to 1: the only score that compares across masks.</param>
/// <param name="Terminal">Whether it counts now.</param>
/// <param name="CreatedAt">The classification's time.</param>
public readonly record struct ClassificationFact(
    long Id, long? TaxonId, double Score, double AbsoluteScore, bool Terminal, DateTime CreatedAt)
{
    /// <summary>The winner's label resolves to no taxon so far: what it names is not known, unlike a label that is not a taxon.</summary>
    public bool IsUnresolved { get; init; }
}

/// <summary>The best machine prediction of an occurrence, kept also where a person decides.</summary>
public sealed record MachinePrediction(long ClassificationId, long TaxonId, double Score);

/// <summary>
/// What an occurrence is: a taxon and a score, always both or neither, and where they come from.
/// </summary>
/// <param name="TaxonId">The determined taxon; null where nothing determines one.</param>
/// <param name="Score">1 where a person determined it, else the classification's own score.</param>
/// <param name="Verified">Whether a person determined it.</param>
/// <param name="IdentificationId">The identification it comes from, where it is verified.</param>
/// <param name="ClassificationId">The classification it comes from, where it is not.</param>
/// <param name="Machine">The best machine prediction, verified or not.</param>
public sealed record Determination(
    long? TaxonId,
    double? Score,
    bool Verified,
    long? IdentificationId,
    long? ClassificationId,
    MachinePrediction? Machine)
{
    /// <summary>No person and no machine names a taxon.</summary>
    public static Determination None { get; } = new(null, null, Verified: false, null, null, Machine: null);

    /// <summary>
    /// The determination of one occurrence from all of its identifications and classifications, in any order: the newest
    /// identification that names a taxon and stands; else the best terminal classification with a taxon; else the best
    /// intermediate one, but for an occurrence whose terminal classifications all say that it is not a taxon.
    /// </summary>
    public static Determination Of(
        ReadOnlySpan<IdentificationFact> identifications, ReadOnlySpan<ClassificationFact> classifications)
    {
        var machine = Best(classifications);
        return NewestStanding(identifications) switch
        {
            { } person => new(person.TaxonId, Score: 1, Verified: true, person.Id, null, machine),
            null when machine is not null =>
                new(machine.TaxonId, machine.Score, Verified: false, null, machine.ClassificationId, machine),
            null => None,
        };
    }

    private static IdentificationFact? NewestStanding(ReadOnlySpan<IdentificationFact> identifications)
    {
        IdentificationFact? newest = null;
        foreach (var each in identifications)
        {
            if (each is { Status: IdentificationStatus.Standing, TaxonId: not null }
                && (newest is not { } other || (each.CreatedAt, each.Id).CompareTo((other.CreatedAt, other.Id)) > 0))
                newest = each;
        }
        return newest;
    }

    private static MachinePrediction? Best(ReadOnlySpan<ClassificationFact> classifications)
    {
        if ((BestOf(classifications, terminal: true) ?? BestIntermediate(classifications)) is { TaxonId: { } taxon } best)
            return new(best.Id, taxon, best.Score);
        return null;
    }

    private static ClassificationFact? BestIntermediate(ReadOnlySpan<ClassificationFact> classifications)
    {
        // What is not a taxon has the last word, too: a bolt does not become the moth that an intermediate step once took it
        // for. A label that resolves to no taxon has not: what it names is not known.
        var (hasTerminal, hasUnresolved) = (false, false);
        foreach (var each in classifications)
        {
            hasTerminal |= each.Terminal;
            hasUnresolved |= each is { Terminal: true, IsUnresolved: true };
        }

        return hasTerminal && !hasUnresolved ? null : BestOf(classifications, terminal: false);
    }

    private static ClassificationFact? BestOf(ReadOnlySpan<ClassificationFact> classifications, bool terminal)
    {
        ClassificationFact? best = null;
        foreach (var each in classifications)
        {
            if (each.Terminal == terminal && each.TaxonId is not null && (best is not { } other || Outranks(each, other)))
                best = each;
        }
        return best;
    }

    private static bool Outranks(in ClassificationFact one, in ClassificationFact other) =>
        (one.AbsoluteScore, one.CreatedAt, one.Id).CompareTo((other.AbsoluteScore, other.CreatedAt, other.Id)) > 0;
}
