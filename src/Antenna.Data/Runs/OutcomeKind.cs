namespace Antenna.Data.Runs;

/// <summary>What an outcome says of a row.</summary>
public enum OutcomeKind
{
    /// <summary>The run changed something of it.</summary>
    Changed,

    /// <summary>It was as it should be.</summary>
    Unchanged,

    /// <summary>It was left as it is, for a person to look at.</summary>
    Left,

    /// <summary>Nothing can be done with it.</summary>
    Skipped,
}

/// <summary>
/// What the outcomes of each task say of a row. The tasks declare it; the database counts rows by the outcomes' keys, which mean
/// something only with their task's.
/// </summary>
public interface IOutcomeKinds
{
    /// <summary>By task the keys of its outcomes of a kind; tasks without any are left out.</summary>
    IReadOnlyDictionary<string, string[]> OfKind(OutcomeKind kind);
}
