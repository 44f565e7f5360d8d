using Antenna.Data.Occurrences;

namespace Antenna.Data.Runs;

/// <summary>
/// What a run would change of some occurrences: gathered in memory on the states that were read, so that a dry run and a
/// run go through the same steps, and only a run writes them.
/// </summary>
public sealed class LineageChanges
{
    private readonly IReadOnlyDictionary<long, OccurrenceState> _occurrences;
    private readonly Dictionary<long, List<ClassificationState>> _lineages;
    private readonly Dictionary<long, bool> _terminalBefore = [];
    private readonly List<NewClassification> _written = [];
    private readonly HashSet<long> _touched = [];

    public LineageChanges(IReadOnlyDictionary<long, OccurrenceState> occurrences)
    {
        _occurrences = occurrences;
        _lineages = [];
        foreach (var row in occurrences.Values.SelectMany(occurrence => occurrence.Classifications))
        {
            if (!_lineages.TryGetValue(row.LineageId, out var lineage))
                _lineages.Add(row.LineageId, lineage = []);
            lineage.Add(row);
        }
    }

    /// <summary>The rows to write, each as its lineage's terminal one.</summary>
    public IReadOnlyCollection<NewClassification> Written => _written;

    /// <summary>The rows of a lineage, as they will be; none if the lineage is gone.</summary>
    public IReadOnlyList<ClassificationState> Lineage(long lineageId) => _lineages.GetValueOrDefault(lineageId) ?? [];

    /// <summary>Makes this row of the occurrence its lineage's terminal one, whichever was before.</summary>
    public void MakeTerminal(long occurrenceId, ClassificationState row)
    {
        foreach (var other in _lineages[row.LineageId])
            Turn(other, terminal: ReferenceEquals(other, row));
        _touched.Add(occurrenceId);
    }

    /// <summary>Adds this row to its lineage as the terminal one.</summary>
    public void WriteTerminal(long occurrenceId, NewClassification row)
    {
        var lineage = _lineages[row.AppliedTo.LineageId];
        foreach (var other in lineage)
            Turn(other, terminal: false);

        var written = row.State();
        lineage.Add(written);
        _occurrences[occurrenceId].Add(written);
        _written.Add(row);
        _touched.Add(occurrenceId);
    }

    /// <summary>The occurrences that a row was written or turned of, each with its determination before and after.</summary>
    public List<DeterminationChange> Determinations() =>
        [.. _touched.Order().Select(id => _occurrences[id]).Select(occurrence => new DeterminationChange(
            occurrence.Id, occurrence.Stored, StoredDetermination.Of(occurrence.Determine())))];

    /// <summary>The rows there were whose terminal flag turns to <paramref name="terminal"/>.</summary>
    internal long[] Turned(bool terminal) => [.. _terminalBefore.Where(row => row.Value != terminal).Select(row => row.Key)];

    private void Turn(ClassificationState row, bool terminal)
    {
        if (row.Terminal == terminal)
            return;
        _terminalBefore.Add(row.Id, row.Terminal);
        row.Terminal = terminal;
    }
}
