namespace Antenna.Data.Import.Tables;

/// <summary>
/// What a taxon may be in a place, as a distribution has it, in no order and of any case. The empty status is that of taxa of which
/// the distribution says none: it is one to choose like the others.
/// </summary>
public sealed class OccurrenceStatuses(IEnumerable<string> statuses) : IEquatable<OccurrenceStatuses>
{
    private readonly SortedSet<string> _statuses = new(statuses.Select(status => status.Trim()), StringComparer.OrdinalIgnoreCase);

    /// <summary>Each once, in the order of their letters.</summary>
    public IEnumerable<string> Statuses => _statuses;

    public bool Contains(string status) => _statuses.Contains(status);

    public bool Equals(OccurrenceStatuses? other) => other is not null && _statuses.SetEquals(other._statuses);

    public override bool Equals(object? obj) => Equals(obj as OccurrenceStatuses);

    public override int GetHashCode() => _statuses.Aggregate(_statuses.Count, (hash, status) => HashCode.Combine(hash, StringComparer.OrdinalIgnoreCase.GetHashCode(status)));

    /// <summary>For a sentence: migrant or present.</summary>
    public override string ToString() => string.Join(" or ", _statuses.Select(NameOf));

    /// <summary>A status as people read it.</summary>
    public static string NameOf(string status) => string.IsNullOrEmpty(status) ? "without a status" : status;
}
