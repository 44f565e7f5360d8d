namespace Antenna.Core.Taxonomy;

/// <summary>For each of n positions the positions that link to it, in two flat arrays.</summary>
internal sealed class Adjacency
{
    private readonly int[] starts;
    private readonly int[] members;

    /// <param name="targets">For each position the one that it links to, or -1.</param>
    public Adjacency(int[] targets)
    {
        starts = new int[targets.Length + 1];
        foreach (var target in targets)
        {
            if (target >= 0)
                starts[target + 1]++;
        }
        for (var i = 0; i < targets.Length; i++)
            starts[i + 1] += starts[i];
        members = new int[starts[^1]];
        var next = starts.AsSpan(0, targets.Length).ToArray();
        for (var i = 0; i < targets.Length; i++)
        {
            if (targets[i] >= 0)
                members[next[targets[i]]++] = i;
        }
    }

    /// <summary>The positions that link to a position, ascending.</summary>
    public ArraySegment<int> Of(int position) =>
        new(members, starts[position], starts[position + 1] - starts[position]);
}
