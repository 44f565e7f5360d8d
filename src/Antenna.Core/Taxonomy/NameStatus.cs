namespace Antenna.Core.Taxonomy;

/// <summary>What a file of taxa or a taxa list says of the status of a name.</summary>
public enum NameStatus
{
    /// <summary>Nothing, or that the name is doubtful or not placed yet: it stands for itself.</summary>
    Unstated,

    Accepted,

    /// <summary>Of whatever kind: homotypic, junior, pro parte.</summary>
    Synonym,

    /// <summary>Authors used the name for something else.</summary>
    Misapplied,

    /// <summary>It does not occur there.</summary>
    Absent,

    /// <summary>It was left out on purpose.</summary>
    Excluded,

    /// <summary>It no longer occurs there.</summary>
    Extinct,

    /// <summary>Records of it were errors.</summary>
    Erroneous,

    /// <summary>A name that was published without a description, and names nothing.</summary>
    NomenNudum,

    /// <summary>Nothing is recorded of it in the place that was chosen.</summary>
    NotRecorded,

    /// <summary>It is there, but not as what was chosen: as a migrant, say.</summary>
    NotChosen,
}

/// <summary>Reads statuses of names as publishers write them, and says which of them a list lists.</summary>
public static class NameStatuses
{
    /// <summary>Says of a taxon that nothing is recorded of it in the place that was chosen.</summary>
    public const string NoRecord = "no record there";

    /// <summary>Says of a taxon that it is there, but not as what was chosen.</summary>
    public const string NotChosen = "not as chosen";

    /// <summary>Words by which a status is recognised, the first that it contains; so "misapplied name" before "name".</summary>
    private static readonly (string Word, NameStatus Status)[] Words =
    [
        (NoRecord, NameStatus.NotRecorded), (NotChosen, NameStatus.NotChosen),
        ("misappl", NameStatus.Misapplied), ("misident", NameStatus.Misapplied), ("auct", NameStatus.Misapplied),
        ("nomen nud", NameStatus.NomenNudum), ("nom nud", NameStatus.NomenNudum), ("nomina nuda", NameStatus.NomenNudum),
        ("error", NameStatus.Erroneous), ("erroneous", NameStatus.Erroneous),
        ("exclu", NameStatus.Excluded), ("reject", NameStatus.Excluded),
        ("extinct", NameStatus.Extinct), ("extirpat", NameStatus.Extinct),
        ("absen", NameStatus.Absent), ("not present", NameStatus.Absent), ("not recorded", NameStatus.Absent),
        ("unaccepted", NameStatus.Synonym), ("not accepted", NameStatus.Synonym), ("invalid", NameStatus.Synonym), ("synonym", NameStatus.Synonym),
        ("doubtful", NameStatus.Unstated), ("unplaced", NameStatus.Unstated), ("unresolved", NameStatus.Unstated),
        ("provisional", NameStatus.Unstated), ("uncertain", NameStatus.Unstated),
        ("accepted", NameStatus.Accepted), ("valid", NameStatus.Accepted), ("current", NameStatus.Accepted),
        ("present", NameStatus.Unstated), ("migrant", NameStatus.Unstated), ("irregular", NameStatus.Unstated), ("vagrant", NameStatus.Unstated),
        ("native", NameStatus.Unstated), ("introduced", NameStatus.Unstated), ("naturali", NameStatus.Unstated), ("common", NameStatus.Unstated), ("rare", NameStatus.Unstated),
    ];

    /// <summary>Reads a status; no text says nothing.</summary>
    /// <returns>False where no publisher is known to use these words; the status is then unstated.</returns>
    public static bool TryParse(string? text, out NameStatus status)
    {
        status = NameStatus.Unstated;
        var plain = (text ?? "").Replace('_', ' ').Replace(".", "", StringComparison.Ordinal).Trim().ToLowerInvariant();
        if (plain.Length == 0)
            return true;
        foreach (var (word, meaning) in Words)
        {
            if (!plain.Contains(word, StringComparison.Ordinal))
                continue;
            status = meaning;
            return true;
        }
        return false;
    }

    /// <summary>
    /// The status of a name on a list, by all that its row says: the first of these that keeps it off the list, else its
    /// taxonomic status.
    /// </summary>
    /// <param name="taxonomic">The status that the row gives.</param>
    /// <param name="occurrence">Whether it occurs there, where the row says so in a column of its own.</param>
    /// <param name="name">The name, with what is written behind it.</param>
    /// <param name="author">The author, where the row has one apart from the name.</param>
    public static NameStatus OnList(NameStatus taxonomic, NameStatus occurrence, ParsedName name, string? author)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!taxonomic.IsListed())
            return taxonomic;
        if (!occurrence.IsListed())
            return occurrence;
        var isMisapplied = name.IsMisapplied || name.IsNotOfAnother
            || (author is not null && (NameWords.IsMisappliedRemark(author) || NameWords.IsNotOfAnotherRemark(author)));
        return isMisapplied ? NameStatus.Misapplied : taxonomic;
    }

    /// <summary>Whether a list that gives a name this status lists it, as accepted or as a synonym of its own.</summary>
    public static bool IsListed(this NameStatus status) =>
        status is NameStatus.Unstated or NameStatus.Accepted or NameStatus.Synonym;

    /// <summary>The status as it stands in reports: lower case, English.</summary>
    public static string DisplayName(this NameStatus status) => status switch
    {
        NameStatus.NomenNudum => "nomen nudum",
        NameStatus.NotRecorded => "not recorded in the chosen place",
        NameStatus.NotChosen => "of another occurrence status than those chosen",
        _ => status.ToString().ToLowerInvariant(),
    };
}
