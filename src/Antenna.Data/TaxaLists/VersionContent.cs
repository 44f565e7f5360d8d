using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Taxonomy;
using Npgsql;

namespace Antenna.Data.TaxaLists;

/// <summary>A name on a version, as far as it decides what is listed.</summary>
/// <param name="Accepted">The accepted taxon that it is.</param>
internal readonly record struct ResolvedEntry(string Key, long Accepted, bool IncludeDescendants);

/// <summary>What a version of a list lists, by one state of the taxonomy. Never changes; shared by all who look at the version.</summary>
internal sealed class VersionContent
{
    private readonly ILookup<long, ResolvedEntry> _byTaxon;
    private readonly Dictionary<string, long> _taxonOf;

    private VersionContent(TaxonomySnapshot taxonomy, AcceptedNames accepted, IReadOnlyList<ResolvedEntry> entries)
    {
        Taxonomy = taxonomy;
        Names = new(taxonomy.Matcher, accepted);
        _byTaxon = entries.ToLookup(entry => entry.Accepted);
        _taxonOf = entries.ToDictionary(entry => entry.Key, entry => entry.Accepted, StringComparer.Ordinal);
        Taxa = ListedTaxa.Of(taxonomy.Tree, entries.Select(entry => new ListEntry(entry.Accepted, entry.IncludeDescendants)));
    }

    public TaxonomySnapshot Taxonomy { get; }

    /// <summary>Finds the taxa of other names on the list.</summary>
    public ListedNameMatcher Names { get; }

    public ListedTaxa Taxa { get; }

    /// <summary>The names that are one accepted taxon.</summary>
    public IEnumerable<ResolvedEntry> EntriesOf(long accepted) => _byTaxon[accepted];

    /// <summary>The accepted taxon of the name of a key; null where it is not on the version, or no taxon.</summary>
    public long? TaxonOf(string key) => _taxonOf.TryGetValue(key, out var accepted) ? accepted : null;

    /// <summary>Reads a version.</summary>
    public static async Task<VersionContent> ReadAsync(
        NpgsqlConnection connection, CurrentTaxonomy taxonomy, long versionId, AcceptedNames accepted,
        CancellationToken cancellationToken)
    {
        var entries = new List<(string Key, long TaxonId, bool IncludeDescendants)>();
        await using (var command = connection.Command(
            "select name_key, taxon_id, include_descendants from taxa_list_entries where taxa_list_version_id = $1 and taxon_id is not null", versionId))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                entries.Add((reader.GetString(0), reader.GetInt64(1), reader.GetBoolean(2)));
        }

        // After the entries: a taxon that is listed is in every later state of the taxonomy.
        var current = await taxonomy.GetAsync(cancellationToken);
        return new(current, accepted, [.. entries.Select(entry => new ResolvedEntry(entry.Key, current.Tree.AcceptedOf(entry.TaxonId), entry.IncludeDescendants))]);
    }
}
