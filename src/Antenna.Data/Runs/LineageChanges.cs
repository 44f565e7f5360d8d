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
    private readonly Dictionary<long, LineageChange> _changes = [];
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
        var before = Demote(row.LineageId);
        row.Terminal = true;
        Record(occurrenceId, row.LineageId, new(before, row.Id, Written: false));
    }

    /// <summary>Adds this row to its lineage as the terminal one.</summary>
    public void WriteTerminal(long occurrenceId, NewClassification row)
    {
        var before = Demote(row.AppliedTo.LineageId);
        var written = row.State();
        _lineages[written.LineageId].Add(written);
        _occurrences[occurrenceId].Add(written);
        _written.Add(row);
        Record(occurrenceId, written.LineageId, new(before, row.Id, Written: true));
    }

    /// <summary>The occurrences that a row was written or turned of, each with its determination before and after.</summary>
    public List<DeterminationChange> Determinations() =>
        [.. _touched.Order().Select(id => _occurrences[id]).Select(occurrence => new DeterminationChange(
            occurrence.Id, occurrence.Stored, StoredDetermination.Of(occurrence.Determine())))];

    /// <summary>The changed lineages.</summary>
    internal IReadOnlyDictionary<long, LineageChange> Lineages => _changes;

    /// <summary>The rows there were that stop being terminal.</summary>
    internal long[] Demoted => [.. _changes.Values.Where(change => change.TerminalBefore is not null).Select(change => change.TerminalBefore!.Value)];

    /// <summary>The rows there were that become terminal.</summary>
    internal long[] Promoted => [.. _changes.Values.Where(change => !change.Written).Select(change => change.TerminalAfter)];

    private long? Demote(long lineageId)
    {
        var terminal = _lineages[lineageId].SingleOrDefault(row => row.Terminal);
        terminal?.Terminal = false;
        return terminal?.Id;
    }

    private void Record(long occurrenceId, long lineageId, LineageChange change)
    {
        _changes.Add(lineageId, change);
        _touched.Add(occurrenceId);
    }
}

/// <summary>A lineage's terminal row before and after.</summary>
internal readonly record struct LineageChange(long? TerminalBefore, long TerminalAfter, bool Written);
