using Antenna.Core.Taxonomy;
using Antenna.Data.Taxonomy;

namespace Antenna.Data.TaxaLists;

/// <summary>Turns a filter of entries into conditions on <c>taxa_list_entries entry</c>.</summary>
internal sealed class TaxaListEntryConditions
{
    private const string HasName =
        """
        (entry.name ilike {0} or entry.accepted_name ilike {0} or entry.taxon_id = any({1}) or entry.taxon_id in (
            select named.id from taxa hit
            join taxa named on coalesce(named.accepted_taxon_id, named.id) = coalesce(hit.accepted_taxon_id, hit.id)
            where hit.name ilike {0} or exists (select from taxon_common_names called where called.taxon_id = hit.id and called.name ilike {0})))
        """;

    private const string IsNamed = "(entry.taxon_id = any({0}) or (entry.include_descendants and entry.taxon_id = any({1})))";

    // Compared in lower case: lists write "SATURNIIDAE" too.
    private const string IsWithin =
        """
        (entry.taxon_id = any({0}) or (entry.taxon_id is null and exists (
            select from unnest(entry.higher_taxa) higher where lower(higher) = any({1}))))
        """;

    private readonly List<string> _conditions = [];
    private readonly List<object> _values = [];

    /// <param name="addition">What is meant by the filter's version; null where it names none that there is.</param>
    public TaxaListEntryConditions(
        long versionId, TaxaListEntryFilter filter, VersionAddition? addition, TaxonomySnapshot taxonomy, ClassifierTaxa classifiers)
    {
        Add("entry.taxa_list_version_id = {0}", versionId);
        if (filter.Search?.Trim() is { Length: > 0 } search)
        {
            var text = UnicodeText.Compose(search);
            Add(HasName, $"%{Escape(text)}%", taxonomy.FoundFromAfar(text).ToArray());
        }
        if (filter.NamedById is { } naming)
            AddNaming(IsNamed, classifiers.Of(naming));
        if (filter.NotNamedById is { } classifierId)
            AddNaming($"entry.taxon_id is not null and not {IsNamed}", classifiers.Of(classifierId));
        if (filter.InTaxonomy is { } known)
            Add(known ? "entry.taxon_id is not null" : "entry.taxon_id is null");
        if (filter.TaxonId is { } taxonId)
            AddBranch(taxonomy.Tree, taxonId);
        if (filter.AddedIn is not null)
            AddAddition(versionId, addition);
    }

    public string Sql => string.Join(" and ", _conditions);

    /// <summary>The values of the parameters <c>$1</c> to <c>$n</c>.</summary>
    public IReadOnlyList<object> Values => _values;

    private void AddNaming(string condition, NameableTaxa? taxa) =>
        Add(condition, taxa?.Alone.ToArray() ?? [], taxa?.WithDescendants.ToArray() ?? []);

    private void AddBranch(TaxonTree tree, long taxonId)
    {
        IReadOnlyList<long> branch = tree.Contains(taxonId) ? tree.Branch(taxonId) : [];
        var higher = branch.Select(id => tree[id]).Where(taxon => taxon.Rank < Rank.Species)
            .Select(taxon => StoredListedName.HigherTaxon(taxon.Rank, taxon.Name).ToLowerInvariant()).Distinct();
        Add(IsWithin, branch.ToArray(), higher.ToArray());
    }

    /// <summary>Of the names of the version that is shown those that the other one lists, and that the one before it did not.</summary>
    private void AddAddition(long versionId, VersionAddition? addition)
    {
        if (addition is null)
            Add("false");
        if (addition is not null && addition.VersionId != versionId)
            Add($"entry.name_key in ({TaxaListDifferences.Keys("{0}", "{1}", shared: true)})", versionId, addition.VersionId);
        if (addition?.BeforeId is { } before)
            Add($"entry.name_key in ({TaxaListDifferences.Keys("{0}", "{1}", shared: false)})", versionId, before);
    }

    private void Add(string condition, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _values.Add(values[i]);
            condition = condition.Replace($"{{{i}}}", $"${_values.Count}", StringComparison.Ordinal);
        }
        _conditions.Add(condition);
    }

    private static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
