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
    private readonly List<long> _restored = [];
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

    /// <summary>An occurrence as it will be; null if it is gone.</summary>
    public OccurrenceState? Occurrence(long occurrenceId) => _occurrences.GetValueOrDefault(occurrenceId);

    /// <summary>The rows of a lineage, as they will be; none if the lineage is gone.</summary>
    public IReadOnlyList<ClassificationState> Lineage(long lineageId) => _lineages.GetValueOrDefault(lineageId) ?? [];

    /// <summary>The row of a lineage that stops being terminal, and stays; null where none does.</summary>
    public ClassificationState? DemotedOf(long lineageId) =>
        _changes.TryGetValue(lineageId, out var change) && change.TerminalBefore != change.TerminalAfter
            ? Lineage(lineageId).SingleOrDefault(row => row.Id == change.TerminalBefore)
            : null;

    /// <summary>Whether a newer result of the same algorithm on the detection has begun a lineage since: then nothing of this one counts.</summary>
    public bool IsSuperseded(long occurrenceId, long lineageId) =>
        Lineage(lineageId).SingleOrDefault(row => row.IsSource) is { } source
        && Occurrence(occurrenceId) is { } occurrence
        && occurrence.Classifications.Any(row => row.IsSource
            && (row.DetectionId, row.AlgorithmId) == (source.DetectionId, source.AlgorithmId) && row.CreatedAt > source.CreatedAt);

    /// <summary>Makes this row of the occurrence its lineage's terminal one, whichever was before.</summary>
    public void MakeTerminal(long occurrenceId, ClassificationState row)
    {
        var before = TakeTerminal(row.LineageId);
        row.Terminal = true;
        Record(occurrenceId, row.LineageId, new(before, row.Id));
    }

    /// <summary>Adds this row to its lineage, which may be new, as the terminal one.</summary>
    public void WriteTerminal(long occurrenceId, NewClassification row)
    {
        var before = TakeTerminal(row.LineageId);
        Add(occurrenceId, row.State());
        _written.Add(row);
        Record(occurrenceId, row.LineageId, new(before, row.Id, Written: true));
    }

    /// <summary>Makes a lineage's terminal row intermediate, so that no row of it is terminal.</summary>
    public void Demote(long occurrenceId, long lineageId)
    {
        if (TakeTerminal(lineageId) is { } before)
            Record(occurrenceId, lineageId, new(before, null));
    }

    /// <summary>Removes a row, and makes another one of its lineage terminal, or none.</summary>
    /// <param name="terminal">Another row of the lineage; null to leave the lineage without a terminal row, or with the one that it has.</param>
    public void Remove(long occurrenceId, ClassificationState row, ClassificationState? terminal)
    {
        var before = Terminal(row.LineageId)?.Id;
        _lineages[row.LineageId].Remove(row);
        _occurrences[occurrenceId].Remove(row);
        if (terminal is not null)
        {
            TakeTerminal(row.LineageId);
            terminal.Terminal = true;
        }

        Record(occurrenceId, row.LineageId, new(before, Terminal(row.LineageId)?.Id, RemovedId: row.Id));
    }

    /// <summary>Brings back a row that was removed, as the lineage's terminal one.</summary>
    public void Restore(long occurrenceId, ClassificationState row)
    {
        var before = TakeTerminal(row.LineageId);
        row.Terminal = true;
        Add(occurrenceId, row);
        _restored.Add(row.Id);
        Record(occurrenceId, row.LineageId, new(before, row.Id, Written: true));
    }

    /// <summary>Notes an occurrence whose determination is to be decided again, whatever becomes of its lineages.</summary>
    public void Redetermine(long occurrenceId) => _touched.Add(occurrenceId);

    /// <summary>The occurrences that something changed of, each with its determination before and after.</summary>
    public List<DeterminationChange> Determinations() =>
        [.. _touched.Order().Select(id => _occurrences[id]).Select(occurrence => new DeterminationChange(
            occurrence.Id, occurrence.Stored, StoredDetermination.Of(occurrence.Determine())))];

    /// <summary>The changed lineages.</summary>
    internal IReadOnlyDictionary<long, LineageChange> Lineages => _changes;

    /// <summary>Whether each changed lineage had a terminal row and still has one.</summary>
    internal bool KeepsScopes => _changes.Values.All(change => change is { TerminalBefore: not null, TerminalAfter: not null });

    /// <summary>The rows there were that stop being terminal and stay.</summary>
    internal long[] Demoted =>
        [.. _changes.Values.Where(change => change.TerminalBefore != change.TerminalAfter && change.TerminalBefore != change.RemovedId)
            .Select(change => change.TerminalBefore).OfType<long>()];

    /// <summary>The rows there were that become terminal.</summary>
    internal long[] Promoted =>
        [.. _changes.Values.Where(change => change.TerminalBefore != change.TerminalAfter && !change.Written)
            .Select(change => change.TerminalAfter).OfType<long>()];

    internal long[] Removed => [.. _changes.Values.Select(change => change.RemovedId).OfType<long>()];

    /// <summary>Rows that were removed once and are to be there again, each as its lineage's terminal one.</summary>
    internal long[] Restored => [.. _restored];

    private ClassificationState? Terminal(long lineageId) => Lineage(lineageId).SingleOrDefault(row => row.Terminal);

    private long? TakeTerminal(long lineageId)
    {
        var terminal = Terminal(lineageId);
        terminal?.Terminal = false;
        return terminal?.Id;
    }

    private void Add(long occurrenceId, ClassificationState row)
    {
        if (!_lineages.TryGetValue(row.LineageId, out var lineage))
            _lineages.Add(row.LineageId, lineage = []);
        lineage.Add(row);
        _occurrences[occurrenceId].Add(row);
    }

    private void Record(long occurrenceId, long lineageId, LineageChange change)
    {
        _touched.Add(occurrenceId);
        if (change.TerminalBefore != change.TerminalAfter || change.RemovedId is not null)
            _changes.Add(lineageId, change with { OccurrenceId = occurrenceId });
    }
}

/// <summary>A lineage's terminal row before and after.</summary>
/// <param name="Written">The row that is terminal after was not there before.</param>
/// <param name="RemovedId">The row that is not there any more.</param>
internal readonly record struct LineageChange(long? TerminalBefore, long? TerminalAfter, bool Written = false, long? RemovedId = null)
{
    public long OccurrenceId { get; init; }
}
