namespace Antenna.Data.Import.Tables;

/// <summary>Counts the taxa of places by what they are there, each once, up to a bound of places and of taxa in them.</summary>
internal sealed class PlaceCounts
{
    /// <summary>Places with their statuses; the countries and states of the world are some thousands.</summary>
    public const int MostPlaces = 10_000;

    /// <summary>Taxa of places: the distribution of all plants of the world has two millions, and one takes some 40 bytes.</summary>
    public const int MostTaxa = 4_000_000;

    private readonly Dictionary<(string Place, string Status), int> _numbers = new(PlaceComparer.Instance);
    private readonly List<int> _taxa = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<(int Place, int Taxon)> _seen = [];

    /// <summary>False once there was more than is counted; nothing is counted then.</summary>
    public bool AreComplete { get; private set; } = true;

    /// <summary>Counts a taxon in a place, once for each status.</summary>
    public void Add(string place, string status, string taxon)
    {
        if (!AreComplete)
            return;
        if (!_numbers.TryGetValue((place, status), out var number))
        {
            _numbers.Add((place, status), number = _taxa.Count);
            _taxa.Add(0);
        }

        if (!_ids.TryGetValue(taxon, out var id))
            _ids.Add(taxon, id = _ids.Count);
        if (_seen.Add((number, id)))
            _taxa[number]++;
        if (_taxa.Count > MostPlaces || _seen.Count > MostTaxa)
            GiveUp();
    }

    /// <summary>The places with their statuses and how many taxa have these; none where they are not complete.</summary>
    public IEnumerable<(string Name, IReadOnlyList<(string Status, int Taxa)> Statuses)> Each() => _numbers
        .GroupBy(each => each.Key.Place, StringComparer.OrdinalIgnoreCase)
        .Select(place => (place.Key, (IReadOnlyList<(string, int)>)[.. place.Select(each => (each.Key.Status, _taxa[each.Value]))]));

    private void GiveUp()
    {
        AreComplete = false;
        _numbers.Clear();
        _ids.Clear();
        _seen.Clear();
        _ids.TrimExcess();
        _seen.TrimExcess();
    }

    private sealed class PlaceComparer : IEqualityComparer<(string Place, string Status)>
    {
        public static readonly PlaceComparer Instance = new();

        public bool Equals((string Place, string Status) x, (string Place, string Status) y) =>
            x.Place.Equals(y.Place, StringComparison.OrdinalIgnoreCase) && x.Status.Equals(y.Status, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((string Place, string Status) obj) => HashCode.Combine(
            StringComparer.OrdinalIgnoreCase.GetHashCode(obj.Place), StringComparer.OrdinalIgnoreCase.GetHashCode(obj.Status));
    }
}
