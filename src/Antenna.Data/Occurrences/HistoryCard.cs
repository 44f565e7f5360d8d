using Antenna.Core.Predictions;
using Antenna.Data.Model;

namespace Antenna.Data.Occurrences;

/// <summary>An identification or a prediction of an occurrence.</summary>
/// <param name="At">
/// When it was made, which orders the history. A derived row carries its source's time, so here it is that of its run.
/// </param>
/// <param name="Decides">It decides the determination.</param>
public abstract record HistoryCard(DateTime At, bool Decides);

/// <summary>A person's identification, and how it ended.</summary>
/// <param name="Taxon">Null for a comment.</param>
/// <param name="Withdrawn">Set where it was withdrawn by hand.</param>
/// <param name="Superseded">Set where a later identification of the same person took its place.</param>
/// <param name="Agreed">Set on a click of agreement: with what.</param>
public sealed record IdentificationCard(
    DateTime At,
    bool Decides,
    long Id,
    long PersonId,
    string Person,
    TaxonName? Taxon,
    string? Comment,
    Withdrawal? Withdrawn,
    Successor? Superseded,
    Agreement? Agreed) : HistoryCard(At, Decides)
{
    /// <summary>It counts.</summary>
    public bool Stands => Withdrawn is null && Superseded is null;
}

/// <summary>The withdrawal of an identification by hand.</summary>
public sealed record Withdrawal(DateTime At, long PersonId, string Person);

/// <summary>The identification that superseded another one of the same person.</summary>
/// <param name="At">When the person made it.</param>
public sealed record Successor(long Id, TaxonName Taxon, DateTime At);

/// <summary>What a click of agreement agreed with. The row itself may be gone since.</summary>
/// <param name="Person">Who had made the identification that was agreed with; null where it is gone, or was no person's.</param>
public sealed record Agreement(AlgorithmName? Algorithm, long? ClassificationId, long? IdentificationId, string? Person);

/// <summary>What an algorithm predicted.</summary>
/// <param name="Terminal">It counts now; otherwise it is intermediate.</param>
/// <param name="Taxon">Null where the winner is not a taxon, or its label resolves to none.</param>
/// <param name="Label">The winner as the classifier calls it; null where its class is not known.</param>
/// <param name="Score">In the row's own mode.</param>
/// <param name="AbsoluteScore">The winner's probability before anything was forbidden.</param>
/// <param name="CreatedAt">The row's own time: a derived row has its source's.</param>
/// <param name="Masses">Masked rows only.</param>
/// <param name="Top">The best classes that the row stores, best first; empty where it stores none.</param>
/// <param name="TopTaxa">
/// The best taxa of a roll-up's rank, each with what the classes within it add up to, best first; empty on every other row.
/// </param>
/// <param name="AppliedTo">The row that this one was derived from.</param>
/// <param name="Run">The run that wrote it; null on what a pipeline delivered.</param>
/// <param name="Kept">
/// Where this row is derived and names the same class as its source: the source, which then has no card of its own. It is
/// one opinion, to be agreed with once.
/// </param>
public sealed record PredictionCard(
    DateTime At,
    bool Decides,
    long ClassificationId,
    long DetectionId,
    AlgorithmName Algorithm,
    bool Terminal,
    TaxonName? Taxon,
    string? Label,
    double Score,
    double AbsoluteScore,
    ScoreMode? Mode,
    DateTime CreatedAt,
    Masses? Masses,
    IReadOnlyList<PredictedClass> Top,
    IReadOnlyList<PredictedTaxon> TopTaxa,
    AppliedTo? AppliedTo,
    RunOrigin? Run,
    KeptSource? Kept) : HistoryCard(At, Decides);

/// <summary>One class of a stored prediction.</summary>
public sealed record PredictedClass(int Index, string Label, TaxonName? Taxon, double Score);

/// <summary>One taxon of a rolled-up prediction.</summary>
public sealed record PredictedTaxon(TaxonName Taxon, double Score);

/// <summary>The row that another one was derived from.</summary>
/// <param name="Taxon">What it says; null where that is no taxon.</param>
/// <param name="Label">Its winner as the classifier calls it; null where its class is not known.</param>
/// <param name="Score">In its own mode.</param>
public sealed record AppliedTo(long Id, DateTime CreatedAt, AlgorithmName Algorithm, TaxonName? Taxon, string? Label, double Score);

/// <summary>The run that wrote a row, and the list that it masked to.</summary>
public sealed record RunOrigin(long RunId, DateTime CreatedAt, TaxaListVersionName? TaxaList);

/// <summary>A source whose winner a mask kept.</summary>
public sealed record KeptSource(long ClassificationId, AlgorithmName Algorithm, double Score, bool Terminal);
