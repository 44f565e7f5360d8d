using Antenna.Core.Taxonomy;
using Antenna.Data.Paging;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.TaxaLists;

/// <summary>How many names one version lists otherwise than another.</summary>
/// <param name="Added">Names that only this one lists.</param>
/// <param name="Removed">Names that only the other one lists.</param>
/// <param name="Changed">Names of which the two say something else: their rank, author, status, or what they stand for.</param>
/// <param name="Unchanged">Names of which both say the same.</param>
public sealed record VersionDifference(int Added, int Removed, int Changed, int Unchanged)
{
    /// <summary>Names that the two do not list alike.</summary>
    public int Differing => Added + Removed + Changed;
}

/// <summary>How a name differs between two versions.</summary>
public enum NameDifference
{
    /// <summary>Only the later one, or the one that is compared, lists it.</summary>
    Added,

    /// <summary>Only the other one lists it.</summary>
    Removed,

    /// <summary>Both list it, and say something else of it.</summary>
    Changed,
}

/// <summary>What a version lists otherwise than another: a page of the names, and their number on all pages.</summary>
public sealed record TaxaListDifference(VersionDifference Counts, Page<DifferingName> Page);

/// <summary>A name that one of two versions lists, or of which they say something else.</summary>
/// <param name="Key">Equal for two spellings of the name.</param>
/// <param name="HomonymKingdom">The kingdom, in lower case, where one of the two lists a homonym in another one; else null.</param>
/// <param name="IncludesDescendants">It stands for everything below it, on the version that lists it; on both, on the one that is compared.</param>
/// <param name="ChangesDescendants">It stands for everything below it on one of the two only.</param>
public sealed record DifferingName(
    string Key, string Name, string? HomonymKingdom, Rank Rank, NameDifference Difference, bool IncludesDescendants, bool ChangesDescendants);

/// <summary>The one place where versions of lists are compared, name by name, in the database.</summary>
internal static class TaxaListDifferences
{
    /// <summary>
    /// A version's entries by a key that means the same on both versions: only one of them may list homonyms, and have the
    /// kingdom in its key. Who has no homonym there is compared by the kingdom that it gives.
    /// </summary>
    private static string Entries(string version) =>
        $"""
        select entry.*, case when homonym.name is null then entry.name_key else entry.name_key || coalesce((
                   select ', ' || lower(substring(higher from '^kingdom:(.*)')) from unnest(entry.higher_taxa) higher where higher like 'kingdom:%'), '')
               end collate "C" as key
        from taxa_list_entries entry left join homonyms homonym on homonym.name = entry.name_key
        where entry.taxa_list_version_id = {version}
        """;

    /// <summary>The names, without their kingdoms, of which one of two versions lists homonyms.</summary>
    private static string Homonyms(string one, string other) =>
        $"""
        select distinct split_part(name_key, '{ListedName.KingdomSign}', 1) as name from taxa_list_entries
        where taxa_list_version_id in ({one}, {other}) and strpos(name_key, '{ListedName.KingdomSign}') > 0
        """;

    /// <summary>For each <c>pair(now_id, before_id)</c> of versions every name on either, and how it differs.</summary>
    private static readonly string Names =
        $"""
        cross join lateral (
            with homonyms as materialized ({Homonyms("pair.now_id", "pair.before_id")})
            select key, coalesce(now.name, before.name) as name, coalesce(now.rank, before.rank) as rank,
                   coalesce(now.include_descendants, before.include_descendants) as include_descendants,
                   now.include_descendants <> before.include_descendants as changes_descendants,
                   case when before.name is null then 'Added' when now.name is null then 'Removed'
                        when (now.author, now.rank, now.rank_text, now.status, now.accepted_name, now.include_descendants, now.keys, now.higher_taxa)
                            is distinct from
                            (before.author, before.rank, before.rank_text, before.status, before.accepted_name, before.include_descendants, before.keys, before.higher_taxa)
                        then 'Changed' else 'Unchanged' end as difference
            from ({Entries("pair.now_id")}) now full join ({Entries("pair.before_id")}) before using (key)) differing
        """;

    private const string CountsOfEach =
        """
        count(*) filter (where difference = 'Added')::int, count(*) filter (where difference = 'Removed')::int,
        count(*) filter (where difference = 'Changed')::int, count(*) filter (where difference = 'Unchanged')::int
        """;

    private static readonly string CountsOfList =
        $"""
        select pair.now_id, {CountsOfEach}
        from (select version.id as now_id, earlier.id as before_id from taxa_list_versions version
              left join lateral (
                  select id from taxa_list_versions other
                  where other.taxa_list_id = version.taxa_list_id
                      and case when version.number is null then other.id = version.base_version_id else other.number < version.number end
                  order by other.number desc limit 1) earlier on true
              where version.taxa_list_id = $1) pair
        {Names} group by pair.now_id
        """;

    private static readonly string CountsOfPair = $"select {CountsOfEach} from (select $1::bigint as now_id, $2::bigint as before_id) pair {Names}";

    private static readonly string NamesOfPair =
        $"""
        select key, name, rank, difference, include_descendants, coalesce(changes_descendants, false)
        from (select $1::bigint as now_id, $2::bigint as before_id) pair {Names}
        where difference <> 'Unchanged' and ($3::text is null or difference = $3)
        """;

    /// <summary>The <c>name_key</c> of each name of a version that another version lists too, or does not.</summary>
    /// <param name="version">The version's id, or an expression for it.</param>
    /// <param name="other">The other one's.</param>
    /// <param name="shared">Whether the other one lists it.</param>
    public static string Keys(string version, string other, bool shared) =>
        $"""
        with homonyms as materialized ({Homonyms(version, other)})
        select listed.name_key from ({Entries(version)}) listed
        where {(shared ? "" : "not ")}exists (select from ({Entries(other)}) compared where compared.key = listed.key)
        """;

    /// <summary>
    /// How each version of a list differs from the one before it that is offered to all, and each trial from its base, by its id;
    /// a version without names is left out.
    /// </summary>
    public static async Task<IReadOnlyDictionary<long, VersionDifference>> CountAsync(
        NpgsqlConnection connection, long taxaListId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(CountsOfList, connection) { Parameters = { new() { Value = taxaListId } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var differences = new Dictionary<long, VersionDifference>();
        while (await reader.ReadAsync(cancellationToken))
            differences.Add(reader.GetInt64(0), Counts(reader, 1));
        return differences;
    }

    /// <summary>How two versions differ.</summary>
    /// <param name="before">Null for a version that lists nothing.</param>
    public static async Task<VersionDifference> CountAsync(
        NpgsqlConnection connection, long now, long? before, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(CountsOfPair, connection) { Parameters = { new() { Value = now }, IdOrNull(before) } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Counts(reader, 0);
    }

    /// <summary>The names that two versions list otherwise, from the cursor in its direction.</summary>
    /// <param name="only">Null for all of them.</param>
    public static async Task<List<DifferingName>> ReadAsync(
        NpgsqlConnection connection, long now, long before, NameDifference? only, PageCursor? at, int rows, CancellationToken cancellationToken)
    {
        var (backward, key) = at is { Key: [var text] } ? (at.Backward, text) : (false, "");
        await using var command = new NpgsqlCommand(
            $"{NamesOfPair} and ($4 = '' or key {(backward ? "<" : ">")} $4) order by key {(backward ? "desc" : "asc")} limit $5", connection)
        {
            Parameters =
            {
                new() { Value = now }, IdOrNull(before), new() { Value = (object?)only?.ToString() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = key }, new() { Value = rows },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<DifferingName>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = new ListedName(reader.GetString(1), (Rank)reader.GetInt16(2)).WithKey(reader.GetString(0));
            names.Add(new(
                name.Key, name.Name, name.HomonymKingdom, name.Rank, Enum.Parse<NameDifference>(reader.GetString(3)),
                reader.GetBoolean(4), reader.GetBoolean(5)));
        }

        return names;
    }

    private static VersionDifference Counts(NpgsqlDataReader reader, int first) =>
        new(reader.GetInt32(first), reader.GetInt32(first + 1), reader.GetInt32(first + 2), reader.GetInt32(first + 3));

    private static NpgsqlParameter IdOrNull(long? id) =>
        new() { Value = (object?)id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };
}
