using Antenna.Core.Occurrences;
using Antenna.Data.Occurrences;

namespace Antenna.Data.Tests.Occurrences;

/// <summary>An identification of the model.</summary>
internal sealed class ModelledIdentification
{
    /// <summary>The database's; 0 until it is known. A later one has a higher one.</summary>
    public long Id { get; set; }

    public required int Occurrence { get; init; }

    public required int Person { get; init; }

    public required long? Taxon { get; init; }

    public required DateTime At { get; init; }

    public required string? Comment { get; init; }

    public bool Withdrawn { get; set; }

    public ModelledIdentification? SupersededBy { get; set; }

    public bool Stands => !Withdrawn && SupersededBy is null;

    public IdentificationStatus Status =>
        Withdrawn ? IdentificationStatus.Withdrawn : Stands ? IdentificationStatus.Standing : IdentificationStatus.Superseded;
}

/// <summary>
/// What <c>domain.md</c> says of identifications, act by act, over lists in memory: each act changes the links of the
/// identifications next to it, and of no others.
/// </summary>
/// <param name="prediction">The taxon that the machine predicts of every occurrence.</param>
internal sealed class IdentificationModel(long prediction)
{
    private readonly List<ModelledIdentification> _rows = [];

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<ModelledIdentification> Rows => _rows;

    public IEnumerable<ModelledIdentification> Of(int occurrence) => _rows.Where(row => row.Occurrence == occurrence);

    /// <summary>The determination: the newest standing identification with a taxon, else the machine's.</summary>
    public (long Taxon, bool Verified) Determination(int occurrence) =>
        Newest(Of(occurrence).Where(row => row is { Stands: true, Taxon: not null })) is { Taxon: { } taxon } ? (taxon, true) : (prediction, false);

    /// <summary>Submits; the refusal, or the identification and whether it was created.</summary>
    public (IdentificationRefusal? Refusal, ModelledIdentification? Row, bool Created) Submit(
        int occurrence, int person, Content content, IReadOnlyList<long> taxa, DateTime now)
    {
        var agreed = content is AgreedWithPerson { Identification: var number } && Of(occurrence).ToList() is { Count: > 0 } there
            ? there[number % there.Count]
            : null;
        IdentificationRefusal? refusal = content switch
        {
            Commented { Text: " " } => IdentificationRefusal.EmptyComment,
            AgreedWithPerson when agreed is not { Stands: true } => IdentificationRefusal.AgreedIdentificationEnded,
            AgreedWithPerson when agreed.Person == person => IdentificationRefusal.OwnIdentification,
            AgreedWithPerson when agreed.Taxon is null => IdentificationRefusal.CommentNamesNoTaxon,
            _ => null,
        };
        if (refusal is not null)
            return (refusal, null, false);

        var (taxon, comment) = content switch
        {
            Named named => (taxa[named.Taxon], named.Comment),
            Commented commented => ((long?)null, commented.Text),
            AgreedWithPerson => (agreed!.Taxon, null),
            _ => (prediction, null),
        };
        var newest = Newest(Of(occurrence).Where(row => row.Stands && (row.Taxon is not null || taxon is null)));
        if (newest?.Person == person && newest.Taxon == taxon && (comment is null || comment == newest.Comment))
            return (null, newest, false);

        var row = new ModelledIdentification { Occurrence = occurrence, Person = person, Taxon = taxon, At = now, Comment = comment };
        if (taxon is not null && Of(occurrence).SingleOrDefault(other => other is { Stands: true, Taxon: not null } && other.Person == person) is { } own)
            own.SupersededBy = row;
        _rows.Add(row);
        return (null, row, true);
    }

    public static IdentificationRefusal? Withdraw(ModelledIdentification row, int person)
    {
        if (row.Person != person)
            return IdentificationRefusal.NotTheirIdentification;
        (row.Withdrawn, row.SupersededBy) = (true, null);
        return null;
    }

    public IdentificationRefusal? Delete(ModelledIdentification row, int person)
    {
        if (!_rows.Contains(row))
            return IdentificationRefusal.IdentificationGone;
        if (row.Person != person)
            return IdentificationRefusal.NotTheirIdentification;
        var superseded = _rows.SingleOrDefault(other => other.SupersededBy == row);
        if (superseded is not null)
            superseded.SupersededBy = Neighbours(row).Newer;
        _rows.Remove(row);
        return null;
    }

    /// <summary>Imports a row: null where it is known already, or stands in the table twice.</summary>
    /// <param name="table">The rows of the table before it.</param>
    public ModelledIdentification? Import(
        ImportedIdentification imported, IReadOnlyList<(ImportedIdentification Row, DateTime? At)> table, IReadOnlyList<long> taxa, DateTime? at, DateTime now)
    {
        var taxon = imported.Taxon is { } number ? taxa[number] : (long?)null;
        var repeated = table.Any(other => other.At == at && other.Row with { HoursAgo = null } == imported with { HoursAgo = null });
        if (repeated)
            return null;
        var row = new ModelledIdentification
        {
            Occurrence = imported.Occurrence, Person = imported.Person, Taxon = taxon, At = at ?? now, Comment = imported.Comment,
        };
        _rows.Add(row);
        if (taxon is null)
            return row;
        var (older, newer) = Neighbours(row);
        row.SupersededBy = newer;
        if (older is { Withdrawn: false })
            older.SupersededBy = row;
        return row;
    }

    /// <summary>Whether the same is there already, at that time, or at any where no time is given.</summary>
    public bool Knows(ImportedIdentification imported, IReadOnlyList<long> taxa, DateTime? at) => Of(imported.Occurrence).Any(row =>
        row.Person == imported.Person && row.Taxon == (imported.Taxon is { } number ? taxa[number] : null)
        && row.Comment == imported.Comment && (at is null || row.At == at));

    /// <summary>The same person's next older and next newer naming of the occurrence.</summary>
    private (ModelledIdentification? Older, ModelledIdentification? Newer) Neighbours(ModelledIdentification row)
    {
        var named = Of(row.Occurrence).Where(other => other.Person == row.Person && other.Taxon is not null).OrderBy(other => other.At).ToList();
        var at = named.IndexOf(row);
        return (at > 0 ? named[at - 1] : null, at + 1 < named.Count ? named[at + 1] : null);
    }

    // Rows of one time are in the order in which they were added.
    private static ModelledIdentification? Newest(IEnumerable<ModelledIdentification> rows) => rows.OrderBy(row => row.At).LastOrDefault();
}
