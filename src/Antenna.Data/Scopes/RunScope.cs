using Antenna.Data.Model;

namespace Antenna.Data.Scopes;

/// <summary>The kinds of scopes.</summary>
public enum RunScopeKind
{
    Occurrence,
    Selection,
    CaptureSet,
}

/// <summary>What a run looks at: exactly one of an occurrence, a selection or a capture set.</summary>
public sealed record RunScope
{
    private RunScope(RunScopeKind kind, long? id, IReadOnlyList<long>? occurrenceIds) =>
        (Kind, Id, OccurrenceIds) = (kind, id, occurrenceIds);

    public RunScopeKind Kind { get; }

    /// <summary>The id of the occurrence, the stored selection or the capture set; null for a selection that is not stored.</summary>
    public long? Id { get; }

    /// <summary>The occurrences, in the order of ids; null for a capture set, and for a stored selection that was not loaded.</summary>
    public IReadOnlyList<long>? OccurrenceIds { get; }

    public long? CaptureSetId => Kind is RunScopeKind.CaptureSet ? Id : null;

    public long? OccurrenceId => Kind is RunScopeKind.Occurrence ? Id : null;

    public long? SelectionId => Kind is RunScopeKind.Selection ? Id : null;

    public static RunScope OfCaptureSet(long id) => new(RunScopeKind.CaptureSet, id, null);

    public static RunScope OfOccurrence(long id) => new(RunScopeKind.Occurrence, id, [id]);

    /// <summary>Occurrences that were picked, in any order and some perhaps twice.</summary>
    public static RunScope OfSelection(IEnumerable<long> occurrenceIds) =>
        new(RunScopeKind.Selection, null, [.. occurrenceIds.Distinct().Order()]);

    /// <summary>A selection that is stored.</summary>
    public static RunScope OfStoredSelection(long id, IReadOnlyList<long>? occurrenceIds = null) =>
        new(RunScopeKind.Selection, id, occurrenceIds);

    /// <summary>The scope of a run; <see cref="Selections.LoadAsync"/> loads what it names.</summary>
    public static RunScope Of(Run run) => run switch
    {
        { CaptureSetId: { } set } => OfCaptureSet(set),
        { OccurrenceId: { } occurrence } => OfOccurrence(occurrence),
        _ => OfStoredSelection(run.SelectionId!.Value),
    };

    // The generated equality compares lists by reference; a stored selection never changes.
    public bool Equals(RunScope? other) =>
        other is not null && Kind == other.Kind && Id == other.Id
        && (Id is not null || OccurrenceIds!.SequenceEqual(other.OccurrenceIds!));

    public override int GetHashCode() => HashCode.Combine(Kind, Id, Id is null ? OccurrenceIds!.Count : 0);
}

/// <summary>Occurrences of a scope by their ids: those after one, up to another.</summary>
/// <param name="After">The occurrence before the first.</param>
/// <param name="Last">The last.</param>
public readonly record struct OccurrenceRange(long After, long Last)
{
    public static OccurrenceRange All { get; } = new(0, long.MaxValue);
}
