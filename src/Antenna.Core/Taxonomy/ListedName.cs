using System.Globalization;

namespace Antenna.Core.Taxonomy;

/// <summary>One name on a list, as the list has it.</summary>
public sealed record ListedName(string Name, Rank Rank)
{
    private const char FieldEnd = '\u001F';

    private const char ItemEnd = '\u001E';

    /// <summary>Before the kingdom in a key; no name's key has a comma but one that leaves the species open.</summary>
    public const string KingdomSign = ", ";

    public string? Author { get; init; }

    /// <summary>The rank as written, where it is none that is known.</summary>
    public string? RankText { get; init; }

    /// <summary>The status as written; null where none is given.</summary>
    public string? Status { get; init; }

    /// <summary>The name that the list accepts in the place of this one; null where it accepts this one.</summary>
    public string? AcceptedName { get; init; }

    /// <summary>Everything below the taxon is listed with it.</summary>
    public bool IncludeDescendants { get; init; }

    public IReadOnlyList<ExternalKey> Keys { get; init; } = [];

    public IReadOnlyDictionary<Rank, string> HigherTaxa { get; init; } = new Dictionary<Rank, string>();

    /// <summary>
    /// The key of the kingdom, where the list has a homonym of the name in another one; null where the name alone says which
    /// organism is meant.
    /// </summary>
    public string? HomonymKingdom { get; init; }

    /// <summary>
    /// Equal for two spellings of one name on a list. A genus and a subgenus, or another taxon of unknown rank, of one name
    /// are two, and so are homonyms of two kingdoms.
    /// </summary>
    public string Key => HomonymKingdom is null ? KeyWithoutKingdom : $"{KeyWithoutKingdom}{KingdomSign}{HomonymKingdom}";

    /// <summary>Equal for the homonyms of several kingdoms too.</summary>
    public string KeyWithoutKingdom => Rank < Rank.Species ? $"{NameKey} {Rank.DisplayName()}" : NameKey;

    /// <summary>Equal for two spellings of one name, whatever its rank.</summary>
    public string NameKey => ScientificName.Parse(Name, Rank).Key;

    /// <summary>The key of the kingdom that the list gives; empty where it gives none.</summary>
    public string KingdomKey => HigherTaxa.GetValueOrDefault(Rank.Kingdom) is { } kingdom ? ScientificName.Normalize(kingdom) : "";

    /// <summary>
    /// All that the list says of the name, so that two lists can be compared: equal where both say the same, apart from the
    /// spelling of names.
    /// </summary>
    public string Content => string.Join(
        FieldEnd,
        Key,
        Author,
        ((short)Rank).ToString(CultureInfo.InvariantCulture),
        RankText,
        Status,
        AcceptedName is null ? null : ScientificName.Normalize(AcceptedName),
        IncludeDescendants ? "1" : "0",
        string.Join(ItemEnd, Keys.Select(key => $"{key.Source}:{key.Key}")),
        string.Join(ItemEnd, HigherTaxa.OrderBy(higher => higher.Key).Select(higher => $"{higher.Key.DisplayName()}:{higher.Value}")));

    /// <summary>The name as it is on a list under a key, which says what the name and its rank do not: the kingdom of a homonym.</summary>
    public ListedName WithKey(string key)
    {
        var begin = KeyWithoutKingdom + KingdomSign;
        return this with { HomonymKingdom = key.StartsWith(begin, StringComparison.Ordinal) ? key[begin.Length..] : null };
    }

    /// <summary>The name as it stands beside a homonym of another kingdom; the same where the list gives no kingdom.</summary>
    public ListedName BesideHomonym() => KingdomKey is { Length: > 0 } kingdom ? this with { HomonymKingdom = kingdom } : this;

    /// <summary>What is known to find its taxon by.</summary>
    public NameQuery ToQuery() => new(Name)
    {
        Rank = Rank == Rank.Unknown ? null : Rank,
        Author = Author,
        HigherTaxa = HigherTaxa,
        Keys = Keys,
    };
}
