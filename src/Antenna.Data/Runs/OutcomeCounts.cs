using System.Collections;
using System.Text.Json;

namespace Antenna.Data.Runs;

/// <summary>Rows by the outcome that they came to, by the key of the outcome; of one that is not named there are none.</summary>
public sealed class OutcomeCounts : IEquatable<OutcomeCounts>, IEnumerable<KeyValuePair<string, long>>
{
    private readonly SortedDictionary<string, long> _rows = new(StringComparer.Ordinal);

    public static OutcomeCounts None { get; } = new();

    /// <summary>Rows of any outcome.</summary>
    public long Checked => _rows.Values.Sum();

    /// <summary>Rows of one outcome.</summary>
    public long this[string outcome] => _rows.GetValueOrDefault(outcome);

    public static OutcomeCounts Parse(string json)
    {
        var counts = new OutcomeCounts();
        foreach (var (outcome, rows) in JsonSerializer.Deserialize<Dictionary<string, long>>(json)!)
            counts.Add(outcome, rows);
        return counts;
    }

    public static OutcomeCounts operator +(OutcomeCounts one, OutcomeCounts other)
    {
        var sum = new OutcomeCounts();
        foreach (var (outcome, rows) in one.Concat(other))
            sum.Add(outcome, rows);
        return sum;
    }

    public static OutcomeCounts Add(OutcomeCounts left, OutcomeCounts right) => left + right;

    /// <summary>Counts more rows of an outcome, while this is being made.</summary>
    public void Add(string outcome, long rows)
    {
        if (rows > 0)
            _rows[outcome] = this[outcome] + rows;
    }

    public string ToJson() => JsonSerializer.Serialize(_rows);

    public bool Equals(OutcomeCounts? other) => other is not null && _rows.SequenceEqual(other._rows);

    public override bool Equals(object? obj) => Equals(obj as OutcomeCounts);

    public override int GetHashCode() => _rows.Aggregate(0, HashCode.Combine);

    public override string ToString() => ToJson();

    public IEnumerator<KeyValuePair<string, long>> GetEnumerator() => _rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
