using Antenna.Core.Taxonomy;

namespace Antenna.Core.TaxaLists;

/// <summary>
/// A person's unsaved changes to one version of a list: steps in their order, of which the first <see cref="Position"/> count.
/// Immutable. What is listed is always the version overlaid with the changes of the steps that count, so that undo and redo
/// are nothing but another position.
/// </summary>
public sealed class ListDraft
{
    private readonly IReadOnlyDictionary<string, ListedName> _base;
    private readonly Dictionary<string, ListedName?> _changed = new(StringComparer.Ordinal);

    /// <param name="baseNames">
    /// What the version lists, by <see cref="ListedName.Key"/>. Where only changes are looked at, the names that the steps
    /// change are enough.
    /// </param>
    /// <param name="steps">All of them, those that are undone last.</param>
    /// <param name="position">How many of them count.</param>
    public ListDraft(IReadOnlyDictionary<string, ListedName> baseNames, IReadOnlyList<DraftStep> steps, int position)
    {
        ArgumentNullException.ThrowIfNull(baseNames);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, steps.Count);
        (_base, Steps, Position) = (baseNames, steps, position);
        var touched = new List<string>();
        foreach (var change in steps.Take(position).SelectMany(step => step.Changes))
        {
            if (!_changed.ContainsKey(change.Key))
                touched.Add(change.Key);
            _changed[change.Key] = change.Name;
        }

        Changes =
        [
            .. touched.Select(key => new NetChange(key, baseNames.GetValueOrDefault(key), _changed[key]))
                .Where(change => !NetChange.Same(change.Before, change.After)),
        ];
    }

    public IReadOnlyList<DraftStep> Steps { get; }

    /// <summary>How many of the steps count.</summary>
    public int Position { get; }

    public bool CanUndo => Position > 0;

    public bool CanRedo => Position < Steps.Count;

    /// <summary>The step that undo undoes; null where there is none.</summary>
    public DraftStep? Last => CanUndo ? Steps[Position - 1] : null;

    /// <summary>The step that redo does again; null where there is none.</summary>
    public DraftStep? Next => CanRedo ? Steps[Position] : null;

    /// <summary>The names that are not as the version has them, in the order in which they were first changed.</summary>
    public IReadOnlyList<NetChange> Changes { get; }

    /// <summary>Everything that is listed, by its key.</summary>
    public IEnumerable<KeyValuePair<string, ListedName>> Names => _base
        .Where(name => !_changed.ContainsKey(name.Key))
        .Concat(_changed.Where(change => change.Value is not null).Select(change => new KeyValuePair<string, ListedName>(change.Key, change.Value!)));

    /// <summary>The name of a key as it is listed now; null where it is not listed.</summary>
    public ListedName? Find(string key) => _changed.TryGetValue(key, out var name) ? name : _base.GetValueOrDefault(key);

    /// <summary>As it was before a step, of which so many came first.</summary>
    public ListDraft UpTo(int position) => new(_base, Steps, position);

    /// <summary>With one step more; those that were undone are gone.</summary>
    public ListDraft With(DraftStep step) => new(_base, [.. Steps.Take(Position), step], Position + 1);

    /// <summary>Without the last step that counts; as it is where none counts.</summary>
    public ListDraft Undo() => UpTo(Math.Max(Position - 1, 0));

    /// <summary>With the first step again that is undone; as it is where none is.</summary>
    public ListDraft Redo() => UpTo(Math.Min(Position + 1, Steps.Count));

    /// <summary>The step that makes some names be as the version has them again.</summary>
    public DraftStep RestoreOf(IReadOnlyCollection<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var changes = Changes.Where(change => keys.Contains(change.Key)).ToList();
        return new(
            DraftStepKind.Restore,
            [.. changes.Select(change => change.Name.Name)],
            [.. changes.Select(change => new DraftChange(change.Key, change.Before))]);
    }

    /// <summary>The position, from 0, of the last step that counts and changes the name of a key; null where none does.</summary>
    public int? LastOf(string key)
    {
        for (var at = Position - 1; at >= 0; at--)
        {
            if (Steps[at].Changes.Any(change => change.Key == key))
                return at;
        }

        return null;
    }

    /// <summary>The step that undoes just what one step made, as it was before that, out of their order.</summary>
    /// <param name="at">The position of a step that counts, from 0.</param>
    /// <returns>Null where a later step changed a name of it again: what was before is then no longer what is meant.</returns>
    public DraftStep? InverseOf(int at)
    {
        var (step, before) = (Steps[at], UpTo(at));
        return step.Changes.All(change => LastOf(change.Key) == at)
            ? new(DraftStepKind.Restore, step.Names, [.. step.Changes.Select(change => new DraftChange(change.Key, before.Find(change.Key)))])
            : null;
    }

    /// <summary>The same steps on the same version, of which more names are known.</summary>
    public ListDraft On(IReadOnlyDictionary<string, ListedName> baseNames) => new(baseNames, Steps, Position);
}
