using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Paging;
using Antenna.Data.Predictions;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.TaxaLists;

/// <summary>Reads what is on the versions of taxa lists, name by name.</summary>
public sealed class TaxaListReader(
    IDbContextFactory<AntennaDbContext> contexts, NpgsqlDataSource dataSource, CurrentTaxonomy taxonomy, CurrentCategoryMaps categoryMaps)
{
    private const int LargestPage = 200;

    /// <summary>How cursors of the entries name their order.</summary>
    public const string Order = "entries";

    private const string DifferenceOrder = "difference";

    /// <summary>One page of a version's entries, in the order of their names.</summary>
    /// <param name="size">Rows a page, 1 to 200.</param>
    public async Task<TaxaListEntryPage> EntriesAsync(
        long versionId, TaxaListEntryFilter filter, int size, string? cursor, CancellationToken cancellationToken)
    {
        var current = await taxonomy.GetAsync(cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var classifiers = await ClassifierTaxa.LoadAsync(context, categoryMaps, current.Tree, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var addition = filter.AddedIn is { } number ? await VersionAddition.FindAsync(connection, versionId, number, cancellationToken) : null;
        var conditions = new TaxaListEntryConditions(versionId, filter, addition, current, classifiers);
        var page = await PageReading.ReadAsync(
            PageCursor.Parse(cursor, Order),
            Order,
            Math.Clamp(size, 1, LargestPage),
            (at, rows) => ReadAsync(connection, conditions, at, rows, cancellationToken),
            row => [row.Name.Key]);
        return new(
            new([.. page.Items.Select(row => RowOf(row, current, classifiers))], page.Previous, page.Next),
            await CountAsync(connection, conditions, cancellationToken),
            filter.TaxonId is { } taxonId ? current.NameOf(taxonId) : null);
    }

    /// <summary>One page of what a version lists otherwise than another, in the order of the names.</summary>
    /// <param name="before">The id of the other version, which is what the names are added to or removed from.</param>
    /// <param name="only">Null for all of them.</param>
    /// <param name="size">Rows a page, 1 to 200.</param>
    public async Task<TaxaListDifference> DifferenceAsync(
        long versionId, long before, NameDifference? only, int size, string? cursor, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return new(
            await TaxaListDifferences.CountAsync(connection, versionId, before, cancellationToken),
            await PageReading.ReadAsync(
                PageCursor.Parse(cursor, DifferenceOrder),
                DifferenceOrder,
                Math.Clamp(size, 1, LargestPage),
                (at, rows) => TaxaListDifferences.ReadAsync(connection, versionId, before, only, at, rows, cancellationToken),
                name => [name.Key]));
    }

    private static async Task<List<StoredEntry>> ReadAsync(
        NpgsqlConnection connection, TaxaListEntryConditions conditions, PageCursor? at, int rows, CancellationToken cancellationToken)
    {
        var (backward, key) = at is { Key: [var text] } ? (at.Backward, text) : (false, "");
        var range = key.Length == 0 ? "" : $" and entry.name_key {(backward ? "<" : ">")} ${conditions.Values.Count + 1}";
        await using var command = Command(
            connection,
            $"""
            select entry.taxon_id, entry.match, {StoredListedName.Columns} from taxa_list_entries entry
            where {conditions.Sql}{range} order by entry.name_key {(backward ? "desc" : "asc")} limit {rows}
            """,
            key.Length == 0 ? conditions.Values : [.. conditions.Values, key]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var entries = new List<StoredEntry>();
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(new(
                reader.GetFieldValue<long?>(0),
                reader.IsDBNull(1) ? null : Enum.Parse<NameMatchKind>(reader.GetString(1)), StoredListedName.Read(reader, 2)));
        }

        return entries;
    }

    private static async Task<int> CountAsync(NpgsqlConnection connection, TaxaListEntryConditions conditions, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection, $"select count(*)::int from taxa_list_entries entry where {conditions.Sql}", conditions.Values);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, IReadOnlyList<object> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }

    private static TaxaListEntryRow RowOf(StoredEntry entry, TaxonomySnapshot current, ClassifierTaxa classifiers)
    {
        // A taxon that is newer than the snapshot is shown with the next one.
        var taxonId = entry.TaxonId is { } id && current.Tree.Contains(id) ? current.Tree.AcceptedOf(id) : (long?)null;
        return new(
            entry.Name.Key,
            entry.Name.Name,
            entry.Name.HomonymKingdom,
            entry.Name.Rank,
            entry.Name.RankText,
            entry.Name.AcceptedName,
            entry.Name.IncludeDescendants,
            taxonId is { } accepted ? current.NameOf(accepted) : null,
            entry.Match,
            taxonId is { } named ? current.CommonNameOf(named) : null,
            FamilyOf(taxonId, current) ?? entry.Name.HigherTaxa.GetValueOrDefault(Rank.Family),
            taxonId is { } known ? classifiers.ThatName(new(known, entry.Name.IncludeDescendants)) : []);
    }

    private static string? FamilyOf(long? taxonId, TaxonomySnapshot current) =>
        taxonId is { } id && current.Tree.AncestorAt(id, Rank.Family) is { } family && family != id ? current.NameOf(family)!.Name : null;

    private sealed record StoredEntry(long? TaxonId, NameMatchKind? Match, ListedName Name);
}
