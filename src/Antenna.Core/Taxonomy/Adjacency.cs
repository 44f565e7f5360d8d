namespace Antenna.Core.Taxonomy;

/// <summary>For each of n positions the positions that link to it, in two flat arrays.</summary>
internal sealed class Adjacency
{
    private readonly int[] _starts;
    private readonly int[] _members;

    /// <param name="targets">For each position the one that it links to, or -1.</param>
    public Adjacency(int[] targets)
    {
        _starts = new int[targets.Length + 1];
        foreach (var target in targets)
        {
            if (target >= 0)
                _starts[target + 1]++;
        }
        for (var i = 0; i < targets.Length; i++)
            _starts[i + 1] += _starts[i];
        _members = new int[_starts[^1]];
        var next = _starts.AsSpan(0, targets.Length).ToArray();
        for (var i = 0; i < targets.Length; i++)
        {
            if (targets[i] >= 0)
                _members[next[targets[i]]++] = i;
        }
    }

    /// <summary>The positions that link to a position, ascending.</summary>
    public ArraySegment<int> Of(int position) =>
        new(_members, _starts[position], _starts[position + 1] - _starts[position]);
}
