using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Antenna.Core.Predictions;

/// <summary>
/// A row of logits with the classes that a mask keeps, and the two passes over it that a masked prediction takes: one
/// that only compares, in float32, and one that only adds, in float64.
/// </summary>
/// <remarks>
/// Both work in blocks of 64 classes, one word of the kept set's bit maps, and take vectors of 512 bits on every machine:
/// where the processor's are narrower, the runtime makes one of several. So the order of additions is the same
/// everywhere, and machines differ by no more than whether they round between a multiplication and an addition. The two
/// loops are methods that are never inlined: the compiler inlines only so much into one method, and past that it would
/// call each operation on a composed vector.
/// </remarks>
internal readonly ref struct RowOfLogits(ReadOnlySpan<float> logits, KeptSet kept)
{
    /// <summary>The lanes of every byte of a bit map: 16 KB, and the kernel a sixth faster than when it works them out.</summary>
    private static readonly Vector512<double>[] LanesOfByte =
        [.. Enumerable.Range(0, 256).Select(bits => BitLanes(bits))];

    private readonly ReadOnlySpan<float> _logits = logits;
    private readonly KeptSet _kept = kept;

    /// <summary>
    /// Ranks the kept classes and finds the best excluded one. False where a logit is NaN or +∞: the answers mean
    /// nothing then.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryRank(ref Ranking kept, out RankedClass excluded)
    {
        excluded = RankedClass.None;
        ref var first = ref MemoryMarshal.GetReference(_logits);
        var start = 0;
        for (; start <= _logits.Length - Vector512<float>.Count; start += Vector512<float>.Count)
        {
            var keptBits = _kept.KeptWords[start / KeptSet.BlockSize] >> (start % KeptSet.BlockSize);
            var bar = Vector512.ConditionalSelect(
                FloatLanes(keptBits), Vector512.Create(kept.Bar), Vector512.Create(excluded.Logit));

            // Most vectors hold nothing worth ranking. "Not all at most the bar" is also true of NaN, which compares
            // with nothing, and of +∞, which no bar is: the faults of a row cost no comparison of their own.
            var dull = Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref first, (nuint)start), bar);
            if (dull.ExtractMostSignificantBits() is var bits and not 0xFFFF
                && !TryOffer(start, ~(uint)bits & 0xFFFF, ref kept, ref excluded))
                return false;
        }
        return TryOffer(start, (1u << (_logits.Length - start)) - 1, ref kept, ref excluded);
    }

    /// <summary>The excluded classes that outrank a class, in rising order.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public List<int> Outranking(RankedClass bar)
    {
        var found = new List<int>();
        ref var first = ref MemoryMarshal.GetReference(_logits);
        var lanes = Vector512.Create(bar.Logit);
        var start = 0;
        for (; start <= _logits.Length - Vector512<float>.Count; start += Vector512<float>.Count)
        {
            var reaching = (uint)Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref first, (nuint)start), lanes).ExtractMostSignificantBits();
            var excluded = ~(uint)(_kept.KeptWords[start / KeptSet.BlockSize] >> (start % KeptSet.BlockSize)) & 0xFFFF;
            if ((reaching & excluded) is var bits and not 0)
                AddOutranking(start, bits, bar, found);
        }

        for (; start < _logits.Length; start++)
            if (!_kept.IsKept(start))
                AddOutranking(start, 1, bar, found);
        return found;
    }

    private void AddOutranking(int start, uint bits, RankedClass bar, List<int> found)
    {
        for (; bits != 0; bits &= bits - 1)
        {
            var index = start + BitOperations.TrailingZeroCount(bits);
            if (_logits[index] > float.NegativeInfinity && new RankedClass(index, _logits[index]).Outranks(bar))
                found.Add(index);
        }
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
    /// best excluded one. So each has a term of 1 and cannot vanish, however far it lies below the other.
    /// </summary>
    public MaskedSoftmax Softmax(float bestKept, float bestExcluded)
    {
        // Where every excluded class is −∞ any finite reference makes their terms 0.
        var sums = new GroupSums(bestKept, float.IsFinite(bestExcluded) ? bestExcluded : bestKept);
        var next = 0;
        foreach (var block in _kept.IrregularBlocks)
        {
            AddBlocks(next, block, ref sums);
            AddOneByOne(block * KeptSet.BlockSize, ref sums);
            next = block + 1;
        }
        AddBlocks(next, _logits.Length / KeptSet.BlockSize, ref sums);
        return new(sums);
    }

    /// <summary>Writes exp(logit − reference) / sum for each kept class, and 0 for the rest.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Scores(double reference, double sum, Span<double> destination)
    {
        ref var first = ref MemoryMarshal.GetReference(_logits);
        ref var score = ref MemoryMarshal.GetReference(destination);
        var start = 0;
        for (; start <= destination.Length - Vector512<double>.Count; start += Vector512<double>.Count)
        {
            var keptBits = _kept.KeptWords[start / KeptSet.BlockSize] >> (start % KeptSet.BlockSize);
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref first, (nuint)start));
            var terms = Exponential.OfNonPositive(Vector512.Create(low, high) - Vector512.Create(reference));
            ((terms / sum) & DoubleLanes(keptBits)).StoreUnsafe(ref score, (nuint)start);
        }
        for (; start < destination.Length; start++)
            destination[start] = _kept.IsKept(start) ? Exponential.OfNonPositive(_logits[start] - reference) / sum : 0;
    }

    /// <summary>Offers the classes whose bit is set, the lowest for <paramref name="start"/>, to the rankings.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryOffer(int start, uint offered, ref Ranking kept, ref RankedClass excluded)
    {
        for (; offered != 0; offered &= offered - 1)
        {
            var index = start + BitOperations.TrailingZeroCount(offered);
            var logit = _logits[index];
            if (float.IsNaN(logit) || float.IsPositiveInfinity(logit))
                return false;

            if (_kept.IsKept(index))
                kept.Offer(index, logit);
            else if (logit > excluded.Logit)
                excluded = new(index, logit);
        }
        return true;
    }

    /// <summary>Adds whole blocks of classes that are either listed or excluded.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddBlocks(int from, int to, ref GroupSums sums)
    {
        ref var first = ref MemoryMarshal.GetReference(_logits);
        var keptReference = Vector512.Create(sums.KeptReference);
        var excludedReference = Vector512.Create(sums.ExcludedReference);
        Vector512<double> lowListed = default, highListed = default, lowOffList = default, highOffList = default;
        for (var block = from; block < to; block++)
        {
            var bits = _kept.ListedWords[block];
            for (var lane = 0; lane < KeptSet.BlockSize; lane += Vector512<float>.Count)
            {
                var (low, high) = Vector512.Widen(
                    Vector512.LoadUnsafe(ref first, (nuint)((block * KeptSet.BlockSize) + lane)));
                var isLowListed = DoubleLanes(bits >> lane);
                var isHighListed = DoubleLanes(bits >> lane >> Vector512<double>.Count);
                low -= Vector512.ConditionalSelect(isLowListed, keptReference, excludedReference);
                high -= Vector512.ConditionalSelect(isHighListed, keptReference, excludedReference);
                low = Exponential.OfNonPositive(low);
                high = Exponential.OfNonPositive(high);
                lowListed += low & isLowListed;
                highListed += high & isHighListed;
                lowOffList += Vector512.AndNot(low, isLowListed);
                highOffList += Vector512.AndNot(high, isHighListed);
            }
        }
        sums.Listed += Vector512.Sum(lowListed + highListed);
        sums.OffList += Vector512.Sum(lowOffList + highOffList);
    }

    /// <summary>Adds the classes of one block, of whatever group, and of however many are left in the row.</summary>
    private void AddOneByOne(int start, ref GroupSums sums)
    {
        var end = Math.Min(start + KeptSet.BlockSize, _logits.Length);
        for (var index = start; index < end; index++)
        {
            if (_kept.IsListed(index))
                sums.Listed += Exponential.OfNonPositive(_logits[index] - sums.KeptReference);
            else if (_kept.IsNotATaxon(index))
                sums.Nothing += Exponential.OfNonPositive(_logits[index] - sums.KeptReference);
            else
                sums.OffList += Exponential.OfNonPositive(_logits[index] - sums.ExcludedReference);
        }
    }

    /// <summary>All bits of the lanes whose bit is set, the lowest for the first lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FloatLanes(ulong bits)
    {
        var lanes = Vector512.Create(
            1, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7,
            1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15);
        return Vector512.Equals(Vector512.Create((int)bits) & lanes, lanes).AsSingle();
    }

    /// <inheritdoc cref="FloatLanes"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> DoubleLanes(ulong bits) => LanesOfByte[(byte)bits];

    private static Vector512<double> BitLanes(long bits)
    {
        var lanes = Vector512.Create(1L, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7);
        return Vector512.Equals(Vector512.Create(bits) & lanes, lanes).AsDouble();
    }
}
