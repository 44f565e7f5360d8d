using System.Numerics;

namespace Antenna.Core.Taxonomy;

/// <summary>
/// Optimal string alignment distance: insertions, deletions, replacements, and swaps of two neighbours.
/// </summary>
internal static class EditDistance
{
    /// <summary>The distance, or <paramref name="limit"/> + 1 where it is larger than the limit.</summary>
    public static int Within(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit)
            return limit + 1;
        var width = b.Length + 1;
        Span<int> rows = width <= 128 ? stackalloc int[3 * width] : new int[3 * width];
        var before = rows[..width];
        var previous = rows.Slice(width, width);
        var current = rows.Slice(2 * width, width);
        for (var j = 0; j < width; j++)
            previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            var smallest = i;
            for (var j = 1; j < width; j++)
            {
                var replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                var best = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    best = Math.Min(best, before[j - 2] + 1);
                current[j] = best;
                smallest = Math.Min(smallest, best);
            }
            if (smallest > limit)
                return limit + 1;
            var freed = before;
            before = previous;
            previous = current;
            current = freed;
        }
        return Math.Min(previous[b.Length], limit + 1);
    }

    /// <summary>The letters of a word as a set of bits.</summary>
    public static ulong Letters(ReadOnlySpan<char> word)
    {
        ulong letters = 0;
        foreach (var character in word)
            letters |= 1UL << (character & 63);
        return letters;
    }

    /// <summary>
    /// Whether the letters of two words leave it possible that their distance is within a limit: each step changes two of
    /// them at most. Rules out most pairs without comparing them.
    /// </summary>
    public static bool MayBeWithin(ulong letters, ulong others, int limit) => BitOperations.PopCount(letters ^ others) <= 2 * limit;
}
