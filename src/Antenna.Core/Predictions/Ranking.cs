using System.Numerics;
using System.Runtime.InteropServices;

namespace Antenna.Core.Predictions;

/// <summary>A class and its logit.</summary>
internal readonly record struct RankedClass(int Index, float Logit)
{
    /// <summary>No class: every class of a probability above 0 outranks it.</summary>
    public static RankedClass None => new(-1, float.NegativeInfinity);

    /// <summary>The rule of every ranking: the higher logit, and the lower index where logits are equal.</summary>
    public bool Outranks(RankedClass other) =>
        Logit > other.Logit || (Logit == other.Logit && Index < other.Index);

    /// <summary>The place of a class among all, from 1: one more than outrank it.</summary>
    /// <param name="logits">One logit a class, none of them NaN.</param>
    public static int RankOf(ReadOnlySpan<float> logits, int index) =>
        // Of equal logits the lower index outranks.
        1 + Count(logits[..index], logits[index], orEqual: true) + Count(logits[(index + 1)..], logits[index], orEqual: false);

    /// <summary>How many logits are above one, or equal to it. A preview asks it of each class that comes up, for each of 30 pins.</summary>
    private static int Count(ReadOnlySpan<float> logits, float above, bool orEqual)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(logits);
        var bound = new Vector<float>(above);
        var counts = Vector<int>.Zero;

        // A comparison that holds is −1 in its place.
        foreach (var vector in vectors)
            counts -= orEqual ? Vector.GreaterThanOrEqual(vector, bound) : Vector.GreaterThan(vector, bound);
        var count = Vector.Sum(counts);
        foreach (var logit in logits[(vectors.Length * Vector<float>.Count)..])
        {
            if (logit > above || (orEqual && logit == above))
                count++;
        }

        return count;
    }
}

/// <summary>
/// The best classes seen so far: highest logit first, the lowest index first among equals. Classes are offered in
/// rising order of their index, and one of probability 0 (−∞) has no rank.
/// </summary>
/// <param name="places">Room for as many classes as are wanted.</param>
internal ref struct Ranking(Span<RankedClass> places)
{
    private readonly Span<RankedClass> _places = places;
    private int _count;

    /// <summary>What a logit must exceed to be ranked.</summary>
    public float Bar { get; private set; } = float.NegativeInfinity;

    public readonly ReadOnlySpan<RankedClass> Best => _places[.._count];

    public void Offer(int index, float logit)
    {
        if (!(logit > Bar))
            return;

        if (_count < _places.Length)
            _count++;
        var place = _count - 1;
        for (; place > 0 && _places[place - 1].Logit < logit; place--)
            _places[place] = _places[place - 1];
        _places[place] = new RankedClass(index, logit);
        if (_count == _places.Length)
            Bar = _places[^1].Logit;
    }
}
