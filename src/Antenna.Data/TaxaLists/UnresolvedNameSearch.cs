using Antenna.Core.Taxonomy;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.TaxaLists;

/// <summary>A name that is on lists, and that no taxon of the taxonomy bears.</summary>
/// <param name="Lists">The names of the lists, of which there is at least one.</param>
public sealed record UnresolvedName(string Name, Rank Rank, IReadOnlyList<string> Lists);

/// <summary>
/// Finds names that are on the newest versions of lists and not in the taxonomy, by what people type: who looks for one is to
/// learn that it is listed, and why it cannot be chosen.
/// </summary>
public sealed class UnresolvedNameSearch(NpgsqlDataSource dataSource)
{
    private const string Find =
        """
        select entry.name, entry.rank, array_agg(distinct list.name)
        from taxa_lists list
        cross join lateral (
            select version.id from taxa_list_versions version
            where version.taxa_list_id = list.id and version.trial_of_id is null order by version.number desc limit 1) newest
        join taxa_list_entries entry on entry.taxa_list_version_id = newest.id
        where ($1 is null or list.project_id is null or list.project_id = $1)
            and entry.taxon_id is null and ' ' || translate(entry.name_key, '-', ' ') like all($2)
        group by entry.name, entry.rank order by min(entry.name_key), entry.name limit $3
        """;

    /// <summary>The names of which each word typed begins a word, in their order; none for a text without letters and digits.</summary>
    /// <param name="projectId">The project whose lists count, and those that all share; null for every list.</param>
    public async Task<IReadOnlyList<UnresolvedName>> FindAsync(string text, long? projectId, int most, CancellationToken cancellationToken)
    {
        var patterns = Words(text).Select(word => $"% {word}%").ToArray();
        if (patterns.Length == 0)
            return [];

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Find, connection)
        {
            Parameters =
            {
                new() { Value = (object?)projectId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { Value = patterns },
                new() { Value = most },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<UnresolvedName>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new(reader.GetString(0), (Rank)reader.GetInt16(1), reader.GetFieldValue<string[]>(2)));
        return found;
    }

    /// <summary>Words as the keys of names have them. What is neither letter nor digit parts them, so that none is a sign of a pattern.</summary>
    private static string[] Words(string text)
    {
        var letters = UnicodeText.WithoutMarks(text).ToLowerInvariant().Select(character => char.IsLetterOrDigit(character) ? character : ' ');
        return string.Concat(letters).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
