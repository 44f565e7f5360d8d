using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Antenna.Core.Predictions;

/// <summary>
/// A row of logits beside the classes that a mask keeps, and the two passes over it that a masked prediction takes:
/// one that only compares, in float32, and one that only adds, in float64.
/// </summary>
/// <remarks>
/// Both work in blocks of 64 classes, one word of the kept set's bit maps, with vectors as wide as the machine has them.
/// The width changes the order of additions and nothing else, which float64 shows in the 15th digit.
/// </remarks>
internal readonly ref struct RowOfLogits(ReadOnlySpan<float> logits, KeptSet kept)
{
    private static readonly Vector<int> LaneBits = PowersOfTwo<int>();
    private static readonly Vector<long> WideLaneBits = PowersOfTwo<long>();

    private readonly ReadOnlySpan<float> _logits = logits;
    private readonly KeptSet _kept = kept;

    /// <summary>
    /// Ranks the kept classes and finds the best excluded one. False where a logit is NaN or +∞: the answers mean
    /// nothing then.
    /// </summary>
    public bool TryRank(ref Ranking kept, out RankedClass excluded)
    {
        excluded = RankedClass.None;
        Span<float> padded = stackalloc float[KeptSet.WordSize];
        var infinity = new Vector<float>(float.PositiveInfinity);
        var sound = Vector<int>.AllBitsSet;
        for (var start = 0; start < _logits.Length; start += KeptSet.WordSize)
        {
            ref readonly var block = ref Block(start, padded);
            var word = _kept.KeptWords[start / KeptSet.WordSize];
            for (var lane = 0; lane < KeptSet.WordSize; lane += Vector<float>.Count)
            {
                var logits = Vector.LoadUnsafe(in block, (nuint)lane);
                var isKept = Lanes((int)(word >> lane));
                var bar = Vector.ConditionalSelect(isKept, new Vector<float>(kept.Bar), new Vector<float>(excluded.Logit));
                sound &= Vector.LessThan(logits, infinity);
                if (Vector.GreaterThanAny(logits, bar))
                    Offer(start + lane, logits, word >> lane, ref kept, ref excluded);
            }
        }
        return sound == Vector<int>.AllBitsSet;
    }

    /// <summary>Why a row that could not be ranked has no prediction.</summary>
    public LogitsFault Fault()
    {
        foreach (var logit in _logits)
            if (float.IsNaN(logit))
                return LogitsFault.NotANumber;
        return LogitsFault.PositiveInfinity;
    }

    /// <summary>
    /// Sums exp(logit − reference) over each group, the kept groups relative to the best kept logit and the rest to the
    /// best excluded one. So each group has a term of 1 and none can vanish, however far below the other it lies.
    /// </summary>
    public MaskedSoftmax Softmax(double keptReference, double excludedReference)
    {
        Span<float> padded = stackalloc float[KeptSet.WordSize];
        var ours = new Vector<double>(keptReference);
        // With nothing excluded any finite reference will do: the terms are those of the padding, which are 0.
        var theirs = new Vector<double>(double.IsFinite(excludedReference) ? excludedReference : keptReference);
        Vector<double> listed = default, nothing = default, offList = default;
        for (var start = 0; start < _logits.Length; start += KeptSet.WordSize)
        {
            ref readonly var block = ref Block(start, padded);
            var listedWord = _kept.ListedWords[start / KeptSet.WordSize];
            var nothingWord = _kept.NotATaxonWords[start / KeptSet.WordSize];
            for (var lane = 0; lane < KeptSet.WordSize; lane += Vector<float>.Count)
            {
                Vector.Widen(Vector.LoadUnsafe(in block, (nuint)lane), out var low, out var high);
                Add(low, listedWord >> lane, nothingWord >> lane, ours, theirs, ref listed, ref nothing, ref offList);
                Add(high, listedWord >> lane >> Vector<double>.Count, nothingWord >> lane >> Vector<double>.Count, ours, theirs, ref listed, ref nothing, ref offList);
            }
        }
        return new(keptReference, excludedReference, Vector.Sum(listed), Vector.Sum(nothing), Vector.Sum(offList));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        Vector<double> logits, ulong listedBits, ulong nothingBits, Vector<double> ours, Vector<double> theirs,
        ref Vector<double> listed, ref Vector<double> nothing, ref Vector<double> offList)
    {
        var isListed = WideLanes((long)listedBits);
        var isNothing = WideLanes((long)nothingBits);
        var isKept = isListed | isNothing;
        var exponentials = Vector.Exp(logits - Vector.ConditionalSelect(isKept, ours, theirs));
        listed += Vector.ConditionalSelect(isListed, exponentials, Vector<double>.Zero);
        nothing += Vector.ConditionalSelect(isNothing, exponentials, Vector<double>.Zero);
        offList += Vector.ConditionalSelect(isKept, Vector<double>.Zero, exponentials);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref readonly float Block(int start, Span<float> padded)
    {
        var rest = _logits[start..];
        if (rest.Length >= KeptSet.WordSize)
            return ref MemoryMarshal.GetReference(rest);

        rest.CopyTo(padded);
        padded[rest.Length..].Fill(float.NegativeInfinity);
        return ref MemoryMarshal.GetReference(padded);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Offer(int start, Vector<float> logits, ulong keptBits, ref Ranking kept, ref RankedClass excluded)
    {
        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            if ((keptBits >> lane & 1) != 0)
                kept.Offer(start + lane, logits[lane]);
            else if (logits[lane] > excluded.Logit)
                excluded = new(start + lane, logits[lane]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Lanes(int bits) => Vector.Equals(new Vector<int>(bits) & LaneBits, LaneBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<long> WideLanes(long bits) => Vector.Equals(new Vector<long>(bits) & WideLaneBits, WideLaneBits);

    private static Vector<T> PowersOfTwo<T>() where T : IBinaryInteger<T>
    {
        var powers = new T[Vector<T>.Count];
        for (var lane = 0; lane < powers.Length; lane++)
            powers[lane] = T.One << lane;
        return new Vector<T>(powers);
    }
}
