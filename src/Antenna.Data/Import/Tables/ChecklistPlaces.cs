using Antenna.Core.Taxonomy;

namespace Antenna.Data.Import.Tables;

/// <summary>What taxa are where, by the distribution of an archive.</summary>
internal sealed class ChecklistPlaces
{
    /// <summary>Terms that name a place, the plainest first.</summary>
    private static readonly string[] PlaceTerms = ["locality", "country", "countryCode", "locationID"];

    private readonly Dictionary<string, Dictionary<string, int>> _counts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HashSet<string>> _chosen = new(StringComparer.Ordinal);
    private readonly HashSet<string>? _wanted;

    private ChecklistPlaces(TableReading reading)
    {
        Chosen = reading.Place?.Trim() ?? "";
        _wanted = reading.Occurrence?.Split('|', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The place that was chosen; empty for none.</summary>
    public string Chosen { get; }

    public IReadOnlyList<ListedPlace> Places { get; private set; } = [];

    /// <exception cref="ImportRefusedException">There is no such place, or nothing in it is what was chosen.</exception>
    public static async Task<ChecklistPlaces> ReadAsync(ArchiveFiles files, ArchiveTable table, TableReading reading, CancellationToken cancellationToken)
    {
        var places = new ChecklistPlaces(reading);
        if (table.IdIndex is not { } id)
            throw new ImportRefusedException(new(files.Name), $"has a distribution in {ShortText.Quote(table.Location)} that does not say of which taxa.");
        var columns = PlaceTerms.Select(table.IndexOf).OfType<int>().ToList();
        var status = table.IndexOf("occurrenceStatus");
        var fixedPlace = PlaceTerms.Select(term => table.Defaults.GetValueOrDefault(term)).FirstOrDefault(value => value is not null) ?? "";
        var fixedStatus = table.Defaults.GetValueOrDefault("occurrenceStatus", "");
        var seen = new HashSet<(string, string, string)>();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        await using (var rows = ChecklistArchive.Open(files, table, await ChecklistArchive.WidthAsync(files, table, cancellationToken)))
        {
            while (await rows.ReadAsync(cancellationToken))
            {
                if (rows.Passed is not null)
                    continue;
                var names = columns.Select(column => rows.Field(column).Trim()).Where(name => name.Length > 0).ToList();
                var place = names.Count > 0 ? names[0] : fixedPlace;
                if (place.Length == 0)
                    continue;
                var taxon = Shared(ids, rows.Field(id).Trim());
                var occurrence = Shared(ids, status is { } column && rows.Field(column).Trim() is { Length: > 0 } said ? said : fixedStatus);
                if (seen.Add((taxon, Shared(ids, place), occurrence)))
                    places.Count(place, occurrence);
                if (places.Chosen.Length > 0 && (place.Equals(places.Chosen, StringComparison.OrdinalIgnoreCase) || names.Contains(places.Chosen, StringComparer.OrdinalIgnoreCase)))
                    places.Choose(taxon, occurrence);
            }
        }

        places.Finish(files);
        return places;
    }

    /// <summary>What a taxon is in the chosen place, as a row of a list says it; null where none was chosen.</summary>
    /// <param name="acceptedId">What the taxon is accepted as: a synonym occurs where that does.</param>
    public string? OccurrenceOf(string id, string acceptedId)
    {
        if (Chosen.Length == 0)
            return null;
        if (!_chosen.TryGetValue(id, out var occurrences) && !_chosen.TryGetValue(acceptedId, out occurrences))
            return NameStatuses.NoRecord;
        var wanted = occurrences.Where(occurrence => _wanted is null || _wanted.Contains(occurrence)).ToList();
        return wanted.Find(IsListed) ?? wanted.FirstOrDefault() ?? NameStatuses.NotChosen;
    }

    private static string Shared(Dictionary<string, string> texts, string text)
    {
        if (texts.TryGetValue(text, out var known))
            return known;
        texts.Add(text, text);
        return text;
    }

    /// <summary>A status that nobody is known to write says nothing against that a taxon occurs.</summary>
    private static bool IsListed(string occurrence) => !NameStatuses.TryParse(occurrence, out var status) || status.IsListed();

    private void Count(string place, string occurrence)
    {
        if (!_counts.TryGetValue(place, out var counts))
            _counts.Add(place, counts = new(StringComparer.OrdinalIgnoreCase));
        counts[occurrence] = counts.GetValueOrDefault(occurrence) + 1;
    }

    private void Choose(string taxon, string occurrence)
    {
        if (!_chosen.TryGetValue(taxon, out var occurrences))
            _chosen.Add(taxon, occurrences = []);
        occurrences.Add(occurrence);
    }

    private void Finish(ArchiveFiles files)
    {
        Places = [.. _counts
            .Select(place => new ListedPlace(place.Key, [.. place.Value.OrderByDescending(each => each.Value).Select(each => new ListedOccurrence(each.Key, each.Value, IsListed(each.Key)))]))
            .OrderByDescending(place => place.Occurrences.Sum(each => each.Taxa)).ThenBy(place => place.Name, StringComparer.Ordinal)];
        if (Chosen.Length > 0 && _chosen.Count == 0)
            throw new ImportRefusedException(new(files.Name), $"has no place {ShortText.Quote(Chosen)} in its distribution. There are: {ShortText.List([.. Places.Select(place => place.Name)])}.");
        if (_wanted is not null && _chosen.Count > 0 && !_chosen.Values.Any(occurrences => occurrences.Any(_wanted.Contains)))
        {
            throw new ImportRefusedException(
                new(files.Name), $"has no taxon in {ShortText.Quote(Chosen)} that is {string.Join(" or ", _wanted)} there. There are: {ShortText.List([.. _chosen.Values.SelectMany(each => each).Distinct()])}.");
        }
    }
}
