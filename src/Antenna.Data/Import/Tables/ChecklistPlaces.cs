using Antenna.Core.Taxonomy;

namespace Antenna.Data.Import.Tables;

/// <summary>
/// What taxa are where, by the distribution of an archive. Memory grows with the taxa of the chosen place; what is in the others is
/// counted up to a bound, for a column of places may hold a text of its own in each row.
/// </summary>
internal sealed class ChecklistPlaces
{
    /// <summary>Terms that name a place, the plainest first.</summary>
    private static readonly string[] PlaceTerms = ["locality", "country", "countryCode", "locationID"];

    private readonly Dictionary<string, List<string>> _chosen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _statuses = new(StringComparer.Ordinal);
    private readonly PlaceCounts _counts = new();
    private readonly OccurrenceStatuses? _wanted;

    private ChecklistPlaces(TableReading reading) => (Chosen, _wanted) = (reading.Place?.Trim() ?? "", reading.Occurrence);

    /// <summary>The place that was chosen; empty for none.</summary>
    public string Chosen { get; }

    /// <summary>False where there are more places than are counted: a place can be chosen by its name only.</summary>
    public bool AreCounted => _counts.AreComplete;

    /// <summary>None where they are not counted.</summary>
    public IReadOnlyList<ListedPlace> Places { get; private set; } = [];

    /// <exception cref="ImportRefusedException">There is no such place, or nothing in it is what was chosen.</exception>
    public static async Task<ChecklistPlaces> ReadAsync(ArchiveFiles files, ArchiveTable table, TableReading reading, CancellationToken cancellationToken)
    {
        var places = new ChecklistPlaces(reading);
        if (table.IdIndex is not { } id)
            throw new ImportRefusedException(new(files.Name), $"has a distribution in {ShortText.Quote(table.Location)} that does not say of which taxa.");
        await using (var rows = ChecklistArchive.Open(files, table, await ChecklistArchive.WidthAsync(files, table, cancellationToken)))
        {
            while (await rows.ReadAsync(cancellationToken))
            {
                if (rows.Passed is null)
                    places.Read(rows, table, id);
            }
        }

        places.Finish(files);
        return places;
    }

    /// <summary>What a taxon is in the chosen place, as a row of a list says it; null where none was chosen.</summary>
    /// <param name="id">By which the distribution refers to it.</param>
    /// <param name="acceptedId">That of what the taxon is accepted as: a synonym occurs where that does.</param>
    public string? OccurrenceOf(string id, string? acceptedId)
    {
        if (Chosen.Length == 0)
            return null;
        if (!_chosen.TryGetValue(id, out var occurrences) && !_chosen.TryGetValue(acceptedId ?? "", out occurrences))
            return NameStatuses.NoRecord;
        var wanted = occurrences.Where(occurrence => _wanted?.Contains(occurrence) is not false).ToList();
        return wanted.Find(IsListed) ?? wanted.FirstOrDefault() ?? NameStatuses.NotChosen;
    }

    /// <summary>A status that nobody is known to write says nothing against that a taxon occurs.</summary>
    private static bool IsListed(string occurrence) => !NameStatuses.TryParse(occurrence, out var status) || status.IsListed();

    private void Read(ITableRows rows, ArchiveTable table, int id)
    {
        var names = PlaceTerms.Select(term => table.ValueOf(rows, term)).Where(name => name.Length > 0).ToList();
        if (names.Count == 0)
            return;
        var (taxon, occurrence) = (rows.Field(id).Trim(), table.ValueOf(rows, "occurrenceStatus"));
        _counts.Add(names[0], occurrence, taxon);
        if (Chosen.Length > 0 && names.Contains(Chosen, StringComparer.OrdinalIgnoreCase))
            Choose(taxon, occurrence);
    }

    private void Choose(string taxon, string occurrence)
    {
        if (!_statuses.TryGetValue(occurrence, out var status))
            _statuses.Add(occurrence, status = occurrence);
        if (!_chosen.TryGetValue(taxon, out var occurrences))
            _chosen.Add(taxon, occurrences = new(1));
        if (!occurrences.Contains(status))
            occurrences.Add(status);
    }

    private void Finish(ArchiveFiles files)
    {
        Places = [.. _counts.Each()
            .Select(place => new ListedPlace(place.Name, [.. place.Statuses.OrderByDescending(each => each.Taxa).Select(each => new ListedOccurrence(each.Status, each.Taxa, IsListed(each.Status)))]))
            .OrderByDescending(place => place.Occurrences.Sum(each => each.Taxa)).ThenBy(place => place.Name, StringComparer.Ordinal)];
        if (Chosen.Length > 0 && _chosen.Count == 0)
        {
            var there = AreCounted ? $"There are: {ShortText.List([.. Places.Select(place => place.Name)])}." : "It has more places than can be listed here.";
            throw new ImportRefusedException(new(files.Name), $"has no place {ShortText.Quote(Chosen)} in its distribution. {there}");
        }

        if (_wanted is not null && _chosen.Count > 0 && !_chosen.Values.Any(occurrences => occurrences.Exists(_wanted.Contains)))
        {
            throw new ImportRefusedException(
                new(files.Name), $"has no taxon in {ShortText.Quote(Chosen)} that is {_wanted} there. There are: {ShortText.List([.. _chosen.Values.SelectMany(each => each).Distinct().Select(OccurrenceStatuses.NameOf)])}.");
        }
    }
}
