using Antenna.Core.Taxonomy;

namespace Antenna.Core.Predictions;

/// <summary>
/// The taxa that could be added to a list, one alone, to let a classifier name what it cannot say under the list: each with the
/// excluded classes that it would keep. Immutable; made once for a mask and shared by all of its rows.
/// </summary>
/// <remarks>
/// Every excluded class whose taxon is known belongs to the species that lists it, or to its own taxon where it is of a species
/// or coarser. Adding a taxon keeps what <see cref="ListedTaxa"/> says that an entry for it stands for.
/// </remarks>
public sealed class AddableTaxa
{
    /// <summary>
    /// How close a sum of masses may be to the threshold and be trusted: sums of the same terms in another order differ by less
    /// (rounding of up to some 100,000 doubles that add to 1).
    /// </summary>
    private const double Doubtful = 1e-9;

    private readonly KeptSet _kept;
    private readonly long[] _taxa;
    private readonly int[][] _classes;

    /// <summary>The taxa by class, by their positions in <see cref="_taxa"/>: those of class i from the i-th start to the next.</summary>
    private readonly int[] _starts;
    private readonly int[] _ofClass;

    private AddableTaxa(KeptSet kept, IReadOnlyList<(long Taxon, int[] Classes)> addable)
    {
        _kept = kept;
        _taxa = [.. addable.Select(each => each.Taxon)];
        _classes = [.. addable.Select(each => each.Classes)];
        _starts = new int[kept.ClassCount + 1];
        foreach (var index in _classes.SelectMany(classes => classes))
            _starts[index + 1]++;
        for (var index = 0; index < kept.ClassCount; index++)
            _starts[index + 1] += _starts[index];
        var next = _starts.AsSpan(0, kept.ClassCount).ToArray();
        _ofClass = new int[_starts[^1]];
        for (var position = 0; position < _classes.Length; position++)
            foreach (var index in _classes[position])
                _ofClass[next[index]++] = position;
    }

    /// <summary>The number of taxa.</summary>
    public int Count => _taxa.Length;

    /// <summary>The accepted taxon at a position.</summary>
    public long this[int position] => _taxa[position];

    /// <summary>What could be added to a list of which a mask keeps these classes.</summary>
    /// <param name="map">The classifier's classes.</param>
    public static AddableTaxa Of(CategoryMap map, TaxonTree tree, KeptSet kept)
    {
        // A class may have been resolved to a taxon that is newer than the tree.
        var known = map.Where(label => label.TaxonId is { } taxon && tree.Contains(taxon)).ToList();
        var classesOf = known.ToLookup(label => label.TaxonId!.Value, label => label.Index);
        var candidates = known.Where(label => !kept.IsKept(label.Index)).Select(label => EntryFor(tree, label.TaxonId!.Value)).Distinct().Order();
        var addable = new List<(long, int[])>();
        foreach (var candidate in candidates)
        {
            var names = ListedTaxa.ForAlone(tree, new(candidate, IncludeDescendants: false), map.Taxa);
            int[] added = names is [var only]
                ? [.. classesOf[only].Where(index => !kept.IsKept(index))]
                : [.. names.Distinct().SelectMany(name => classesOf[name]).Where(index => !kept.IsKept(index)).Order()];
            if (added.Length > 0)
                addable.Add((candidate, added));
        }

        return new(kept, addable);
    }

    /// <summary>
    /// The taxon that a person would list to let a class answer: its accepted species, or its own accepted taxon where it is
    /// of none.
    /// </summary>
    public static long EntryFor(TaxonTree tree, long taxonId)
    {
        var accepted = tree.AcceptedOf(taxonId);
        return tree[accepted].Rank > Rank.Species ? tree.AncestorAt(accepted, Rank.Species) ?? accepted : accepted;
    }

    /// <summary>
    /// The positions of the taxa each of which, added alone, would win a row and so change it: some class of it outranks the kept
    /// ones, and the row would then not be held.
    /// </summary>
    /// <param name="logits">A row in which <see cref="MaskedPrediction.TryCompute"/> finds no fault but that nothing kept is possible.</param>
    /// <param name="prediction">Of the row under the list as it is; null where nothing kept is possible.</param>
    /// <param name="holdBelow">As <see cref="MaskOptions.HoldBelow"/>.</param>
    public int[] WinnersOf(ReadOnlySpan<float> logits, MaskedPrediction? prediction, double holdBelow)
    {
        if (prediction is not null && prediction.Winner == prediction.SourceWinner)
            return [];
        var bar = prediction is null ? RankedClass.None : new(prediction.Winner, logits[prediction.Winner]);
        var outranking = new RowOfLogits(logits, _kept).Outranking(bar);

        // Where nothing kept is possible the classifier's own answer stands, and to let that win changes nothing.
        var standing = prediction is null ? BestOf(outranking, logits) : -1;
        var winners = new List<int>();
        foreach (var index in outranking)
            for (var at = _starts[index]; at < _starts[index + 1]; at++)
                if (IsFirst(_ofClass[at], index, logits, bar) && Array.IndexOf(_classes[_ofClass[at]], standing) < 0)
                    winners.Add(_ofClass[at]);

        var keptMass = prediction?.Masses.Kept ?? 0;
        if (keptMass < holdBelow + Doubtful && winners.Count > 0)
            RemoveHeld(winners, logits, prediction, holdBelow);
        return [.. winners];
    }

    private static int BestOf(List<int> classes, ReadOnlySpan<float> logits)
    {
        var best = RankedClass.None;
        foreach (var index in classes)
            if (new RankedClass(index, logits[index]).Outranks(best))
                best = new(index, logits[index]);
        return best.Index;
    }

    /// <summary>Whether no class of a taxon before this one outranks the bar: a taxon of several classes wins a row once.</summary>
    private bool IsFirst(int position, int index, ReadOnlySpan<float> logits, RankedClass bar)
    {
        foreach (var other in _classes[position])
        {
            if (other == index)
                return true;
            if (logits[other] > float.NegativeInfinity && new RankedClass(other, logits[other]).Outranks(bar))
                return false;
        }

        return true;
    }

    /// <summary>Removes the taxa with which the row would be held for a person.</summary>
    private void RemoveHeld(List<int> winners, ReadOnlySpan<float> logits, MaskedPrediction? prediction, double holdBelow)
    {
        var keptMass = prediction?.Masses.Kept ?? 0;
        if (prediction is null && MaskedPrediction.TryCompute(logits, KeptSet.Everything(logits.Length), 0, out prediction) is not LogitsFault.None)
            throw new ArgumentException("The row has no prediction at all.", nameof(logits));
        var (best, scale) = (logits[prediction!.SourceWinner], prediction.SourceScore);
        var stay = 0;
        for (var at = 0; at < winners.Count; at++)
        {
            var (position, mass) = (winners[at], keptMass);
            foreach (var index in _classes[position])
                mass += scale * Math.Exp(logits[index] - (double)best);

            // At the threshold the last bits decide, so the mass there is the very one that the run computes.
            if (Math.Abs(mass - holdBelow) <= Doubtful)
                mass = KeptMassWith(position, logits);
            if (mass >= holdBelow)
                winners[stay++] = position;
        }

        winners.RemoveRange(stay, winners.Count - stay);
    }

    private double KeptMassWith(int position, ReadOnlySpan<float> logits)
    {
        MaskedPrediction.TryCompute(logits, _kept.WithListed(_classes[position]), 0, out var prediction);
        return prediction!.Masses.Kept;
    }
}
