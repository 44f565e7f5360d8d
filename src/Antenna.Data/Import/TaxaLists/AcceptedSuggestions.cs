using System.Globalization;
using Antenna.Core.Taxonomy;
using Antenna.Data.Import.Tables;
using Npgsql;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>Remembers for a list which suggestions people accepted.</summary>
internal static class AcceptedSuggestions
{
    private const string Write =
        """
        insert into accepted_list_names (taxa_list_id, name_key, kingdom_key, taxon_id, person_id, accepted_at)
        select $1, name_key, kingdom_key, taxon_id, $5, $6 from unnest($2, $3, $4) as accepted(name_key, kingdom_key, taxon_id)
        on conflict (taxa_list_id, name_key, kingdom_key)
        do update set taxon_id = excluded.taxon_id, person_id = excluded.person_id, accepted_at = excluded.accepted_at
        where accepted_list_names.taxon_id <> excluded.taxon_id
        """;

    /// <returns>How many are new, or accepted for another taxon than before.</returns>
    /// <exception cref="ImportRefusedException">One is accepted for what is no taxon.</exception>
    public static async Task<int> WriteAsync(
        NpgsqlConnection connection, long taxaListId, IEnumerable<AcceptedSuggestion> accepted, NameMatcher matcher, long personId, DateTime now,
        CancellationToken cancellationToken)
    {
        var names = new Dictionary<(string Name, string Kingdom), long>();
        foreach (var suggestion in accepted)
        {
            if (!matcher.Tree.Contains(suggestion.TaxonId))
                throw new ImportRefusedException($"There is no taxon {suggestion.TaxonId} to accept for '{suggestion.Name}' any more. Check the file again.");
            names[(ScientificName.Normalize(suggestion.Name), suggestion.Kingdom is { } kingdom ? ScientificName.Normalize(kingdom) : "")] = suggestion.TaxonId;
        }

        return names.Count == 0
            ? 0
            : await connection.ExecuteAsync(
                Write,
                [taxaListId, names.Keys.Select(key => key.Name).ToArray(), names.Keys.Select(key => key.Kingdom).ToArray(), names.Values.ToArray(), personId, now],
                cancellationToken);
    }

    /// <summary>
    /// Reads accepted suggestions from a table of names and taxa: a matching report, of which the lines that are not to be
    /// accepted were deleted or their suggestion emptied, or any table with such columns.
    /// </summary>
    /// <exception cref="ImportRefusedException">A suggestion is not the name of one certain taxon.</exception>
    public static async Task<IReadOnlyList<AcceptedSuggestion>> ReadAsync(string path, NameMatcher matcher, CancellationToken cancellationToken)
    {
        await using var table = await ImportTable.OpenAsync(path, cancellationToken);
        var name = table.Require("name", "name");
        var taxon = table.Require("suggestion", "suggestion", "accepted", "taxon");
        var id = table.Find("suggestion id", "suggestion_id", "taxon_id");
        var kingdom = table.Find("kingdom");
        var accepted = new List<AcceptedSuggestion>();
        while (await table.ReadAsync(cancellationToken))
        {
            if (table.Text(name) is { } text && table.Text(taxon) is { } suggestion)
                accepted.Add(new(text, TaxonOf(suggestion, table.Text(id), matcher, table.Place(taxon))) { Kingdom = table.Text(kingdom) });
        }

        return accepted;
    }

    private static long TaxonOf(string name, string? idText, NameMatcher matcher, ImportPlace place)
    {
        // The id tells taxa of one name apart; where another name was written, that counts.
        if (long.TryParse(idText, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && matcher.Tree.TryGet(id, out var taxon)
            && ScientificName.Normalize(taxon.Name) == ScientificName.Normalize(name))
            return id;
        var match = matcher.Resolve(new(name));
        return match is { Kind: NameMatchKind.Exact or NameMatchKind.Synonym, TaxonId: { } found }
            ? found
            : throw new ImportRefusedException(place, $"'{name}' is not the name of one certain taxon. {match.Note ?? "No taxon bears it."}");
    }
}
