using System.Text.Json;

namespace Antenna.Data.Runs;

/// <summary>
/// What became of the rows of a part so far: how many came to each outcome, and the first ids of those that are listed. Its
/// size does not grow with the number of rows.
/// </summary>
public sealed class PartTally
{
    /// <summary>Ids that are kept of an outcome.</summary>
    public const int MostListed = 100;

    private readonly Dictionary<string, List<long>> _listed = new(StringComparer.Ordinal);

    public OutcomeCounts Counts { get; private init; } = new();

    /// <summary>Distinct occurrences whose determined taxon is now another than before the run.</summary>
    public long OccurrencesUpdated { get; set; }

    /// <summary>The first ids of an outcome whose rows are listed, in the order in which they were met.</summary>
    public IReadOnlyDictionary<string, List<long>> Listed => _listed;

    internal static PartTally Parse(string outcomes, string listed, long occurrencesUpdated)
    {
        var tally = new PartTally { Counts = OutcomeCounts.Parse(outcomes), OccurrencesUpdated = occurrencesUpdated };
        foreach (var (outcome, ids) in ParseListed(listed))
            tally._listed.Add(outcome, ids);
        return tally;
    }

    /// <summary>Counts a row.</summary>
    /// <param name="listed">Whether its id is to be kept.</param>
    public void Add(string outcome, long id, bool listed)
    {
        Counts.Add(outcome, 1);
        if (!listed)
            return;
        if (!_listed.TryGetValue(outcome, out var ids))
            _listed.Add(outcome, ids = []);
        if (ids.Count < MostListed)
            ids.Add(id);
    }

    /// <summary>The same once more, for a batch that may be rolled back.</summary>
    public PartTally Copy()
    {
        var copy = new PartTally { Counts = Counts + OutcomeCounts.None, OccurrencesUpdated = OccurrencesUpdated };
        foreach (var (outcome, ids) in _listed)
            copy._listed.Add(outcome, [.. ids]);
        return copy;
    }

    internal static Dictionary<string, List<long>> ParseListed(string listed) =>
        JsonSerializer.Deserialize<Dictionary<string, List<long>>>(listed)!;

    internal string ListedJson() => JsonSerializer.Serialize(_listed);
}
